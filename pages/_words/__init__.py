"""What only the Words page needs."""

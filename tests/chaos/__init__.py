"""What may go wrong, done to a real server: `python -m tests.chaos` prints tries and failures as a table."""

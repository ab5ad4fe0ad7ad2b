"""What the chapters of the lesson measure and say of their runs."""

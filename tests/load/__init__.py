"""Many people at once, and what the server makes of them: `python -m tests.load` prints it as one table."""

"""The database of runs: what is kept, how it is checked, and how it is listed."""

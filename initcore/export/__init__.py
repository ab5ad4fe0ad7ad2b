"""What leaves the app: results as text, CSV and JSON, a command, a report, a notebook, weights."""

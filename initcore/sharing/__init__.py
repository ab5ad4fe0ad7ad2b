"""What leaves the app: a comparison as text, a command, a report, a notebook, weights."""

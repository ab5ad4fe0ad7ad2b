"""The rows of the table of settings, one file a subject; `settings.py` puts them together."""

"""The words of the field, each explained once: what a reader sees on hover, and what the Words page lists."""

"""What every page has: its look, its words, the engine behind it."""

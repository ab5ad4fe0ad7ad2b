"""Figures: pure functions from arrays to what is drawn."""

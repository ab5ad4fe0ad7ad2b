"""The parts of a class's pages, and what a room does to the others."""

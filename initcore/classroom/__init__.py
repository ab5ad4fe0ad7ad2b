"""Rooms of a class: what is in them, who may do what, and how an experiment is shown to everyone."""

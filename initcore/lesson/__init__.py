"""What the lesson says after a run: measurements of the run, and sentences made from them alone."""

"""What is asked for: the settings of a run, the config they make, and what a comparison compares."""

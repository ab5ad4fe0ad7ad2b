"""Who trains what: the runs in training, the people who watch them, and the processes that do the work."""

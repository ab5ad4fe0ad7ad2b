"""Running things: the store of runs, who trains what, and the processes that do it."""

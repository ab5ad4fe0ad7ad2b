"""What happened to a run and why: verdicts from measured facts, one file a kind of cause."""

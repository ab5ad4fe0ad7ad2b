"""From initial weights to a trajectory: `begin`, `advance`, and what is recorded on the way."""

"""What a trajectory shows, each thing measured in one place."""

"""What an engine has done since it began, for whoever looks after the server."""

from dataclasses import dataclass


@dataclass
class Counts:
    """Runs that were `trained` to their end here, were `cached` when they were asked for, or `failed`;
    how many `slices` came back, and how long (s) they took together. Nothing is decided by it.
    """

    trained: int = 0
    cached: int = 0
    failed: int = 0
    slices: int = 0
    slice_seconds: float = 0.0

    def landed(self, seconds: float) -> None:
        """Notes that a slice came back after so long (s), well or not."""
        self.slices += 1
        self.slice_seconds += seconds

"""What store and boards say of a run where it stands: found by a worker, once for both."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from initcore.diagnosis.found import Found, found
from initcore.measures.curves import Measured, measure
from initcore.training.trajectory import Trajectory


@dataclass(frozen=True)
class Judged:
    """What is to be said of a run, and what `closed` and `best_of` need; `seconds` are what that took."""

    found: Found
    cost: float
    accuracy: float
    measured: Measured
    seconds: float

    @property
    def verdict(self) -> str:
        """The name of the verdict that leads."""
        return self.found.verdicts[0].name


def judged(runs: Sequence[Trajectory]) -> Judged:
    """The one run, as it stands, judged: what a worker is asked for."""
    begun, [run] = time.process_time(), runs
    ended = run.closed(run.config)
    what, measured = found(ended), measure(ended)
    seconds = time.process_time() - begun
    return Judged(what, float(ended.costs[-1]), float(ended.train_accuracy), measured, seconds)

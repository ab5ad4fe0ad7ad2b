"""What is to be said of a run as it stands, found by whichever process, and known by the run's name.

It follows from a run's key, how long it is asked to be and the iteration, so it is known by these.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from initcore.diagnosis.diagnose import findings
from initcore.diagnosis.verdicts import Verdict
from initcore.measures.classes import balanced
from initcore.memory import Memory
from initcore.training.trajectory import Trajectory

MOST = 4096
"""Iterations of runs of which it is remembered."""


class Found(NamedTuple):
    """The verdicts that hold of a run, its balanced train and test accuracies (shares) where classes are
    uneven, and whether the textbook formula of the first cost fails on it.
    """

    verdicts: tuple[Verdict, ...] = ()
    balanced: tuple[float, float] | None = None
    naive: bool = False


_known: Memory[tuple[str, int, int], Found] = Memory(MOST)
_naive: Memory[str, bool] = Memory(MOST)
_latest: Memory[tuple[str, int], tuple[int, Found]] = Memory(MOST)
"""What was found last of a run of that length, and at which iteration."""


def found(run: Trajectory) -> Found:
    """What is to be said of a run as far as it has come."""
    naive = _naive.once(run.config.key, lambda: not math.isfinite(run.naive_first_cost))
    return Found(findings(run), balanced(run), naive)


def found_at(run: Trajectory, iterations: Sequence[int]) -> list[Found]:
    """What held of a run when it had come to each of these iterations."""
    return [found(run.until(iteration)) for iteration in iterations]


def found_of(runs: Sequence[Trajectory]) -> Found:
    """What is to be said of the one run: what a worker is asked for."""
    [run] = runs
    return found(run)


def known(run: Trajectory) -> Found | None:
    """What is to be said of a run, where that has been found."""
    return _known.get(name_of(run))


def learn(run: Trajectory, what: Found) -> None:
    """Takes over what was found of a run."""
    _known.put(name_of(run), what)
    _latest.put(name_of(run)[:2], (run.iteration, what))


def latest(run: Trajectory) -> tuple[int, Found] | None:
    """What was last found of a run in training, and at which iteration; None where that is not behind it."""
    there = _latest.get(name_of(run)[:2])
    return there if there is not None and there[0] <= run.iteration else None


def name_of(run: Trajectory) -> tuple[str, int, int]:
    """What a run as it stands is known by."""
    return run.config.key, run.config.iterations, run.iteration

"""What "the same run, bit for bit" means, said once for every test that claims it."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from initcore import Trajectory

RECORDS = (
    "costs",
    "train_accuracies",
    "iterations",
    "frames",
    "kept",
    "theta",
    "slots",
    "slot_frames",
)


def identical(a: ArrayLike, b: ArrayLike) -> bool:
    """Whether two arrays have the same shape and the same values, nan where the other has nan."""
    return np.array_equal(a, b, equal_nan=True)


def assert_same_run(run: Trajectory, expected: Trajectory) -> None:
    """Fails, naming the first part that differs, unless two trajectories hold the same numbers."""
    assert run.config == expected.config
    assert run.iteration == expected.iteration
    assert run.diverged_at == expected.diverged_at
    for name in RECORDS:
        assert identical(getattr(run, name), getattr(expected, name)), f"`{name}` differs"


def assert_same_runs(runs: Iterable[Trajectory], expected: Iterable[Trajectory]) -> None:
    """`assert_same_run` for every pair, and for as many runs on both sides."""
    for run, other in zip(runs, expected, strict=True):
        assert_same_run(run, other)

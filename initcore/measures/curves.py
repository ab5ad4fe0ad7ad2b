"""Measurements on a trajectory: accuracies, distinct and dead units, gradients, how the cost falls.

All of it is computed from a run's own parameters and data, at whatever iteration it has come to.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from initcore.memory import Memory
from initcore.model.base import Array
from initcore.model.losses import correct, cost
from initcore.model.network import logits
from initcore.training.trajectory import Trajectory

ACCURACY_BLOCK = 32
"""Frames classified at once; bounds the memory it takes, whatever the network."""


@dataclass(frozen=True)
class Curves:
    """Accuracies (F,) on training and test examples and the test cost (F,) at the kept iterations (F,)."""

    iterations: NDArray[np.int64]
    train: Array
    test: Array
    test_cost: Array


_known: Memory[str, tuple[Curves, Array]] = Memory(2048)
"""The longest curves measured of the run with that key, and a mark (F,) of each point's parameters: so a
growing run is measured only where it grew."""

_NOTHING = Curves(np.zeros(1, np.int64), *np.zeros((3, 1))), np.full(1, np.nan)


def accuracy_curves(run: Trajectory) -> Curves:
    """Train and test accuracy at every kept iteration of a run."""
    kept, frames = run.drawable
    before, before_marks = _known.get(run.config.key) or _NOTHING
    with np.errstate(all="ignore"):
        marks = (frames * np.arange(1.0, frames.shape[1] + 1)).sum(axis=1)
    at = np.minimum(np.searchsorted(before.iterations, kept), before.iterations.size - 1)
    same = (before.iterations[at] == kept) & (before_marks[at] == marks)
    train, test, test_cost = _on_training_examples(run, kept), before.test[at], before.test_cost[at]
    if same.all():
        return Curves(kept, train, test, test_cost)
    data, missing = run.data, np.flatnonzero(~same)
    for start in range(0, missing.size, ACCURACY_BLOCK):
        block = missing[start : start + ACCURACY_BLOCK]
        z = logits(run.shape, frames[block], data.test_inputs)
        test[block], test_cost[block] = correct(z, data.test_labels).mean(axis=1), cost(z, data.test_labels)
    curves = Curves(kept, train, test, test_cost)
    if kept.size >= before.iterations.size:
        _known.put(run.config.key, (curves, marks))
    return curves


def _on_training_examples(run: Trajectory, kept: NDArray[np.int64]) -> Array:
    """The train accuracy (F,) at kept iterations: recorded, but for a present one between two records."""
    at = np.minimum(np.searchsorted(run.iterations, kept), run.iterations.size - 1)
    return np.where(run.iterations[at] == kept, run.train_accuracies[at], run.train_accuracy)


@dataclass(frozen=True)
class Best:
    """The lowest cost of a run and the highest test accuracy, and the first iteration that had it.

    None where there is none that is finite.
    """

    cost: float | None
    cost_at: int | None
    test_accuracy: float | None
    test_accuracy_at: int | None


def best_of(run: Trajectory) -> Best:
    """The best that a run has come to: costs at every record, test accuracies at kept iterations."""
    curves = accuracy_curves(run)
    return Best(*_lowest(run.costs, run.iterations), *_lowest(curves.test, curves.iterations, -1))


def _lowest(values: Array, iterations: NDArray[np.int64], sign: int = 1) -> tuple[float | None, int | None]:
    """The first of the lowest finite values and its iteration; the highest with the sign -1."""
    finite = np.flatnonzero(np.isfinite(values))
    if not finite.size:
        return None, None
    at = finite[(sign * values[finite]).argmin()]
    return float(values[at]), int(iterations[at])


def final_cost(run: Trajectory) -> float:
    """The last recorded cost (nats) that is finite, so that of a diverged run, too, is a number; else nan."""
    finite = np.flatnonzero(np.isfinite(run.costs))
    return float(run.costs[finite[-1]]) if finite.size else float("nan")


def recent_fall(run: Trajectory) -> float:
    """Which share of the cost went away since `before_last_tenth`; negative where it rose."""
    before = run.costs[before_last_tenth(run)]
    return float(1 - run.costs[-1] / before) if before > 0 else 0.0


def last_tenths(run: Trajectory) -> tuple[float, float, float]:
    """The costs (nats) two tenths of the run ago, one tenth ago, and now."""
    earlier = int(np.searchsorted(run.iterations, 0.8 * run.iterations[-1], side="right")) - 1
    return float(run.costs[earlier]), float(run.costs[before_last_tenth(run)]), float(run.costs[-1])


def before_last_tenth(run: Trajectory) -> int:
    """The place of the last record that a tenth of the run, or more, has followed."""
    return int(np.searchsorted(run.iterations, 0.9 * run.iterations[-1], side="right")) - 1

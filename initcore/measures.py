"""Measurements on a trajectory: accuracies, distinct and dead units, gradients, how the cost falls.

All of it is computed from a run's own parameters and data, at whatever iteration it has come to.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from initcore.datasets import load
from initcore.losses import chance, correct, cost
from initcore.network import Shape, Stack, activations, logits, matrices
from initcore.registry import ACTIVATIONS, Array
from initcore.trajectory import Trajectory

SAME = 1e-9
"""Weights closer than this, as a share of their layer's largest, are the same: units that get the
same gradients drift apart by rounding, by less than a hundredth of it in the longest run."""

ACCURACY_BLOCK = 32
"""Frames classified at once; bounds the memory it takes, whatever the network."""


@dataclass(frozen=True)
class Curves:
    """Accuracies (F,) on training and test examples and the test cost (F,) at the kept iterations (F,)."""

    iterations: NDArray[np.int64]
    train: Array
    test: Array
    test_cost: Array


@lru_cache(maxsize=2048)
def _measured(key: str) -> list[tuple[Curves, Array]]:
    """The longest curves measured of the run with that key, and a mark (F,) of each point's parameters.

    So a growing run is measured only where it grew. One entry, replaced whole: threads share it.
    """
    return [(Curves(np.zeros(1, np.int64), *np.zeros((3, 1))), np.full(1, np.nan))]


def accuracy_curves(run: Trajectory) -> Curves:
    """Train and test accuracy at every kept iteration of a run."""
    kept, frames = run.drawable
    known = _measured(run.config.key)
    before, before_marks = known[0]
    with np.errstate(all="ignore"):
        marks = (frames * np.arange(1.0, frames.shape[1] + 1)).sum(axis=1)
    at = np.minimum(np.searchsorted(before.iterations, kept), before.iterations.size - 1)
    same = (before.iterations[at] == kept) & (before_marks[at] == marks)
    train, test, test_cost = _on_training_examples(run, kept), before.test[at], before.test_cost[at]
    if same.all():
        return Curves(kept, train, test, test_cost)
    data, missing = load(run.config), np.flatnonzero(~same)
    for start in range(0, missing.size, ACCURACY_BLOCK):
        block = missing[start : start + ACCURACY_BLOCK]
        z = logits(run.shape, frames[block], data.test_inputs)
        test[block], test_cost[block] = correct(z, data.test_labels).mean(axis=1), cost(z, data.test_labels)
    curves = Curves(kept, train, test, test_cost)
    if kept.size >= before.iterations.size:
        known[0] = curves, marks
    return curves


def _on_training_examples(run: Trajectory, kept: NDArray[np.int64]) -> Array:
    """The train accuracy (F,) at kept iterations: recorded, but for a present one between two records."""
    recorded = np.isin(kept, run.iterations)
    train = np.full(kept.size, run.train_accuracy)
    train[recorded] = run.train_accuracies[np.searchsorted(run.iterations, kept[recorded])]
    return train


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


def alike_units(shape: Shape, theta: Array) -> list[NDArray[np.int64]]:
    """Of each hidden layer, the first unit (units,) whose incoming weights each unit shares: often itself.

    theta is (P,) and finite. Units that share them, up to rounding, compute the same thing.
    """
    firsts = []
    for matrix in matrices(shape, theta[None])[:-1]:
        grain = SAME * np.abs(matrix).max() or 1.0
        rows = np.rint(matrix[0] / grain)
        _, first, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        firsts.append(first[which])
    return firsts


def distinct_units(shape: Shape, theta: Array) -> list[int]:
    """Of each hidden layer, how many units have incoming weights that no unit before them has."""
    return [len(np.unique(first)) for first in alike_units(shape, theta)]


def move_as_one(shape: Shape, theta: Array) -> bool:
    """Whether all units of every hidden layer share their incoming weights, up to rounding.

    theta is (P,). What `distinct_units` would find as well, in a fraction of its time.
    """
    layers = [matrix[0] for matrix in matrices(shape, theta[None])[:-1]]
    return all(np.ptp(layer, axis=0).max() <= SAME * np.abs(layer).max() for layer in layers)


def dead_units(run: Trajectory) -> list[int]:
    """Of each hidden layer, how many units give their floor for every training example, now.

    Only an activation with a flat floor, such as relu, has dead units.
    """
    act = ACTIVATIONS[run.config.activation]
    if act.floor is None or act.ceiling is not None:
        return [0] * len(run.config.hidden)
    hidden = activations(run.shape, run.theta[None], load(run.config).train_inputs)[:-1]
    return [int((layer[0] <= act.floor).all(axis=1).sum()) for layer in hidden]


def recent_fall(run: Trajectory) -> float:
    """Which share of the cost went away since `before_last_tenth`; negative where it rose."""
    before = run.costs[before_last_tenth(run)]
    return float(1 - run.costs[-1] / before) if before > 0 else 0.0


def before_last_tenth(run: Trajectory) -> int:
    """The place of the last record that a tenth of the run, or more, has followed."""
    return int(np.searchsorted(run.iterations, 0.9 * run.iterations[-1], side="right")) - 1


def first_margins(run: Trajectory) -> Array:
    """How far the logits (outputs, m) of the training examples were from undecided at the start.

    One output's logit is that itself; of several, what counts is how far each is from their mean.
    """
    first = logits(run.shape, run.drawable[1][:1], load(run.config).train_inputs)[0]
    return first if len(first) == 1 else first - first.mean(axis=0)


def chance_cost(run: Trajectory) -> float:
    """The cost (nats) of the best answer that pays no heed to the inputs: the classes' shares."""
    data = load(run.config)
    return chance(data.train_labels, data.classes)


def largest_weight_gradient(run: Trajectory, theta: Array) -> float:
    """The largest magnitude in the gradient of the cost by any weight, at parameters theta (P,)."""
    with np.errstate(all="ignore"):
        data = load(run.config)
        stack = Stack(run.shape, theta[None], data.train_inputs, data.train_labels)
        gradient = stack.true_gradient()[0]
    return float(np.abs(gradient[weight_mask(run.shape)]).max())


def weight_mask(shape: Shape) -> NDArray[np.bool_]:
    """Which of the P parameters are weights, not biases."""
    mask = np.ones((1, shape.size))
    for matrix in matrices(shape, mask):
        matrix[:, :, -1] = 0
    return mask[0].astype(bool)

"""Measurements on a trajectory: accuracies, distinct and dead units, gradients, how the cost falls.

All of it is computed from a run's own parameters and data, at whatever iteration it has come to.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.memory import Attached, Memory
from initcore.model.base import Array
from initcore.model.losses import correct, cost
from initcore.model.network import logits
from initcore.training.trajectory import Trajectory, frame_spacing

ACCURACY_BLOCK = 32
"""Frames classified at once; bounds the memory it takes, whatever the network."""


@dataclass(frozen=True)
class Curves:
    """Accuracies (F,) on training and test examples and the test cost (F,) at the kept iterations (F,)."""

    iterations: NDArray[np.int64]
    train: Array
    test: Array
    test_cost: Array


@dataclass(frozen=True)
class Measured:
    """What was measured on the test examples at iterations (F,): accuracies (F,) and costs (F,).

    An accuracy is nan where parameters are not finite. `marks` (F,) tell other parameters of the same
    iteration from these.
    """

    iterations: NDArray[np.int64]
    marks: Array
    test: Array
    test_cost: Array


_known: Memory[str, Measured] = Memory(2048)
"""What was measured of the run with that key, here or by who trained it: a growing run is measured only
where it grew."""

_NOTHING = Measured(np.zeros(1, np.int64), np.full(1, np.nan), *np.zeros((2, 1)))

MARKED = 1024
"""Parameters of which a mark is made, evenly spread over a large network's."""


def accuracy_curves(run: Trajectory) -> Curves:
    """Train and test accuracy at every kept iteration of a run."""
    return _curves(run, measure(run))


def known_curves(run: Trajectory) -> tuple[Curves, bool]:
    """The same, of those kept iterations only that have been measured, and whether these are all.

    No network is asked anything for it.
    """
    at, marks = _at_hand(run), _marks_of(run)
    there, places, same = _looked_up(run, at, marks)
    places = places[same]
    known = Measured(at[same], marks[same], there.test[places], there.test_cost[places])
    return _curves(run, known), bool(same.all())


_whole: Attached[Trajectory, Measured] = Attached()
"""What was measured of a run as it is, however far it has gone on since."""


def measure(run: Trajectory) -> Measured:
    """What there is to measure of a run on the test examples, measured where it is not known."""
    return _whole.once(run, lambda: _measure(run))


def _measure(run: Trajectory) -> Measured:
    at, marks = _at_hand(run), _marks_of(run)
    there, places, same = _looked_up(run, at, marks)
    test, test_cost = there.test[places], there.test_cost[places]
    missing = np.flatnonzero(~same)
    for start in range(0, missing.size, ACCURACY_BLOCK):
        block = missing[start : start + ACCURACY_BLOCK]
        test[block], test_cost[block] = _on_test_examples(run, block)
    found = Measured(at, marks, test, test_cost)
    if missing.size:
        learn(run, found)
    return found


def learn_whole(run: Trajectory, found: Measured) -> None:
    """Takes over all that there is to measure of a run as it is."""
    _whole.once(run, lambda: found)
    learn(run, found)


def learn(run: Trajectory, found: Measured) -> None:
    """Takes over what was measured of a run, or of its last slice."""
    before = _known.get(run.config.key)
    if before is not None:
        # What lay between two records is of no use once the run has gone on.
        spacing = frame_spacing(run.config, run.iteration)
        stays = (before.iterations % spacing == 0) | (before.iterations > found.iterations[-1])
        stays &= ~np.isin(before.iterations, found.iterations)
        order = np.argsort(np.concatenate([before.iterations[stays], found.iterations]))
        pairs = zip(_columns(before), _columns(found), strict=True)
        found = Measured(*(np.concatenate([old[stays], new])[order] for old, new in pairs))
    _known.put(run.config.key, found)


def _columns(found: Measured) -> tuple[NDArray[Any], ...]:
    return found.iterations, found.marks, found.test, found.test_cost


def _at_hand(run: Trajectory) -> NDArray[np.int64]:
    """The iterations (F,) whose parameters are at hand, the present one included."""
    present = run.kept.size and run.kept[-1] == run.iteration
    return run.kept if present else np.append(run.kept, run.iteration)


def _marks_of(run: Trajectory) -> Array:
    """A number (F,) for the parameters of each iteration at hand."""
    step = -(-run.theta.size // MARKED)
    weights = np.arange(1.0, len(run.theta[::step]) + 1)
    with np.errstate(all="ignore"):
        marks = (run.frames[:, ::step] * weights).sum(axis=1)
        now = (run.theta[::step] * weights).sum()
    whole: Array = marks if len(marks) == len(_at_hand(run)) else np.append(marks, now)
    return np.nan_to_num(whole)


def _looked_up(
    run: Trajectory, at: NDArray[np.int64], marks: Array
) -> tuple[Measured, NDArray[np.int64], NDArray[np.bool_]]:
    """What is known of a run, the place there of each iteration, and whether it is that one."""
    there = _known.get(run.config.key) or _NOTHING
    places = np.minimum(np.searchsorted(there.iterations, at), there.iterations.size - 1)
    return there, places, (there.iterations[places] == at) & (there.marks[places] == marks)


def _on_test_examples(run: Trajectory, places: NDArray[np.int64]) -> tuple[Array, Array]:
    """Accuracies and costs (n,) at these places among the iterations at hand."""
    data = run.data
    theta = np.stack([run.frames[at] if at < len(run.frames) else run.theta for at in places])
    z = logits(run.shape, theta, data.test_inputs)
    right = np.where(np.isfinite(theta).all(axis=1), correct(z, data.test_labels).mean(axis=1), np.nan)
    return right, cost(z, data.test_labels)


def _curves(run: Trajectory, found: Measured) -> Curves:
    """What was measured where parameters are finite, and the train accuracy there."""
    finite = np.isfinite(found.test)
    kept = found.iterations[finite]
    return Curves(kept, _on_training_examples(run, kept), found.test[finite], found.test_cost[finite])


def _on_training_examples(run: Trajectory, kept: NDArray[np.int64]) -> Array:
    """The train accuracy (F,) at kept iterations: recorded, but for a present one between two records."""
    at = np.minimum(np.searchsorted(run.iterations, kept), run.iterations.size - 1)
    if run.iterations.size == 0:
        return np.full(kept.size, run.train_accuracy)
    recorded = run.iterations[at] == kept
    shares: Array = run.train_accuracies[at].copy()
    if not recorded.all():
        shares[~recorded] = run.train_accuracy
    return shares


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


def last_test_accuracy(run: Trajectory) -> float:
    """The test accuracy (a share) where a run stands; nan where its parameters are not finite."""
    curves = accuracy_curves(run)
    there = curves.iterations.size and curves.iterations[-1] == run.iteration
    return float(curves.test[-1]) if there else float("nan")


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

"""What a trajectory shows: measurements, and the verdict they add up to.

Everything here is computed from a run's own parameters and data; nothing is looked up by the name
of its initialization. Thresholds are named, with their reasons.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from initcore.datasets import load
from initcore.network import Shape, activations, logits, matrices
from initcore.registry import ACTIVATIONS, Array
from initcore.trajectory import Trajectory, accuracies

CHANCE = math.log(2)
"""The cost of answering one half everywhere."""

SATURATED_LOGIT = 10.0
"""|logit| from which a sigmoid is within 5e-5 of 0 or 1: its gradient is all but gone."""

LARGE_FIRST_COST = 3.0
"""Nats. More than four times the cost of chance: confident and wrong from the start."""

FLAT_LOGIT = 0.05
"""Root mean square logit below which every prediction is within 0.0125 of one half."""

PLATEAU = 0.01
"""A cost within 1 % of chance has learned nothing the eye could see."""

SEPARATED = 0.95
"""Train accuracy from which we say that the classes are separated."""

STILL_FALLING = 0.01
"""Relative fall of the cost over the last tenth of a run from which it is still learning."""


ACCURACY_BLOCK = 32
"""Frames classified at once; bounds the memory it takes, whatever the network."""


@dataclass(frozen=True)
class Verdict:
    """What happened to a run: a name to query by, words for the screen, a tone, the evidence.

    `tone` is "bad", "warn", "good" or "info"; screens give each its own icon as well as a colour.
    """

    name: str
    title: str
    tone: str
    evidence: str


@dataclass(frozen=True)
class Curves:
    """Accuracies (F,) on training and test examples at the kept iterations (F,)."""

    iterations: NDArray[np.int64]
    train: Array
    test: Array

    def first_at(self, accuracy: float) -> int | None:
        """The first kept iteration whose train accuracy is at least that; None if there is none."""
        reached = np.flatnonzero(self.train >= accuracy)
        return int(self.iterations[reached[0]]) if reached.size else None


@lru_cache(maxsize=256)
def _accuracies_of(key: str) -> dict[int, tuple[float, float]]:
    """Accuracies by iteration of the run with that key, as far as somebody has asked for them.

    The key decides a run's every number, so a growing run is measured only where it has grown.
    """
    return {}


def accuracy_curves(run: Trajectory) -> Curves:
    """Train and test accuracy at every kept iteration of a run."""
    kept, frames = run.drawable
    known = _accuracies_of(run.config.key)
    missing = [at for at, iteration in enumerate(kept.tolist()) if iteration not in known]
    data = load(run.config)
    for start in range(0, len(missing), ACCURACY_BLOCK):
        block = missing[start : start + ACCURACY_BLOCK]
        train = accuracies(run.shape, frames[block], data.train_inputs, data.train_labels)
        test = accuracies(run.shape, frames[block], data.test_inputs, data.test_labels)
        known.update(zip(kept[block].tolist(), zip(train.tolist(), test.tolist(), strict=True), strict=True))
    both = np.array([known[iteration] for iteration in kept.tolist()]).reshape(-1, 2)
    return Curves(kept, both[:, 0], both[:, 1])


def distinct_units(shape: Shape, theta: Array) -> list[int]:
    """Of each hidden layer, how many units have incoming weights that no other unit has.

    theta is (P,). Units that share them compute the same thing and get the same gradient.
    """
    return [len(np.unique(matrix[0], axis=0)) for matrix in matrices(shape, theta[None])[:-1]]


def dead_units(run: Trajectory) -> list[int]:
    """Of each hidden layer, how many units give their floor for every training example, now.

    Only an activation with a flat floor, such as relu, has dead units.
    """
    act = ACTIVATIONS[run.config.activation]
    if act.ceiling is not None:
        return [0] * len(run.config.hidden)
    hidden = activations(run.shape, run.theta[None], load(run.config).train_inputs)[:-1]
    return [int((layer[0] <= act.floor).all(axis=1).sum()) for layer in hidden]


def diagnose(run: Trajectory) -> Verdict:
    """The verdict on a run as far as it has come: the first cause that its measurements show."""
    if run.iteration == 0:
        return Verdict("untrained", "Not trained yet", "info", _start(run))
    for look in (_diverged, _symmetric, _dead, _too_large, _too_small):
        verdict = look(run)
        if verdict is not None:
            return verdict
    return _outcome(run)


def _start(run: Trajectory) -> str:
    return f"starts at cost {_figure(run.costs[0])}, train accuracy {_percent(run.train_accuracy)}"


def _diverged(run: Trajectory) -> Verdict | None:
    if not run.diverged:
        return None
    return Verdict(
        "diverged",
        "Diverged",
        "bad",
        f"the parameters stopped being finite at iteration {_count(run.diverged_at)}; "
        f"learning rate {run.config.learning_rate:g} is too high from this start",
    )


def _symmetric(run: Trajectory) -> Verdict | None:
    units = distinct_units(run.shape, run.theta)
    wide = [count for count, width in zip(units, run.config.hidden, strict=True) if width > 1]
    if not wide or max(wide) > 1:
        return None
    weights = _weight_mask(run.shape)
    still = np.array_equal(run.theta[weights], run.drawable[1][0][weights])
    moved = "no weight has moved: all gradients of W are exactly 0" if still else "they move as one"
    return Verdict(
        "fails_to_break_symmetry",
        "Fails to break symmetry",
        "bad",
        f"every hidden layer acts as 1 unit; {moved}",
    )


def _dead(run: Trajectory) -> Verdict | None:
    dead = dead_units(run)
    for layer, (count, width) in enumerate(zip(dead, run.config.hidden, strict=True), start=1):
        if count == width:
            return Verdict(
                "dead",
                "Dead network",
                "bad",
                f"all {width} units of hidden layer {layer} are 0 for every training example, "
                "so no gradient passes",
            )
    return None


def _too_large(run: Trajectory) -> Verdict | None:
    z = _first_logits(run)
    typical = float(np.median(np.abs(z)))
    if run.costs[0] < LARGE_FIRST_COST or typical < SATURATED_LOGIT:
        return None
    first = f"cost {_figure(run.costs[0])}"
    if not math.isfinite(run.naive_first_cost):
        first += " (naive formula: inf)"
    return Verdict(
        "too_large_weights",
        "Too large weights",
        "warn",
        f"starts saturated: typical |logit| {_figure(typical)}, {first}; {_trend(run)}",
    )


def _too_small(run: Trajectory) -> Verdict | None:
    rms = float(np.sqrt(np.mean(_first_logits(run) ** 2)))
    if rms >= FLAT_LOGIT:
        return None
    off = np.flatnonzero(run.costs < CHANCE * (1 - PLATEAU))
    left = int(run.iterations[off[0]]) if off.size else None
    if left is not None and left < 0.1 * run.iteration:
        return None
    fate = "has not left chance" if left is None else f"leaves chance only at iteration {_count(left)}"
    return Verdict(
        "too_small_weights",
        "Too small weights",
        "warn",
        f"starts with logits of size {rms:.1e}, so gradients are tiny; the cost {fate}",
    )


def _outcome(run: Trajectory) -> Verdict:
    """For a run with no ailment of its start: how far it has come."""
    units = " + ".join(map(str, distinct_units(run.shape, run.theta)))
    if run.train_accuracy >= SEPARATED:
        at = accuracy_curves(run).first_at(0.9)
        when = f"; 90 % train accuracy at iteration {_count(at)}" if at is not None else ""
        return Verdict("separates", "Separates the classes", "good", f"{units} distinct units{when}")
    evidence = f"cost {_figure(run.costs[-1])}, train accuracy {_percent(run.train_accuracy)}; {_trend(run)}"
    if _recent_fall(run) > STILL_FALLING:
        return Verdict("still_learning", "Still learning", "info", evidence)
    if run.costs[-1] > CHANCE * (1 - PLATEAU):
        return Verdict("stuck_at_chance", "Stuck at chance", "warn", evidence)
    return Verdict("stuck", "Stuck", "warn", evidence)


def _recent_fall(run: Trajectory) -> float:
    """How much of the cost went away over the last tenth of the run; negative where it rose."""
    before = run.costs[np.searchsorted(run.iterations, 0.9 * run.iterations[-1])]
    return float(1 - run.costs[-1] / before) if before > 0 else 0.0


def _trend(run: Trajectory) -> str:
    fall = _recent_fall(run)
    if abs(fall) < 5e-4:
        return "the cost stands still"
    return f"the cost {'fell' if fall > 0 else 'rose'} {100 * abs(fall):.1f} % over the last tenth of the run"


def _first_logits(run: Trajectory) -> Array:
    """Logits (m,) of the training examples at the first kept parameters."""
    return logits(run.shape, run.drawable[1][:1], load(run.config).train_inputs)[0]


def _weight_mask(shape: Shape) -> NDArray[np.bool_]:
    """Which of the P parameters are weights, not biases."""
    mask = np.ones((1, shape.size))
    for matrix in matrices(shape, mask):
        matrix[:, :, -1] = 0
    return mask[0].astype(bool)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _figure(value: float) -> str:
    """Three decimals below 100, one above."""
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3f}"

"""The verdict on a run: what its measurements add up to, with the evidence.

Nothing is looked up by the name of an initialization. Thresholds are named, with their reasons.
"""

import math
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from initcore.measures import (
    accuracy_curves,
    before_last_tenth,
    chance_cost,
    dead_units,
    distinct_units,
    first_margins,
    largest_weight_gradient,
    recent_fall,
    weight_mask,
)
from initcore.trajectory import Trajectory
from initcore.wording import figure, percent, spaced

SATURATED_LOGIT = 10.0
"""|logit| from which a sigmoid is within 5e-5 of 0 or 1: its gradient is all but gone.

Where there are several, a logit is measured from the mean of its example's."""

LARGE_FIRST_COST = 3.0
"""Nats. More than four times the cost of chance: confident and wrong from the start."""

FLAT_LOGIT = 0.05
"""Root mean square logit below which every prediction is within 0.0125 of one half."""

PLATEAU = 0.01
"""A cost within 1 % of chance has learned nothing the eye could see."""

SEPARATED = 0.95
"""Train accuracy from which we say that the classes are separated."""

STILL_FALLING = 0.001
"""Relative fall of the cost over the last tenth of a run from which it is still learning: healthy
networks cross their first plateau at little more."""


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
class Kind:
    """One verdict there may be: a name to query by, a title for the screen, and a tone."""

    name: str
    title: str
    tone: str


VERDICTS = {
    name: Kind(name, title, tone)
    for name, title, tone in (
        ("diverged", "Diverged", "bad"),
        ("fails_to_break_symmetry", "Fails to break symmetry", "bad"),
        ("dead", "Dead network", "bad"),
        ("too_large_weights", "Too large weights", "warn"),
        ("too_small_weights", "Too small weights", "warn"),
        ("separates", "Separates the classes", "good"),
        ("still_learning", "Still learning", "info"),
        ("stuck_at_chance", "Stuck at chance", "warn"),
        ("stuck", "Stuck", "warn"),
        ("untrained", "Not trained yet", "info"),
        ("failed", "Training failed", "bad"),
    )
}
"""Kinds by name, for whoever has stored only the name."""

_known: WeakKeyDictionary[Trajectory, Verdict] = WeakKeyDictionary()


def diagnose(run: Trajectory) -> Verdict:
    """The verdict on a run as far as it has come: the first cause that its measurements show.

    A trajectory never changes, so the verdict on each is worked out once.
    """
    if run not in _known:
        _known[run] = _diagnose(run)
    return _known[run]


def verdict_on(run: Trajectory, error: str | None) -> Verdict:
    """What to say of a run: why it failed if it did, else what its measurements show."""
    return diagnose(run) if error is None else Verdict("failed", "Training failed", "bad", error)


def _diagnose(run: Trajectory) -> Verdict:
    if run.iteration == 0:
        return Verdict("untrained", "Not trained yet", "info", _start(run))
    for look in (_diverged, _symmetric, _dead, _too_large, _too_small):
        verdict = look(run)
        if verdict is not None:
            return verdict
    return _outcome(run)


def _start(run: Trajectory) -> str:
    return f"starts at cost {figure(run.costs[0])}, train accuracy {percent(run.train_accuracy)}"


def _diverged(run: Trajectory) -> Verdict | None:
    if not run.diverged:
        return None
    # Squares of gradients overflow before the parameters do, which their root keeps in bounds.
    what = "squares of gradients" if np.isfinite(run.theta).all() else "the parameters"
    return Verdict(
        "diverged",
        "Diverged",
        "bad",
        f"{what} stopped being finite at iteration {spaced(run.diverged_at)}; "
        f"learning rate {run.config.learning_rate:g} is too high from this start",
    )


def _symmetric(run: Trajectory) -> Verdict | None:
    units = distinct_units(run.shape, run.theta)
    wide = [count for count, width in zip(units, run.config.hidden, strict=True) if width > 1]
    if not wide or max(wide) > 1:
        return None
    weights = weight_mask(run.shape)
    moved = "units of a layer move as one"
    if np.array_equal(run.theta[weights], run.drawable[1][0][weights]):
        moved = "no weight has moved"
        if largest_weight_gradient(run, run.theta) == 0:
            moved += ": all gradients of W are exactly 0"
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
            units = f"all {width} units of hidden layer {layer} are"
            if width == 1:
                units = f"the only unit of hidden layer {layer} is"
            evidence = f"{units} 0 for every training example, so no gradient passes"
            return Verdict("dead", "Dead network", "bad", evidence)
    return None


def _too_large(run: Trajectory) -> Verdict | None:
    z = first_margins(run)
    typical = float(np.median(np.abs(z)))
    if run.costs[0] < LARGE_FIRST_COST or typical < SATURATED_LOGIT:
        return None
    first = f"cost {figure(run.costs[0])}"
    if not math.isfinite(run.naive_first_cost):
        first += " (naive formula: inf)"
    return Verdict(
        "too_large_weights",
        "Too large weights",
        "warn",
        f"starts saturated: typical |logit| {figure(typical)}, {first}; {_trend(run)}",
    )


def _too_small(run: Trajectory) -> Verdict | None:
    rms = float(np.sqrt(np.mean(first_margins(run) ** 2)))
    if rms >= FLAT_LOGIT:
        return None
    off = np.flatnonzero(run.costs < chance_cost(run) * (1 - PLATEAU))
    left = int(run.iterations[off[0]]) if off.size else None
    if left is not None and left < 0.1 * run.iteration:
        return None
    fate = "has not left chance" if left is None else f"leaves chance only at iteration {spaced(left)}"
    return Verdict(
        "too_small_weights",
        "Too small weights",
        "warn",
        f"starts with logits of size {rms:.1e} and no gradient of W above "
        f"{largest_weight_gradient(run, run.drawable[1][0]):.1e}; the cost {fate}",
    )


def _outcome(run: Trajectory) -> Verdict:
    """For a run with no ailment of its start: how far it has come."""
    units = " + ".join(map(str, distinct_units(run.shape, run.theta)))
    if run.train_accuracy >= SEPARATED:
        at = accuracy_curves(run).first_at(0.9)
        when = f"; 90 % train accuracy at iteration {spaced(at)}" if at is not None else ""
        return Verdict("separates", "Separates the classes", "good", f"{units} distinct units{when}")
    evidence = f"cost {figure(run.costs[-1])}, train accuracy {percent(run.train_accuracy)}; {_trend(run)}"
    if recent_fall(run) > STILL_FALLING:
        return Verdict("still_learning", "Still learning", "info", evidence)
    chance = chance_cost(run)
    if abs(run.costs[-1] - chance) < chance * PLATEAU:
        return Verdict("stuck_at_chance", "Stuck at chance", "warn", evidence)
    return Verdict("stuck", "Stuck", "warn", evidence)


def _trend(run: Trajectory) -> str:
    before, now = float(run.costs[before_last_tenth(run)]), float(run.costs[-1])
    span = int(run.iterations[-1] - run.iterations[before_last_tenth(run)])
    over = "in the last iteration" if span == 1 else f"over the last {spaced(span)} iterations"
    fall = recent_fall(run)
    if abs(fall) < 5e-4:
        return f"the cost stood still {over}"
    if -1 < fall < 1:
        return f"the cost {'fell' if fall > 0 else 'rose'} {100 * abs(fall):.1f} % {over}"
    return f"the cost went from {figure(before)} to {figure(now)} {over}"

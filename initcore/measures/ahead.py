"""Where a run would go from here: a short way further, as it was and with one thing changed.

That is no forecast of what a run with that change would have come to from its start. It is what shows, of a
cost that stands still or jumps, what holds it: steps too long, steps too short, or a penalty.
"""

from dataclasses import dataclass, replace

import numpy as np

from initcore.memory import Attached
from initcore.model.base import Array
from initcore.training.descent import Descent
from initcore.training.trajectory import Trajectory

STEPS = 300
"""Iterations gone on, at most, and at most a tenth of the run's own."""

FEWEST_STEPS = 20
"""Iterations under which a way is too short to show anything."""

WORK = 1e8
"""Parameters times examples times iterations that one look ahead may take: a tenth of a second."""

ONWARD = 3000
"""Iterations that the same run is trained on to see whether it leaves where it stands: under a tenth of a
second of a small network."""

TIMES = 2
"""How many times its iterations, at most: with those that it has, three times as long."""

RATES = (1.0, 0.1, 10.0)

LOOKS = 8
"""Costs read on the later half of the way, of which the median counts: steps that jump must not decide."""


@dataclass(frozen=True)
class Ahead:
    """Costs (nats) some iterations further: going on, at a tenth of the rate, at ten times it, without L2.

    nan where a way did not stay finite, and `without_l2` where there is none. `steps` is how many iterations.
    """

    steps: int
    same: float
    slower: float
    faster: float
    without_l2: float


@dataclass(frozen=True)
class Onward:
    """The cost (nats) so many iterations further, of the same run trained on; `whole` where these are all
    that were asked for.
    """

    steps: int
    cost: float
    whole: bool


_known: Attached[Trajectory, Ahead | None] = Attached()
_trained_on: Attached[Trajectory, Onward | None] = Attached()


def onward_of(run: Trajectory) -> Onward | None:
    """The same run, trained on; None where it takes too long, or is no longer finite."""
    return _trained_on.once(run, lambda: _onward(run))


def _onward(run: Trajectory) -> Onward | None:
    config, m = run.config, run.data.train_labels.size
    asked = TIMES * config.iterations
    steps = int(min(asked, ONWARD, WORK / (run.shape.size * (config.batch_size or m))))
    if run.diverged or steps < FEWEST_STEPS:
        return None
    cost = float(_gone(run, np.array([config.learning_rate]), steps)[0])
    return Onward(steps, cost, steps == asked)


def ahead_of(run: Trajectory) -> Ahead | None:
    """A look ahead from a run's end; None where it takes too long, or the run is no longer finite."""
    return _known.once(run, lambda: _looked(run))


def _looked(run: Trajectory) -> Ahead | None:
    config, m = run.config, run.data.train_labels.size
    work = run.shape.size * (config.batch_size or m) * len(RATES)
    steps = int(min(STEPS, config.iterations // 10, WORK / work))
    if run.diverged or steps < FEWEST_STEPS:
        return None
    costs = _gone(run, np.array(RATES) * config.learning_rate, steps)
    free = float("nan")
    if config.l2:
        unpenalised = replace(run, config=replace(config, l2=0.0))
        free = float(_gone(unpenalised, np.array([config.learning_rate]), steps)[0])
    same, slower, faster = costs.tolist()
    return Ahead(steps, same, slower, faster, free)


def _gone(run: Trajectory, rates: Array, steps: int) -> Array:
    """The cost (R,) after so many iterations at each of the rates (R,): the median of the last of them.

    That is half of the way, or of as far as one looks ahead.
    """
    span = min(steps, STEPS) // 2
    theta = np.repeat(run.theta[None], rates.size, axis=0)
    slots = np.repeat(run.slots[:, None], rates.size, axis=1)
    descent = Descent(run.config, theta, slots, rates, run.data, run.iteration)
    looks = np.unique(np.linspace(steps - span, steps, LOOKS).round().astype(int))
    costs, at = [], 0
    with np.errstate(all="ignore"):
        for look in looks.tolist():
            descent.step(look - at)
            at = look
            costs.append(descent.costs())
        found: Array = np.median(costs, axis=0)
    return np.where(descent.finite() & np.isfinite(found), found, np.nan)

"""How a cost has gone, in words."""

import numpy as np

from initcore.diagnosis.facts import STILL_FALLING
from initcore.measures.curves import before_last_tenth, recent_fall
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, spaced

GETS_ON = 0.02
"""Fall of the median cost from one third of a run to the next, as a share, that is no accident of jumps."""

BLOWN_UP = 100.0
"""How many times its first cost a run's cost must be to have gone out of bounds."""


def trend(run: Trajectory) -> str:
    """How the cost has gone of late, in words."""
    before, now = float(run.costs[before_last_tenth(run)]), float(run.costs[-1])
    span = int(run.iterations[-1] - run.iterations[before_last_tenth(run)])
    over = "in the last iteration" if span == 1 else f"over the last {spaced(span)} iterations"
    fall = recent_fall(run)
    if abs(fall) < STILL_FALLING / 2:
        return f"the cost stood still {over}"
    if -1 < fall < 1:
        return f"the cost {'fell' if fall > 0 else 'rose'} {100 * abs(fall):.1f} % {over}"
    return f"the cost went from {figure(before)} to {figure(now)} {over}"


def gets_on(run: Trajectory) -> bool:
    """Whether the cost falls from third to third, whatever it jumps to in between: medians tell."""
    ends = np.searchsorted(run.iterations, np.array([1, 2]) * (run.iterations[-1] / 3))
    before, late = np.split(run.costs, ends)[1:]
    return bool(before.size and np.median(late) < (1 - GETS_ON) * np.median(before))


def blown_up(run: Trajectory) -> str | None:
    """How a run went out of bounds, None if it did not."""
    if run.diverged:
        # Squares of gradients overflow before the parameters do, which their root keeps in bounds.
        what = "squares of gradients" if np.isfinite(run.theta).all() else "the parameters"
        return f"{what} stopped being finite at iteration {spaced(run.diverged_at)}"
    place = int(np.argmax(run.costs))  # of a cost that is not a number, the first
    if run.costs[place] <= BLOWN_UP * run.costs[0]:
        return None
    top, at = figure(run.costs[place]), spaced(int(run.iterations[place]))
    return f"the cost went from {figure(run.costs[0])} to {top} by iteration {at}"

"""How a cost has gone."""

import numpy as np

from initcore.diagnosis.verdicts import Evidence, evidence
from initcore.measures.curves import before_last_tenth, recent_fall
from initcore.measures.seen import Seen
from initcore.training.trajectory import Trajectory

GETS_ON = 0.02
"""Fall of the median cost from one third of a run to the next, as a share, that is no accident of jumps."""

BLOWN_UP = 100.0
"""How many times its first cost a run's cost must be to have gone out of bounds."""


COLLAPSED = 1e-3
"""What is left of what differs between examples at the logits where the steps have put out the signal."""


def trend(run: Trajectory, *, uneven: bool = False) -> Evidence:
    """How the cost has gone of late: the share by which it fell, and over how many iterations."""
    place = before_last_tenth(run)
    return evidence(
        "trend",
        fall=recent_fall(run),
        span=int(run.iterations[-1] - run.iterations[place]),
        before=run.costs[place],
        now=run.costs[-1],
        uneven=uneven,
    )


def gets_on(run: Trajectory) -> bool:
    """Whether the cost falls from third to third, whatever it jumps to in between: medians tell."""
    ends = np.searchsorted(run.iterations, np.array([1, 2]) * (run.iterations[-1] / 3))
    before, late = np.split(run.costs, ends)[1:]
    return bool(before.size and np.median(late) < (1 - GETS_ON) * np.median(before))


def blown_up(run: Trajectory) -> Evidence | None:
    """How a run went out of bounds, None if it did not."""
    if run.diverged:
        # Squares of gradients overflow before the parameters do, which their root keeps in bounds.
        return evidence("not_finite", squares=bool(np.isfinite(run.theta).all()), iteration=run.diverged_at)
    place = int(np.argmax(run.costs))  # of a cost that is not a number, the first
    if run.costs[place] <= BLOWN_UP * run.costs[0]:
        return None
    return evidence(
        "cost_blew_up", first_cost=run.costs[0], top=run.costs[place], iteration=run.iterations[place]
    )


def collapsed(seen: Seen) -> Evidence | None:
    """How a signal that reached the logits at the start does no more, None where it does or never did."""
    first = float(seen.start.signal[-1])
    if not first or not seen.spread <= COLLAPSED * first:
        return None
    return evidence("collapsed", first=first, last=seen.spread)

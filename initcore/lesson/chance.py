"""Whether and when a run got away from chance."""

import numpy as np

from initcore.measures.costs import chance_cost
from initcore.measures.seen import PLATEAU, Seen
from initcore.training.trajectory import Trajectory

COIN = 0.1
"""How far from one half an accuracy may lie, of a network no better than a coin, on 100 examples or more."""


def leaves_chance_at(run: Trajectory) -> int | None:
    """The first recorded iteration whose cost is below chance by more than a plateau; None if none is."""
    return Seen(run).left


def jumps_about(run: Trajectory) -> bool:
    """Whether the cost rose between records more than once: when such a run does what depends on rounding."""
    return int((np.diff(run.costs) > 0).sum()) > 1


def at_chance(run: Trajectory, share: float = PLATEAU) -> bool:
    """Whether the cost is now, within a share of it, that of guessing: neither below it nor far above."""
    chance = chance_cost(run)
    return bool(abs(run.costs[-1] - chance) <= share * chance)


def at_random(run: Trajectory, share: float = PLATEAU) -> bool:
    """Whether a run of two even classes is at chance and right about as often as a coin."""
    return at_chance(run, share) and abs(run.train_accuracy - 0.5) <= COIN

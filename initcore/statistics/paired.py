"""One initialization against another, seed by seed: who won how often, by how much, and what that is worth.

What varies is the weights seed, and with it the initial weights. Data, their split and the order of
mini-batches are the same for all, so nothing here speaks of other data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, zip_longest

import numpy as np

from initcore.measures.curves import accuracy_curves
from initcore.model.base import Array
from initcore.statistics.intervals import LEVEL, fewest_seeds, holm, median_interval, middle, sign_test
from initcore.training.trajectory import Trajectory

PLACES = 12
"""Decimals to which two accuracies are compared: they are fractions of whole counts, which a difference of
floats misses by less than this."""


@dataclass(frozen=True, eq=False)
class Paired:
    """One initialization against another, seed by seed: differences (n,) of test accuracy, as shares.

    A run that diverged has no accuracy. Beside one that did not it counts as a loss without points: the
    difference is infinite. Beside another one that diverged it is a tie. `medians` are both sides' median
    test accuracies, as shares, minus infinity for one most of whose runs diverged, and `diverged` how many
    did.
    """

    differences: Array
    medians: tuple[float, float]
    diverged: tuple[int, int] = (0, 0)

    @property
    def seeds(self) -> int:
        """Seeds that both have."""
        return int(self.differences.size)

    @property
    def wins(self) -> int:
        """Seeds on which the one is ahead."""
        return int((self.differences > 0).sum())

    @property
    def losses(self) -> int:
        """Seeds on which the one is behind."""
        return int((self.differences < 0).sum())

    @property
    def ties(self) -> int:
        """Seeds on which neither is ahead."""
        return self.seeds - self.wins - self.losses

    @property
    def median(self) -> float:
        """The median difference, as a share; infinite where most are to runs that diverged."""
        return middle(self.differences)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the median difference, as shares; None for too few seeds."""
        return median_interval(self.differences)

    @property
    def chance(self) -> float:
        """The sign test's p-value, of this pair alone."""
        return sign_test(self.wins, self.losses)

    @property
    def reversed(self) -> "Paired":
        """The same from the other's side."""
        return Paired(0.0 - self.differences, self.medians[::-1], self.diverged[::-1])


def paired(
    one: Sequence[Trajectory],
    other: Sequence[Trajectory],
    errors: tuple[Sequence[str | None], Sequence[str | None]] = ((), ()),
) -> Paired:
    """The test accuracies of `one` less those of `other`, over the weights seeds that both have.

    `errors`, one a run if given, say which could not be trained to their end: these have no part in it.
    ValueError when no seed is in both.
    """
    mine, theirs = (_accuracies(*side) for side in zip((one, other), errors, strict=True))
    if not mine.keys() & theirs:
        raise ValueError("the two have no seed in common")
    return _paired(mine, theirs)


def _paired(mine: Mapping[int, float], theirs: Mapping[int, float]) -> Paired:
    """The same of accuracies by seed, of which they share one or more."""
    seeds = [seed for seed in mine if seed in theirs]
    ours, others = (np.array([side[seed] for seed in seeds]) for side in (mine, theirs))
    level = ours == others  # infinity less infinity among them
    with np.errstate(invalid="ignore"):
        apart = np.where(level, 0.0, np.round(ours - others, PLACES))
    return Paired(
        apart,
        (middle(ours), middle(others)),
        (int(np.isinf(ours).sum()), int(np.isinf(others).sum())),
    )


def _accuracies(runs: Sequence[Trajectory], errors: Sequence[str | None]) -> dict[int, float]:
    """The test accuracy of each seed's run that was trained; minus infinity where it diverged."""
    return {
        run.config.weights_seed: last_accuracy(run, accuracy_curves(run).test)
        for run, error in zip_longest(runs, errors)
        if error is None
    }


def last_accuracy(run: Trajectory, accuracies: Array) -> float:
    """Where a run's accuracy has come to; minus infinity, less than any, for a run that diverged."""
    return -np.inf if run.diverged else float(accuracies[-1])


BEATS, LEANS, LEVEL_ON_ALL, NO_DIFFERENCE, TOO_FEW = "beats", "leans", "level", "no_difference", "too_few"
"""What a contest comes to. One beats another where interval, wins and medians say so, and leans where only
the wins do."""


@dataclass(frozen=True)
class Contest:
    """Two of several initializations, by their places, the one that is ahead first, and what comes of it.

    `chance` is the sign test's p-value where all pairs are looked at together, `fewest` how many seeds it
    takes to tell one of so many pairs apart.
    """

    one: int
    other: int
    result: Paired
    chance: float
    fewest: int

    @property
    def outcome(self) -> str:
        """BEATS, LEANS, LEVEL_ON_ALL, NO_DIFFERENCE or TOO_FEW."""
        found = self.result
        if found.seeds < self.fewest:
            return TOO_FEW
        if found.ties == found.seeds:
            return LEVEL_ON_ALL
        if self.chance > LEVEL:
            return NO_DIFFERENCE
        ahead = found.interval is not None and found.interval[0] > 0 and found.medians[0] > found.medians[1]
        return BEATS if ahead else LEANS


def contests(
    groups: Sequence[Sequence[Trajectory]], errors: Sequence[Sequence[str | None]] = ()
) -> tuple[Contest, ...]:
    """Every pair of these groups of runs, one group an initialization, in their order.

    `errors`, one a run if given, say which could not be trained. A pair without a seed that both were trained
    with is left out. The p-values are Holm's, over the pairs that are there.
    """
    sides = [_accuracies(*side) for side in zip(groups, errors or [()] * len(groups), strict=True)]
    found = [
        _ahead_first(Contest(one, other, _paired(sides[one], sides[other]), 1.0, 0))
        for one, other in combinations(range(len(sides)), 2)
        if sides[one].keys() & sides[other]
    ]
    fewest = fewest_seeds(len(found))
    chances = holm([each.result.chance for each in found])
    return tuple(
        replace(each, chance=float(chance), fewest=fewest)
        for each, chance in zip(found, chances, strict=True)
    )


def _ahead_first(contest: Contest) -> Contest:
    """With the one first that won more often, or as often and has the higher median difference."""
    result = contest.result
    if (result.wins, result.median) >= (result.losses, -result.median):
        return contest
    return replace(contest, one=contest.other, other=contest.one, result=result.reversed)

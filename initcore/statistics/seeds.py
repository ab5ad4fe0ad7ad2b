"""Many seeds: what a group of runs says together, and what one group's lead over another is worth.

One seed may be lucky. Here are medians with quartiles over the seeds of an initialization, the
difference between two initializations seed by seed with a bootstrap interval, and how many digits of
a run are its own and not rounding's.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from initcore.diagnosis.diagnose import verdict_on
from initcore.diagnosis.kinds import failed, unfinished
from initcore.measures.curves import accuracy_curves
from initcore.model.base import Array
from initcore.statistics.quantiles import Spread, quantiles, spread
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, points, signed

RESAMPLES = 10_000
CONFIDENCE = 0.95
FEWEST_SEEDS = 5
"""Fewest seeds for a bootstrap interval: resampling fewer cannot show what other seeds would do."""


@dataclass(frozen=True)
class Summary:
    """What the runs of one initialization say together.

    `failures` counts runs by what went wrong, `unfinished` those of which more iterations will tell.
    `reached` runs came to the accuracy asked for, and
    `reached_at` is the median iteration where they did, None when half of the runs or more never do.
    """

    runs: int
    train_accuracy: Spread
    test_accuracy: Spread
    first_cost: Spread
    final_cost: Spread
    failures: dict[str, int]
    unfinished: dict[str, int]
    reached: int
    reached_at: float | None

    @property
    def fates(self) -> dict[str, int]:
        """How many runs did not work, by their verdicts: what failed first, then what is unfinished."""
        return self.failures | self.unfinished

    @property
    def failed(self) -> int:
        """How many runs something is wrong with."""
        return sum(self.failures.values())

    @property
    def worked(self) -> bool:
        """Whether none failed and none is unfinished, and some reached the accuracy asked for."""
        return not self.fates and self.reached > 0


def summarize(
    runs: Sequence[Trajectory], accuracy: float = 0.9, errors: Sequence[str | None] = ()
) -> Summary:
    """The summary of runs that differ in their seed; a diverged run has got nothing right.

    `errors`, one a run if given, say which could not be trained to their end.
    """
    verdicts = [verdict_on(*each) for each in zip_longest(runs, errors)]
    curves = [accuracy_curves(run) for run in runs]
    ends = [_last(run, curve.train) for run, curve in zip(runs, curves, strict=True)]
    told = list(zip(verdicts, ends, strict=True))
    firsts = [run.first_at(accuracy) for run in runs]
    median = spread([math.inf if at is None else float(at) for at in firsts]).median
    return Summary(
        runs=len(runs),
        train_accuracy=spread(ends),
        test_accuracy=spread([_last(run, curve.test) for run, curve in zip(runs, curves, strict=True)]),
        first_cost=spread([run.costs[0] for run in runs]),
        final_cost=spread([math.inf if run.diverged else run.costs[-1] for run in runs]),
        failures=_counted(each.title for each, end in told if failed(each.name, end)),
        unfinished=_counted(each.title for each, end in told if unfinished(each.name, end)),
        reached=sum(at is not None for at in firsts),
        reached_at=median if math.isfinite(median) else None,
    )


def _counted(titles: Iterable[str]) -> dict[str, int]:
    """How often each is there, the most frequent first."""
    return dict(Counter(titles).most_common())


def _last(run: Trajectory, accuracies: Array) -> float:
    """Where a run's accuracy has come to."""
    return 0.0 if run.diverged else float(accuracies[-1])


@dataclass(frozen=True)
class Paired:
    """One initialization against another, seed by seed: differences (n,) of test accuracy, as shares.

    `interval` is the 95 % percentile bootstrap interval of the mean difference, None for few seeds.
    """

    differences: Array
    interval: tuple[float, float] | None

    @property
    def mean(self) -> float:
        """The mean difference of test accuracy, as a share."""
        return float(self.differences.mean())

    @property
    def wins(self) -> int:
        """Seeds on which the one is ahead."""
        return int((self.differences > 0).sum())

    @property
    def losses(self) -> int:
        """Seeds on which the one is behind."""
        return int((self.differences < 0).sum())


def paired(one: Sequence[Trajectory], other: Sequence[Trajectory]) -> Paired:
    """The test accuracies of `one` less those of `other`, over the weights seeds that both have.

    The bootstrap (Efron 1979) draws its resamples of seeds from a fixed stream, so that the same
    runs always show the same interval. ValueError when no seed is in both.
    """
    mine, theirs = ({run.config.weights_seed: run for run in runs} for runs in (one, other))
    seeds = [seed for seed in mine if seed in theirs]
    if not seeds:
        raise ValueError("the two have no seed in common")

    def accuracy(run: Trajectory) -> float:
        return _last(run, accuracy_curves(run).test)

    differences = np.array([accuracy(mine[seed]) - accuracy(theirs[seed]) for seed in seeds])
    if len(seeds) < FEWEST_SEEDS:
        return Paired(differences, None)
    drawn = np.random.RandomState(0).randint(0, len(seeds), (RESAMPLES, len(seeds)))
    tail = (1 - CONFIDENCE) / 2
    low, high = quantiles(differences[drawn].mean(axis=1), (tail, 1 - tail))
    return Paired(differences, (float(low), float(high)))


def paired_sentence(result: Paired, one: str, other: str) -> str:
    """What the comparison of two says, in a sentence that claims no more than it shows."""
    seeds, ahead = result.differences.size, result.mean
    if ahead < 0:
        one, other = other, one
    lead = f"{points(abs(ahead))} points of test accuracy"
    wins = max(result.wins, result.losses) if ahead else result.wins
    on = f"on {result.wins if ahead >= 0 else result.losses} of {seeds} seeds"
    if result.interval is None:
        few = "one seed decides" if seeds == 1 else f"{seeds} seeds decide"
        said = f"{one} is {lead} ahead of {other}" if ahead else f"{one} and {other} are level"
        return f"{said} {on if ahead else ''}".rstrip() + f", but {few} nothing; take {FEWEST_SEEDS} or more."
    low, high = sorted(map(abs, result.interval))
    if not wins:
        return f"{one} and {other} are level on all {seeds} seeds."
    if result.interval[0] <= 0 <= result.interval[1]:
        # Of the one that is named first less the other, as the lead is.
        seen = sorted(_ahead(end, ahead) for end in result.interval)
        places = 3 if any(0 < abs(100 * end) < 0.05 for end in seen) else 1  # no end is to round to 0
        ends = " and ".join(signed(end, places) for end in seen)
        return (
            f"No difference can be told between {one} and {other}: {one} is {lead} ahead, {on}, but the "
            f"95 % interval of the difference lies between {ends}."
        )
    ends = f"between {points(low)} and {points(high)} (95 % interval)"
    return f"{one} beats {other} by {lead}, {ends}, {on}."


def _ahead(difference: float, mean: float) -> float:
    """A difference seen from whichever side is ahead in the mean."""
    return -difference + 0.0 if mean < 0 else difference


def bands(runs: Sequence[Trajectory]) -> tuple[NDArray[np.int64], Array]:
    """Iterations (K,) that every run has a record of, and the costs (n, K) there.

    A run that has diverged counts as infinite from there on, so that it does not cut the others short.
    """
    longest = max((run.iterations for run in runs), key=len)
    going = [run.iterations.size for run in runs if not run.diverged]
    count = min(going, default=longest.size)
    costs = np.full((len(runs), count), np.inf)
    for row, run in zip(costs, runs, strict=True):
        n = min(count, run.iterations.size - run.diverged)
        row[:n] = run.costs[:n]
    # The last record of a run that is under way may lie off the common grid.
    grid = min((run.iterations[:count] for run in runs if not run.diverged), key=len, default=longest)
    return grid[:count], costs


def spread_text(values: Spread, percent: bool) -> tuple[str, str]:
    """A median and its quartiles as people read them: 99.3 % and [98.7, 99.7]."""
    write = points if percent else figure
    median, low, high = map(write, (values.median, values.low, values.high))
    return f"{median} %" if percent else median, f"[{low}, {high}]"

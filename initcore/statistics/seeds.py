"""Many seeds: what a group of runs says together.

One seed may be lucky. Here are medians with quartiles over the seeds of an initialization, what went wrong
how often, and the costs that the curves' bands are drawn from.
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
from initcore.measures.classes import balanced, means_something
from initcore.measures.curves import accuracy_curves
from initcore.measures.seen import separated_from
from initcore.model.base import Array
from initcore.statistics.paired import last_accuracy
from initcore.statistics.quantiles import Spread, spread, spread_of_shares
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, points

DIVERGED = "diverged"
"""What stands where a run has no accuracy."""


@dataclass(frozen=True)
class Summary:
    """What the runs of one initialization say together.

    Accuracies are shares, costs in nats. A run that diverged has no accuracy and ranks below all that have.
    `failures` counts runs by what went wrong, `unfinished` those of which more iterations will tell, as the
    runs' own verdicts say. `reached` runs came to the accuracy asked for, and `reached_at` is the median
    iteration where they did, None when half of the runs or more never do. `tells` says whether that accuracy
    takes more than to name the largest class. `balanced_train` and `balanced_test` are None of even classes.
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
    tells: bool = True
    balanced_train: Spread | None = None
    balanced_test: Spread | None = None

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
    """The summary of runs that differ in their seed, 1 or more.

    `errors`, one a run if given, say which could not be trained to their end.
    """
    verdicts = [verdict_on(*each).kind for each in zip_longest(runs, errors)]
    curves, data = [accuracy_curves(run) for run in runs], runs[0].data
    ends = [last_accuracy(run, curve.train) for run, curve in zip(runs, curves, strict=True)]
    tests = [last_accuracy(run, curve.test) for run, curve in zip(runs, curves, strict=True)]
    told, enough = list(zip(verdicts, ends, strict=True)), separated_from(runs[0].config)
    firsts = [run.first_at(accuracy) for run in runs]
    median = spread([math.inf if at is None else float(at) for at in firsts]).median
    balanced_train, balanced_test = _balanced(runs)
    return Summary(
        runs=len(runs),
        train_accuracy=spread_of_shares(ends),
        test_accuracy=spread_of_shares(tests),
        first_cost=spread([run.costs[0] for run in runs]),
        final_cost=spread([math.inf if run.diverged else run.costs[-1] for run in runs]),
        failures=_counted(kind.title for kind, end in told if failed(kind.name, end, enough)),
        unfinished=_counted(kind.title for kind, end in told if unfinished(kind.name, end, enough)),
        reached=sum(at is not None for at in firsts),
        reached_at=median if math.isfinite(median) else None,
        tells=means_something(accuracy, data),
        balanced_train=balanced_train,
        balanced_test=balanced_test,
    )


def _balanced(runs: Sequence[Trajectory]) -> tuple[Spread | None, Spread | None]:
    """Balanced accuracies on training and test examples, None of even classes."""
    pairs = [pair for pair in map(balanced, runs) if pair is not None]
    if len(pairs) < len(runs):
        return None, None
    train, test = zip(*pairs, strict=True)
    return spread_of_shares(train), spread_of_shares(test)


def _counted(titles: Iterable[str]) -> dict[str, int]:
    """How often each is there, the most frequent first."""
    return dict(Counter(titles).most_common())


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
    write = _share if percent else figure
    median, low, high = map(write, (values.median, values.low, values.high))
    unit = " %" if percent and median != DIVERGED else ""
    return f"{median}{unit}", f"[{low}, {high}]"


def _share(value: float) -> str:
    return points(value) if math.isfinite(value) else DIVERGED

"""What has grown of a comparison since a browser was told last.

Records are only ever added to a run, so a browser is sent what came after those it has. Where that does
not hold, since a longer run keeps fewer of its iterations or another run has taken the place, it is sent
everything anew. Of what is measured on the test examples it is sent what is known.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from initcore.experiment.experiment import Group
from initcore.figures.moments import Band, Growth, Picture, Told
from initcore.figures.wire import doubles, floats, ints
from initcore.measures.curves import Curves, known_curves
from initcore.memory import Memory
from initcore.model.base import Array
from initcore.statistics.quantiles import quantiles
from initcore.statistics.seeds import bands
from initcore.statistics.twins import group_agreement
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import seconds_text

MOST_POINTS = 2000
"""Records sent at once of a run that has more: more than a screen has columns."""

Iterations = NDArray[np.int64]
NOTHING = np.zeros(0)


@dataclass(frozen=True)
class Had:
    """So many iterations, up to that one, that stay as a browser has them, as its first `held`."""

    size: int = 0
    last: int = -1
    held: int = 0

    def until(self, iterations: Iterations) -> tuple[int, int]:
        """The places, here and in the browser, from which on these iterations are new to it."""
        same = 0 < self.size <= iterations.size and iterations[self.size - 1] == self.last
        return (self.size, self.held) if same else (0, 0)


def _had(iterations: Iterations, settled: int, held: int) -> Had:
    return Had(settled, int(iterations[settled - 1]), held) if settled else Had()


@dataclass
class Sent:
    """What a browser has of one run or band, of the runs with those keys, where these had come to `ends`.

    `points` are how many kept iterations it has of a run, `measured` says whether that was all of them.
    """

    keys: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()
    records: Had = Had()
    kept: Had = Had()
    points: int = 0
    measured: bool = False
    picture: Picture | None = None
    told: Told | None = None

    def follow(self, runs: Sequence[Trajectory]) -> bool:
        """Notes where these runs have come to; whether that is new. Of other runs the browser has nothing."""
        keys, ends = tuple(run.config.key for run in runs), tuple(run.iteration for run in runs)
        if keys != self.keys:
            self.keys, self.records, self.kept, self.picture, self.told = keys, Had(), Had(), None, None
        elif ends == self.ends:
            return False
        self.ends = ends
        return True


_known: Memory[Hashable, tuple[Growth, Had, Had]] = Memory(512)
"""What was told lately: whoever else watches the same run in step is told the same."""


def growth(
    run: Trajectory, sent: Sent, *, time: str, accuracy: float, picture: Picture | None, told: Told | None
) -> Growth | None:
    """What is new of a run, and notes it as sent; None where nothing is.

    `time` is how long it was trained, in words, `accuracy` the one of which is said when it is reached.
    """
    moved, curves = sent.follow([run]), None
    if moved or not sent.measured:
        curves, sent.measured = known_curves(run)
        moved, sent.points = moved or curves.iterations.size != sent.points, curves.iterations.size
    new_picture = picture if picture is not None and picture != sent.picture else None
    new_words = told if told is not None and told != sent.told else None
    if not moved and new_picture is None and new_words is None:
        return None
    since = sent.records, sent.kept
    drawn = None if new_picture is None else new_picture.iteration
    at = run.config.key, run.config.iterations, run.iteration, sent.points
    name = (*at, since, drawn, new_words, time, accuracy)
    grown, sent.records, sent.kept = _known.once(
        name,
        lambda: _grown(run, curves or known_curves(run)[0], since, time, accuracy, new_picture, new_words),
    )
    sent.picture, sent.told = picture or sent.picture, told or sent.told
    return grown


def _grown(
    run: Trajectory,
    curves: Curves,
    since: tuple[Had, Had],
    time: str,
    accuracy: float,
    picture: Picture | None,
    told: Told | None,
) -> tuple[Growth, Had, Had]:
    """What is new to whoever has so many records and kept iterations, and what they have then."""
    start, record = since[0].until(run.iterations)
    places = start + thinned(run.iterations.size - start)
    frame, _ = since[1].until(curves.iterations)
    grown = Growth(
        reached=run.iteration,
        diverged=run.diverged_at if run.diverged else None,
        accurate=run.first_at(accuracy),
        time=time,
        record=record,
        iterations=ints(run.iterations[places]),
        costs=doubles(run.costs[places]),
        frame=frame,
        kept=ints(curves.iterations[frame:]),
        train=floats(curves.train[frame:]),
        test=floats(curves.test[frame:]),
        test_costs=floats(curves.test_cost[frame:]),
        picture=picture,
        told=told,
    )
    # What belongs to where a run stands now may be gone once it goes on.
    lasting, frames = (int((each < run.iteration).sum()) for each in (run.iterations, curves.iterations))
    records = _had(run.iterations, lasting, record + int((places < lasting).sum()))
    return grown, records, _had(curves.iterations, frames, frames)


def time_of(run: Trajectory, cached: bool) -> str:
    """How long a run was trained, in words."""
    return "from cache" if cached else seconds_text(run.seconds)


def band(group: Group[Trajectory], sent: Sent, singles: bool) -> Band | None:
    """What is new of the costs of one initialization's seeds; notes it as sent; None where nothing is."""
    if not sent.follow((*group.items, *group.twins)):
        return None
    iterations, costs = bands(group.items)
    there, digits = group_agreement(group.items, group.twins) if group.twins else (iterations, NOTHING)
    start, record = sent.records.until(iterations)
    places = start + thinned(iterations.size - start)
    settled = _settled(iterations, there)
    sent.records = _had(iterations, settled, record + int((places < settled).sum()))
    low, middle, high = quantiles(costs[:, places])
    return Band(
        record=record,
        iterations=ints(iterations[places]),
        low=floats(low),
        middle=floats(middle),
        high=floats(high),
        singles=[floats(row) for row in costs[:, places]] if singles else [],
        digits=floats(_at(iterations[places], there, digits)) if group.twins else "",
    )


def _settled(iterations: Iterations, there: Iterations) -> int:
    """How many of a band's places stay as they are: runs go on from the last one, twins may come after."""
    most = min(iterations.size - 1, there.size)
    return int(np.logical_and.accumulate(iterations[:most] == there[:most]).sum())


def _at(iterations: Iterations, there: Iterations, digits: Array) -> Array:
    """Digits (K,) in which runs and twins agree at these iterations; nan where there is no such record."""
    at = np.clip(np.searchsorted(there, iterations), 0, there.size - 1)
    return np.where(there[at] == iterations, digits[at], np.nan)


def thinned(size: int) -> Iterations:
    """The places of so many records that are sent: the first and the last among them."""
    spread: Iterations = np.linspace(0, max(0, size - 1), min(size, MOST_POINTS)).round().astype(np.int64)
    return spread


def cursors(count: int) -> Sequence[Sent]:
    """That nothing has been sent of so many runs."""
    return [Sent() for _ in range(count)]

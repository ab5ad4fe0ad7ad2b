"""What has grown of a comparison since a browser was told last.

Records are only ever added to a run, so a browser is sent what came after those it has. Where that does
not hold, since a longer run keeps fewer of its iterations or another run has taken the place, it is sent
everything anew.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from initcore.experiment.experiment import Group
from initcore.figures.payload import Band, Growth, Picture, Told
from initcore.figures.wire import doubles, floats, ints
from initcore.measures.curves import accuracy_curves
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
End = tuple[int, int]
"""How many iterations somebody has, and the last of them."""


@dataclass
class Sent:
    """What a browser has of one run or band: iterations, by number and the last one, and what was said."""

    records: End = (0, -1)
    kept: End = (0, -1)
    reached: int = -1
    picture: Picture | None = None
    told: Told | None = None


_known: Memory[Hashable, tuple[Growth, End, End]] = Memory(512)
"""What was told lately: whoever else watches the same run in step is told the same."""


def growth(
    run: Trajectory, sent: Sent, *, time: str, accuracy: float, picture: Picture | None, told: Told | None
) -> Growth | None:
    """What is new of a run, and notes it as sent; None where nothing is.

    `time` is how long it was trained, in words, `accuracy` the one of which is said when it is reached.
    """
    new_picture = picture if picture is not None and picture != sent.picture else None
    new_words = told if told is not None and told != sent.told else None
    if run.iteration == sent.reached and new_picture is None and new_words is None:
        return None
    since = sent.records, sent.kept
    drawn = None if new_picture is None else new_picture.iteration
    name = (run.config.key, run.config.iterations, run.iteration, since, drawn, new_words, time, accuracy)
    grown, sent.records, sent.kept = _known.once(
        name, lambda: _grown(run, since, time, accuracy, new_picture, new_words)
    )
    sent.reached, sent.picture, sent.told = run.iteration, picture or sent.picture, told or sent.told
    return grown


def _grown(
    run: Trajectory,
    since: tuple[End, End],
    time: str,
    accuracy: float,
    picture: Picture | None,
    told: Told | None,
) -> tuple[Growth, End, End]:
    """What is new since these last iterations, records and kept ones, and those of now."""
    curves = accuracy_curves(run)
    record, frame = _from(run.iterations, since[0]), _from(curves.iterations, since[1])
    records = record + thinned(run.iterations.size - record)
    grown = Growth(
        reached=run.iteration,
        diverged=run.diverged_at if run.diverged else None,
        accurate=run.first_at(accuracy),
        time=time,
        record=record,
        iterations=ints(run.iterations[records]),
        costs=doubles(run.costs[records]),
        frame=frame,
        kept=ints(curves.iterations[frame:]),
        train=floats(curves.train[frame:]),
        test=floats(curves.test[frame:]),
        test_costs=floats(curves.test_cost[frame:]),
        picture=picture,
        told=told,
    )
    return grown, _lasting(run, run.iterations), _lasting(run, curves.iterations)


def _lasting(run: Trajectory, iterations: Iterations) -> End:
    """The end of what stays: what belongs to where a run stands now may be gone once it goes on."""
    return _end(iterations[iterations < run.iteration])


def time_of(run: Trajectory, cached: bool) -> str:
    """How long a run was trained, in words."""
    return "from cache" if cached else seconds_text(run.seconds)


def band(group: Group[Trajectory], sent: Sent, singles: bool) -> Band | None:
    """What is new of the costs of one initialization's seeds; notes it as sent; None where nothing is."""
    iterations, costs = bands(group.items)
    if _end(iterations) == sent.records:
        return None
    start = _from(iterations, sent.records)
    places = start + thinned(iterations.size - start)
    sent.records = _end(iterations)
    low, middle, high = quantiles(costs[:, places])
    return Band(
        record=start,
        iterations=ints(iterations[places]),
        low=floats(low),
        middle=floats(middle),
        high=floats(high),
        singles=[floats(row) for row in costs[:, places]] if singles else [],
        digits=floats(_digits(group, iterations[places])) if group.twins else "",
    )


def _digits(group: Group[Trajectory], iterations: Iterations) -> Array:
    """Digits in which runs and twins agree at these iterations; nan where there is no such record yet."""
    there, digits = group_agreement(group.items, group.twins)
    at = np.clip(np.searchsorted(there, iterations), 0, there.size - 1)
    return np.where(there[at] == iterations, digits[at], np.nan)


def thinned(size: int) -> Iterations:
    """The places of so many records that are sent: the first and the last among them."""
    spread: Iterations = np.linspace(0, max(0, size - 1), min(size, MOST_POINTS)).round().astype(np.int64)
    return spread


def _end(iterations: Iterations) -> End:
    return iterations.size, int(iterations[-1]) if iterations.size else -1


def _from(iterations: Iterations, had: End) -> int:
    """The place from which on iterations are new to whoever had so many of them, up to that one."""
    size, last = had
    return size if 0 < size <= iterations.size and iterations[size - 1] == last else 0


def cursors(count: int) -> Sequence[Sent]:
    """That nothing has been sent of so many runs."""
    return [Sent() for _ in range(count)]

"""What is trained next, how far, and what is stored: decisions, from what everybody wants.

Pure functions of wishes and numbers, which know neither threads nor watches nor trajectories: what is
fair is tested by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from initcore.lab.protocols import Standing

SLICE_SECONDS = 0.05
"""Long enough that moving a state costs little, short enough that pause and fairness feel instant."""

ROUND_SECONDS = 0.25
"""How often everybody's comparison is to go on, however many are trained: slices are shorter for it."""

LEAST_SLICE_SECONDS = 1 / 60

WEIGHT = 3.0
"""How many times longer slices are, at most, of those who are behind: whoever came later catches up."""

MOVED_BYTES_A_SECOND = 2.5e8
"""About what pickling and two pipes carry."""

PICTURE_SECONDS = 0.07
"""How often a worker draws a comparison at most, where many are trained; where few are, at every slice."""

JOURNEYS, JOURNEYS_IN_TURN = 20, 5
"""Times as long as its state's journey that a slice lasts at least: less where others wait for their turn."""

MOST_STACKED = 16

SAVE_EVERY_SECONDS = 10.0
"""How often a run that goes on is stored, where that is quick."""

SAVING = 0.05
"""The share of one core's time that storing runs which go on may take: large ones are stored less often."""

AnyRun = TypeVar("AnyRun", bound=Standing)


class Wish(NamedTuple, Generic[AnyRun]):
    """That a run goes on to iteration `goal`, where it is not yet."""

    run: AnyRun
    goal: int


@dataclass(frozen=True)
class Turn(Generic[AnyRun]):
    """The next slice: whose turn it is, by place, the runs to train, and the iteration to stop at."""

    place: int
    runs: tuple[AnyRun, ...]
    stop: int


def wanted(people: Iterable[Sequence[Wish[AnyRun]]]) -> set[AnyRun]:
    """The runs that somebody wants to go on."""
    return {wish.run for wishes in people for wish in wishes}


def next_turn(people: Sequence[Sequence[Wish[AnyRun]]], free: int) -> Turn[AnyRun] | None:
    """A slice for the first person who has a run that no worker has; None when nobody has one.

    `people` are the wishes of each, whoever has waited longest first; `free` workers, at least one,
    have nothing to do.
    """
    for place, wishes in enumerate(people):
        ready = _ready(wishes)
        if ready:
            kinds = {run.alike for others in people for run in _ready(others)}
            batch = _batch(ready, max(1, free - len(kinds) + 1))
            return Turn(place, batch, _stop(batch, people))
    return None


def _ready(wishes: Sequence[Wish[AnyRun]]) -> list[AnyRun]:
    """The runs that no worker has, each once."""
    return list(dict.fromkeys(wish.run for wish in wishes if not wish.run.flying))


def _batch(ready: Sequence[AnyRun], free: int) -> tuple[AnyRun, ...]:
    """The runs of one slice, of those that are ready.

    They share it, which spares calls, as far as that leaves none of `free` workers idle.
    """
    first = min(ready, key=lambda run: run.iteration)  # so that all grow side by side
    if first.failures:
        return (first,)  # alone, so that a run that kills workers fails alone
    alike = [run for run in ready if run.alike == first.alike and not run.failures]
    return tuple(alike[: min(MOST_STACKED, -(-len(alike) // free))])


def _stop(batch: Sequence[AnyRun], people: Iterable[Sequence[Wish[AnyRun]]]) -> int:
    """The first iteration at which somebody wants to have one of these runs as it stands there."""
    return min(wish.goal for wishes in people for wish in wishes if wish.run in batch)


def in_turn(people: Iterable[Sequence[Wish[AnyRun]]]) -> int:
    """How many comparisons take turns: people who want the same runs are one."""
    return len({wishes[0].run for wishes in people if wishes})


def weight(people: Sequence[Sequence[Wish[AnyRun]]], place: int) -> float:
    """How much longer than usual the slices are of somebody who is behind the others, or shorter where ahead.

    That is what share of the way they have come, beside the mean of all, up to WEIGHT times. The mean of all
    weights is 1.
    """
    shares = [_share(wishes) for wishes in people if wishes]
    mean = sum(shares) / len(shares)
    weights = [_weight(share, mean) for share in shares]
    return _weight(_share(people[place]), mean) * len(weights) / sum(weights)


def _weight(share: float, mean: float) -> float:
    if mean == 0:
        return 1.0
    return min(WEIGHT, max(1 / WEIGHT, mean / share)) if share else WEIGHT


def _share(wishes: Sequence[Wish[AnyRun]]) -> float:
    return sum(wish.run.iteration for wish in wishes) / max(1, sum(wish.goal for wish in wishes))


def slice_seconds(moved: int, comparisons: int, workers: int, weight: float = 1.0) -> float:
    """How long a slice lasts that moves so many bytes to a worker, where so many comparisons take turns and
    its own has that `weight`.
    """
    turn = weight * max(LEAST_SLICE_SECONDS, ROUND_SECONDS * workers / max(1, comparisons))
    journeys = JOURNEYS if comparisons <= workers else JOURNEYS_IN_TURN
    return max(min(SLICE_SECONDS, turn), journeys * moved / MOVED_BYTES_A_SECOND)


def picture_seconds(comparisons: int, workers: int) -> float:
    """How long a run's picture stays at least, where so many comparisons take turns: costs come sooner."""
    return PICTURE_SECONDS * comparisons / workers if comparisons > workers else 0.0


def to_store(live: Iterable[AnyRun], going: set[AnyRun], now: float, save_seconds: float) -> list[AnyRun]:
    """The runs to store: those that rest further on than the store knows, now and then the others.

    `going` are the runs that somebody wants to go on, `save_seconds` is what storing one took last.
    """
    behind = [run for run in live if run.unsaved and not run.saving]
    every = max(SAVE_EVERY_SECONDS, save_seconds * len(behind) / SAVING)
    return [run for run in behind if not (run.flying or run in going) or now - run.saved_at > every]

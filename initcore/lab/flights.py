"""One slice on its way to a worker and back: what is sent, and what the runs have become."""

from collections.abc import Collection, Sequence
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple

from initcore.lab.choosing import picture_seconds, slice_seconds
from initcore.lab.deadlines import Within, slice_limit
from initcore.lab.machine import this_machine
from initcore.lab.protocols import Draw
from initcore.lab.runs import Run
from initcore.lab.worker import Slice, run_slice
from initcore.training.begin import State
from initcore.training.trajectory import Trajectory


class Grown(NamedTuple):
    """A run before a slice and after it, and what was drawn of it."""

    before: Trajectory
    after: Trajectory
    drawn: Any


class Flight:
    """A slice of these runs, up to iteration `stop`, for one of `workers`; of one of so many `comparisons`
    that take turns, which has that `weight`; `draw` draws those that are `seen`.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        stop: int,
        comparisons: int,
        weight: float,
        workers: int,
        draw: Draw | None,
        seen: Collection[Run],
    ) -> None:
        self.runs = runs
        self._stop, self._draw = stop, draw
        self._watched = tuple(run in seen for run in runs)
        self._stays = picture_seconds(comparisons, workers)
        self._tables = tuple({run.table for run in runs if run.table is not None})
        moved = sum(run.known.theta.nbytes + run.known.slots.nbytes for run in runs)
        moved += sum(table.inputs.nbytes for table in self._tables)
        self._seconds = slice_seconds(moved, comparisons, workers, weight)

    def sent(self, executor: Executor, now: float) -> Future[Any]:
        """What will be the slice, or why it failed."""
        limit = slice_limit([run.known.config for run in self.runs], self._seconds, this_machine())
        for run in self.runs:
            run.flying, run.sent_at, run.limit = True, now, limit
        draws = tuple(
            self._draws(run, now) if seen else None
            for run, seen in zip(self.runs, self._watched, strict=True)
        )
        state = State(tuple(run.known.without_records() for run in self.runs))
        asked = (state, self._seconds, self._stop, self._tables, self._draw, draws)
        try:
            return executor.submit(Within(run_slice, limit), *asked)
        except Exception as error:  # the workers have been stopped, or a cluster does not answer
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    def _draws(self, run: Run, now: float) -> bool:
        """Whether it is time for a new picture of that run, which is then noted."""
        due = now - run.drawn_at >= self._stays
        run.drawn_at = now if due else run.drawn_at
        return due

    def grown(self, done: Future[Any]) -> list[Grown] | BaseException:
        """What the slice brought, or why it failed. Large runs take a while to be joined: no lock is held."""
        try:
            slice_: Slice = done.result()
            before = [run.known for run in self.runs]
            after = [known.followed_by(new) for known, new in zip(before, slice_.runs, strict=True)]
            return [Grown(*each) for each in zip(before, after, slice_.drawn, strict=True)]
        except BaseException as error:
            return error

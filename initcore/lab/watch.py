"""One person's comparison: which runs, how far they are wanted, and what there is to see."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from initcore.data.tables import table
from initcore.experiment.config import RunConfig
from initcore.lab.executors import WorkerDied
from initcore.lab.limits import need_of
from initcore.lab.pace import Pace
from initcore.training.begin import lockstep_key
from initcore.training.trajectory import Trajectory

if TYPE_CHECKING:
    from initcore.lab.jobs import Engine

log = logging.getLogger(__name__)


UNWATCHED_SECONDS = 20.0
"""How long a comparison that nobody looks at goes on: a page looks five times a second."""

RETRIES = 3
"""How often a slice is tried again whose worker died."""


def reaches(known: Trajectory, iterations: int) -> bool:
    """Whether this run can still be, or already was, at exactly that iteration."""
    return known.iteration <= iterations or known.asked_for(iterations).iteration == iterations


class Run:
    """A run in the engine, shared by all who watch it. `stored` is how far the store has it."""

    def __init__(self, known: Trajectory, stored: int, now: float) -> None:
        self.known, self.stored, self.saved_at = known, stored, now
        # Held, so that the run can go on when whoever uploaded the table has left.
        self.table = table(known.config.table) if known.config.dataset == "csv" else None
        self.flying = False
        self.saving = False
        self.failures = 0
        self.error: str | None = None

    @property
    def alike(self) -> tuple:
        """What runs of one slice have in common."""
        return lockstep_key(self.known.config), self.known.iteration

    @property
    def unsaved(self) -> bool:
        return self.known.iteration > self.stored

    def reaches(self, iterations: int) -> bool:
        """Whether this run can still be shown, or trained to be, at exactly that iteration."""
        return reaches(self.known, iterations)

    def failed(self, error: BaseException, alone: bool) -> None:
        """Notes that a slice of this run failed; gives the run up unless it deserves another try."""
        self.failures += 1
        name = self.known.config.key[:12]
        # It may have been a neighbour's fault, so it is first tried without neighbours.
        if not alone or (isinstance(error, WorkerDied) and self.failures <= RETRIES):
            log.warning("a slice of run %s failed and is tried again: %s", name, error)
            return
        log.error("run %s was given up", name, exc_info=error)
        if isinstance(error, WorkerDied):
            self.error = (
                f"the worker process died {self.failures} times in a row on this run; "
                "press Train to try again"
            )
        elif isinstance(error, MemoryError):
            self.error = "there is not enough memory for this network"
        else:
            self.error = "something that was not foreseen; the server's log says more"

    def retry(self) -> None:
        """Forgets what failed."""
        self.failures, self.error = 0, None


class Slot:
    """A run's place in a comparison: the config asked for, and the run as far as it is shown."""

    def __init__(self, config: RunConfig, run: Run) -> None:
        self.config, self.run, self.key = config, run, config.key
        self.shown = self._as_asked(run.known)
        self.cached = self.finished

    def _as_asked(self, known: Trajectory) -> Trajectory:
        # Closed even where it is unfinished, so that cost and accuracy are those of one moment.
        return known.asked_for(self.config.iterations).closed(self.config)

    @property
    def finished(self) -> bool:
        return self.shown.done

    def goal(self, goal: int | None) -> int:
        """How far this run is wanted when the comparison is wanted to `goal`, None being its end."""
        return self.config.iterations if goal is None else min(goal, self.config.iterations)

    def wants(self, goal: int | None) -> bool:
        """Whether the run has to go on for that."""
        run = self.run
        return run.error is None and not run.known.diverged and run.known.iteration < self.goal(goal)

    def deliver(self, goal: int | None) -> None:
        """Shows the run as far as it is wanted."""
        if self.shown.iteration < min(self.goal(goal), self.run.known.iteration):
            self.shown = self._as_asked(self.run.known.until(self.goal(goal)))


@dataclass(frozen=True)
class View:
    """What a comparison looks like at one moment.

    `status` is new, running, paused, stopped, done or failed; `runs` are the trajectories in the
    order asked for; `cached` says which were complete before anybody pressed Train, `errors` which
    failed and why. `done` and `total` count iterations over the runs that have not diverged, `rate` is
    iterations a second lately and `left` seconds to go, both None when unknown.
    """

    status: str
    runs: tuple[Trajectory, ...]
    cached: tuple[bool, ...]
    errors: tuple[str | None, ...]
    done: int
    total: int
    rate: float | None
    left: float | None

    @property
    def live(self) -> bool:
        return self.status == "running"

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1; all of it where every run has diverged."""
        return self.done / self.total if self.total else 1.0


class Watch:
    """One person's comparison. Every method may be called from any thread and answers at once."""

    def __init__(self, engine: "Engine", slots: list[Slot]) -> None:
        self.engine, self.slots = engine, slots
        begun = any(slot.shown.iteration for slot in slots if not slot.finished)
        self.mode = "stopped" if begun else "new"
        self.goal: int | None = self._rear()
        self.seen = engine.clock()
        self.forgotten = True  # until the engine attends to it
        self._pace = Pace()
        self.need = need_of([slot.shown for slot in slots], engine.workers)
        self.refusal = engine.limits.refusal(self.need)

    @property
    def watched(self) -> bool:
        """Whether somebody is still looking and has not pressed Stop."""
        return self.mode != "stopped" and self.engine.clock() - self.seen < UNWATCHED_SECONDS

    def train(self) -> None:
        """Trains every run to its end, from wherever it is; tries failed ones again.

        Does nothing where the server does not accept a comparison that takes so much.
        """
        if self.refusal is None:
            self._move("running", None)

    def pause(self) -> None:
        """Holds every run where it is now."""
        with self.engine.changed:
            self._move("paused", self._rear())

    def stop(self) -> None:
        """Stops watching: a run that nobody else watches ends, and keeps what it has."""
        with self.engine.changed:
            self._move("stopped", self._rear())

    def step(self) -> None:
        """Takes the runs that are furthest behind to the next recorded iteration, and holds there."""
        with self.engine.changed:
            if self.refusal is not None:
                return
            at, stride = self._rear(), min(slot.config.record_every for slot in self.slots)
            self._move("paused", at - at % stride + stride)

    def _rear(self) -> int:
        """Where the run furthest behind stands, of those that can go on: nothing has to move to be here."""
        going = [slot for slot in self.slots if not slot.finished and slot.run.error is None]
        return min((slot.shown.iteration for slot in going), default=0)

    def _move(self, mode: str, goal: int | None) -> None:
        with self.engine.changed:
            self.mode, self.goal, self.seen = mode, goal, self.engine.clock()
            self.engine.attend(self)
            self._pace = Pace()
            if mode == "running":
                for run in {slot.run for slot in self.slots if slot.run.error is not None}:
                    run.retry()
            self.engine.pump()

    def deliver(self) -> None:
        """Takes over what the runs have come to."""
        for slot in self.slots:
            slot.deliver(self.goal)

    def look(self) -> View:
        """What there is to see; also tells the engine that somebody is still looking."""
        with self.engine.changed:
            was_away = self.engine.clock() - self.seen > 1
            self.seen = self.engine.clock()
            self.engine.attend(self)
            if was_away:
                self.engine.pump()
            status, (done, total) = self.status, self._progress()
            running = status == "running"
            rate, steady = self._pace.note(self.seen, done) if running else (None, None)
            return View(
                status=status,
                runs=tuple(slot.shown for slot in self.slots),
                cached=tuple(slot.cached for slot in self.slots),
                errors=tuple(slot.run.error for slot in self.slots),
                done=done,
                total=total,
                rate=rate,
                left=(total - done) / steady if steady else None,
            )

    @property
    def status(self) -> str:
        """The one word for where this comparison stands."""
        ended = [slot.finished or slot.run.error is not None for slot in self.slots]
        if all(ended):
            return "failed" if any(slot.run.error for slot in self.slots) else "done"
        stepping = self.mode == "paused" and any(slot.wants(self.goal) for slot in self.slots)
        return "running" if stepping else self.mode

    def wait(self, seconds: float) -> View:
        """Waits until something has changed, at most that long, and looks."""
        with self.engine.changed:
            self.engine.changed.wait(seconds)
        return self.look()

    def _progress(self) -> tuple[int, int]:
        """Iterations trained, and to be trained in all, of the runs that have not diverged."""
        going = [slot for slot in self.slots if not slot.shown.diverged]
        return sum(slot.shown.iteration for slot in going), sum(slot.config.iterations for slot in going)

"""One person's comparison: which runs, how far they are wanted, and what there is to see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from initcore.config import RunConfig
from initcore.training import lockstep_key
from initcore.trajectory import Trajectory

if TYPE_CHECKING:
    from initcore.lab.jobs import Engine


class Run:
    """A run in the engine, shared by all who watch it. `stored` is how far the store has it."""

    def __init__(self, known: Trajectory, stored: int, now: float) -> None:
        self.known, self.stored, self.saved_at = known, stored, now
        self.flying = False
        self.failures = 0
        self.error: str | None = None

    @property
    def alike(self) -> tuple:
        """What runs of one slice have in common."""
        return lockstep_key(self.known.config), self.known.iteration

    def reaches(self, iterations: int) -> bool:
        """Whether this run can still be, or already was, at exactly that iteration."""
        known = self.known
        return known.iteration <= iterations or known.asked_for(iterations).iteration == iterations


class Slot:
    """A run's place in a comparison: the config asked for, and the run as far as it is shown."""

    def __init__(self, config: RunConfig, run: Run) -> None:
        self.config, self.run = config, run
        self.shown = self._as_asked(run.known)
        self.cached = self.finished

    def _as_asked(self, known: Trajectory) -> Trajectory:
        shown = known.asked_for(self.config.iterations)
        return shown.closed(self.config) if shown.iteration == self.config.iterations else shown

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
    failed and why. `done` and `total` count iterations over all runs, `rate` is iterations a second
    and `left` seconds to go, both None when unknown.
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


class Watch:
    """One person's comparison. Every method may be called from any thread and answers at once."""

    def __init__(self, engine: "Engine", slots: list[Slot]) -> None:
        self.engine, self.slots = engine, slots
        begun = max((slot.shown.iteration for slot in slots if not slot.finished), default=0)
        self.mode = "stopped" if begun else "new"
        self.goal: int | None = begun
        self.seen = engine.clock()
        self._begun: tuple[float, int] | None = None

    def train(self) -> None:
        """Trains every run to its end, from wherever it is; tries failed ones again."""
        self._move("running", None)

    def pause(self) -> None:
        """Holds every run where the furthest unfinished one is now."""
        self._move("paused", self._furthest())

    def stop(self) -> None:
        """Stops watching: a run that nobody else watches ends, and keeps what it has."""
        self._move("stopped", self._furthest())

    def step(self) -> None:
        """Goes on to the next recorded iteration, and holds there."""
        at, stride = self._furthest(), min(slot.config.record_every for slot in self.slots)
        self._move("paused", at - at % stride + stride)

    def _furthest(self) -> int:
        with self.engine.changed:
            shown = [slot.shown.iteration for slot in self.slots if not slot.finished]
            return max(shown, default=max(slot.config.iterations for slot in self.slots))

    def _move(self, mode: str, goal: int | None) -> None:
        with self.engine.changed:
            self.mode, self.goal, self.seen = mode, goal, self.engine.clock()
            self._begun = (self.seen, self._done()) if mode == "running" else None
            if mode in ("running", "paused"):
                self.engine.retry([slot.run for slot in self.slots])
            self.deliver()
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
            self.deliver()
            if was_away:
                self.engine.pump()
            rate, left = self._pace()
            return View(
                status=self.status,
                runs=tuple(slot.shown for slot in self.slots),
                cached=tuple(slot.cached for slot in self.slots),
                errors=tuple(slot.run.error for slot in self.slots),
                done=self._done(),
                total=sum(slot.config.iterations for slot in self.slots),
                rate=rate,
                left=left,
            )

    @property
    def status(self) -> str:
        """The one word for where this comparison stands."""
        ended = [slot.finished or slot.run.error is not None for slot in self.slots]
        if all(ended):
            return "failed" if any(slot.run.error for slot in self.slots) else "done"
        return self.mode

    def wait(self, seconds: float) -> View:
        """Waits until something has changed, at most that long, and looks."""
        with self.engine.changed:
            self.engine.changed.wait(seconds)
        return self.look()

    def _done(self) -> int:
        """Iterations trained over all runs; a diverged run has no more to do."""
        return sum(
            slot.config.iterations if slot.shown.diverged else slot.shown.iteration for slot in self.slots
        )

    def _pace(self) -> tuple[float | None, float | None]:
        """Iterations a second since Train was pressed, and seconds to go at that rate."""
        if self._begun is None or self.status != "running":
            return None, None
        begun, done_then = self._begun
        done, elapsed = self._done() - done_then, self.engine.clock() - begun
        if done <= 0 or elapsed <= 0:
            return None, None
        rate = done / elapsed
        return rate, (sum(slot.config.iterations for slot in self.slots) - self._done()) / rate

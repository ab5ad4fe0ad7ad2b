"""One person's comparison as data: which runs, how far they are wanted, and what there is to see.

A watch is passive. Whoever owns it changes it under a lock of their own and tells it what time it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from initcore.experiment.config import RunConfig
from initcore.lab.choosing import Wish
from initcore.lab.limits import Need
from initcore.lab.line import Place
from initcore.lab.pace import Pace
from initcore.lab.runs import Run
from initcore.training.trajectory import Trajectory

UNWATCHED_SECONDS = 20.0
"""How long a comparison that nobody looks at goes on: a page looks five times a second."""

FORGOTTEN_SECONDS = 600.0
"""How long a comparison that nobody looks at is remembered."""

LEVEL = 0.1
"""The share of their length within which runs stand about level: so far several workers bring them apart."""


class Slot:
    """A run's place in a comparison: the config asked for, and the run as far as it is shown."""

    def __init__(self, config: RunConfig, run: Run) -> None:
        self.config, self.run, self.key = config, run, config.key
        self.shown = run.known.asked_for(config.iterations)
        self.cached = self.finished
        self._closed: tuple[Trajectory, Trajectory] | None = None

    @property
    def finished(self) -> bool:
        """Whether what is shown is at its end."""
        return self.shown.done

    @property
    def ended(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.finished or self.run.error is not None

    @property
    def settling(self) -> bool:
        """Whether what is shown is about to be judged, or on its way: not where others train the run on."""
        return self.run.settling and self.shown.iteration == self.run.iteration

    def goal(self, goal: int | None) -> int:
        """How far this run is wanted when the comparison is wanted to `goal`, None being its end."""
        return self.config.iterations if goal is None else min(goal, self.config.iterations)

    def wants(self, goal: int | None) -> bool:
        """Whether the run has to go on to get to `goal`, None being its end."""
        return not self.run.stuck and self.run.iteration < self.goal(goal)

    def deliver(self, goal: int | None) -> None:
        """Shows the run as far as it is wanted."""
        if self.shown.iteration < min(self.goal(goal), self.run.iteration):
            self.shown = self.run.known.until(self.goal(goal)).asked_for(self.config.iterations)

    def closed(self, shown: Trajectory) -> Trajectory:
        """What was shown at some moment as a run that ends there: its cost and accuracy are of that moment.

        What was asked for last is remembered.
        """
        last = self._closed
        if last is None or last[0] is not shown:
            self._closed = last = shown, shown.closed(self.config)
        return last[1]


@dataclass(frozen=True)
class View:
    """What a comparison looks like at one moment.

    `status` is new, running, paused, stopped, done or failed; `runs` are the trajectories in the order asked
    for; `cached` says which were complete before anybody pressed Train, `settling` which are on their way or
    about to be judged where they stand, `errors` which failed and why. `done` and `total` count iterations
    over the runs that have not diverged, `rate` is iterations a second lately and `left` seconds to go, both
    None when unknown. `silent` is how long (s) a worker has not answered, where that is suspiciously long,
    `waiting` where it stands in line, None where it stands in none.
    """

    status: str
    runs: tuple[Trajectory, ...]
    cached: tuple[bool, ...]
    settling: tuple[bool, ...]
    errors: tuple[str | None, ...]
    done: int
    total: int
    rate: float | None
    left: float | None
    silent: float | None = None
    waiting: Place | None = None

    @property
    def live(self) -> bool:
        """Whether the comparison is being trained now."""
        return self.status == "running"

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1; all of it where every run has diverged."""
        return self.done / self.total if self.total else 1.0


class Watch:
    """One person's comparison, looked at last at time `seen` (s).

    `need` is what it takes to train it, `refusal` why that is too much, `drawn` the places of the runs that
    are looked at. `mode` is what was pressed last (new, running, paused, stopped), `goal` the iteration that
    is wanted of every run, None being its end. `pressed` is when (s) that was, `waiting` where it stands in
    line, None where it need not wait. `owner` says whose it is, empty where that is not known. `forgotten`
    says that the audience no longer knows of it. One that rests has no `slots`: its runs were let go of, and
    are taken up again when somebody looks.
    """

    def __init__(
        self, slots: Sequence[Slot], need: Need, refusal: str | None, now: float, owner: str = ""
    ) -> None:
        self.slots, self.need, self.refusal, self.owner = slots, need, refusal, owner
        self.configs = tuple(slot.config for slot in slots)
        self._cached = tuple(slot.cached for slot in slots)
        self._at_rest: tuple[str, tuple[object, ...]] | None = None
        begun = any(slot.shown.iteration for slot in slots if not slot.finished)
        self.mode = "stopped" if begun else "new"
        self.goal: int | None = self.rear()
        self.drawn: frozenset[int] = frozenset()
        self.seen = self.pressed = now
        self.waiting: Place | None = None
        self.forgotten = True  # until its owner attends to it
        self.pace = Pace()

    def watched(self, now: float) -> bool:
        """Whether somebody is still looking and has not pressed Stop."""
        return self.mode != "stopped" and now - self.seen < UNWATCHED_SECONDS

    def wishes(self, now: float) -> list[Wish[Run]]:
        """How far the runs have to go on; nothing where nobody is looking any more."""
        if not self.watched(now):
            return []
        return [Wish(slot.run, slot.goal(self.goal)) for slot in self.slots if slot.wants(self.goal)]

    @property
    def looked_at(self) -> list[Slot]:
        """The runs that are to be drawn as they grow."""
        return [slot for place, slot in enumerate(self.slots) if place in self.drawn]

    def rear(self) -> int:
        """Where the run furthest behind stands, of those that can go on: nothing has to move to be here."""
        return min((slot.shown.iteration for slot in self.slots if not slot.ended), default=0)

    def next_record(self) -> int:
        """The recorded iteration that comes next: after the run furthest on, of those that can go on, where
        they stand about level; after the rear where it has first to catch up.
        """
        stride = min(slot.config.record_every for slot in self.slots)
        rear, length = self.rear(), max(slot.config.iterations for slot in self.slots)
        front = max((slot.shown.iteration for slot in self.slots if not slot.ended), default=0)
        at = front if front - rear <= LEVEL * length else rear
        return at - at % stride + stride

    def move(self, mode: str, goal: int | None, now: float) -> None:
        """Notes what was pressed; the pace is taken anew from here."""
        self.mode, self.goal, self.seen, self.pressed, self.pace = mode, goal, now, now, Pace()

    @property
    def rests(self) -> bool:
        """Whether its runs were let go of."""
        return self._at_rest is not None

    def rest(self) -> None:
        """Lets go of its runs; what it says of itself stays."""
        if not self.rests:
            self._at_rest, self.slots = (self.status, self.stamp), ()

    def wake(self, slots: Sequence[Slot]) -> None:
        """Takes up its runs again."""
        for slot, cached in zip(slots, self._cached, strict=True):
            slot.cached = cached
        self.slots, self._at_rest = slots, None

    @property
    def stamp(self) -> tuple[object, ...]:
        """Changes when there may be something new to see."""
        if self._at_rest is not None:
            return self._at_rest[1]
        runs = (slot.run for slot in self.slots)
        return self.mode, self.goal, *((run.iteration, run.error, run.judging) for run in runs)

    def deliver(self) -> None:
        """Takes over what the runs have come to."""
        for slot in self.slots:
            slot.deliver(self.goal)

    def retry(self) -> None:
        """Has failed runs tried again."""
        for slot in self.slots:
            if slot.run.error is not None:
                slot.run.retry()

    @property
    def status(self) -> str:
        """The one word for where this comparison stands."""
        if self._at_rest is not None:
            return self._at_rest[0]
        if all(slot.ended for slot in self.slots):
            return "failed" if any(slot.run.error for slot in self.slots) else "done"
        stepping = self.mode == "paused" and any(slot.wants(self.goal) for slot in self.slots)
        return "running" if stepping else self.mode

    def view(self, now: float) -> View:
        """What there is to see, the runs not yet `closed`; takes note of the progress, for the pace."""
        status, (done, total) = self.status, self._progress()
        rate, steady = self.pace.note(now, done) if status == "running" else (None, None)
        return View(
            status=status,
            runs=tuple(slot.shown for slot in self.slots),
            cached=tuple(slot.cached for slot in self.slots),
            settling=tuple(slot.settling for slot in self.slots),
            errors=tuple(slot.run.error for slot in self.slots),
            done=done,
            total=total,
            rate=rate,
            left=(total - done) / steady if steady else None,
            waiting=self.waiting if status == "running" else None,
            silent=max(filter(None, (slot.run.silent(now) for slot in self.slots)), default=None),
        )

    def closed(self, view: View) -> View:
        """The view, one of this watch's, with its runs closed."""
        pairs = zip(self.slots, view.runs, strict=True)
        return replace(view, runs=tuple(slot.closed(shown) for slot, shown in pairs))

    def _progress(self) -> tuple[int, int]:
        """Iterations trained, and to be trained in all, of the runs that have not diverged."""
        going = [slot for slot in self.slots if not slot.shown.diverged]
        return sum(slot.shown.iteration for slot in going), sum(slot.config.iterations for slot in going)

"""Who trains what, once.

A person's comparison is a `Watch`; what it watches are runs, each in the engine once however many
people asked for it. What a person wants of a run is one number, the iteration they want to see it
reach: pause sets it to where the run stands, step moves it by one record, stop gives it up. A run
trains while somebody wants it further on. Work goes to the workers in slices of 50 ms or less, people
taking turns slice by slice; because a slice's numbers do not depend on who shares it, the runs of a
slice are chosen afresh every time.
"""

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor, Future
from typing import Any

from initcore.experiment.config import RunConfig
from initcore.lab.asking import Asking
from initcore.lab.audience import Audience
from initcore.lab.choosing import in_turn, next_turn, weight
from initcore.lab.counts import Counts
from initcore.lab.flights import Flight, Grown
from initcore.lab.keeping import Keeper
from initcore.lab.limits import Limits, Need, memory_of, need_of
from initcore.lab.protocols import Artist, Storage
from initcore.lab.runs import Run, Runs
from initcore.lab.sweeping import Sweeper
from initcore.lab.watches import Slot, View, Watch
from initcore.training.trajectory import Trajectory


class Scheduler:
    """The one owner of runs and watches, which it changes under its lock, and of the workers.

    `executor` runs slices, `workers` of them at a time; `limits` is what one comparison may take.
    `clock` tells the time in seconds, `artist` has drawn what people look at, and `desk`, where there is
    one, answers what somebody waits for. All methods may be called from any thread. None asks a network
    anything: that is the workers' work.
    """

    def __init__(
        self,
        store: Storage,
        executor: Executor,
        workers: int,
        clock: Callable[[], float],
        limits: Limits,
        artist: Artist | None = None,
        desk: Executor | None = None,
    ) -> None:
        self.store, self.executor, self.workers, self.clock = store, executor, workers, clock
        self.limits, self.artist = limits, artist
        self.counts = Counts()
        self._listeners: list[Callable[[], None]] = []
        self._changed = threading.Condition(threading.RLock())
        self._runs = Runs()
        self._audience = Audience(self._runs, store, clock, limits)
        self._asking = Asking(executor, desk)
        self._keeper = Keeper(self._runs, store, self._changed, clock, self._asking, self._tell)
        self._flying = 0
        self._pumping = self._closing = False
        self._sweeper = Sweeper(self._sweep)

    def open(self, configs: Sequence[RunConfig], *, anew: bool = False, owner: str = "") -> Watch:
        """A watch on these runs as far as they are known: in training now, stored, or at their start.

        With `anew` all are at their start, whatever is known. `owner` says whose it is, where that is known:
        nobody has too many trained at once. Nothing is trained by it; when others are
        training all that is unfinished, it is shown going on. TableError when a run's data are an upload
        that is not at hand.
        """
        known = self._known(configs, anew)
        with self._changed:
            self._audience.make_room(sum(run.nbytes for run in known))
            slots = self._slots(configs, known, anew)
            self.counts.cached += sum(slot.cached for slot in slots)
            unfinished = [slot.run for slot in slots if not slot.ended]
            going_on = unfinished and self._audience.wanted().issuperset(unfinished)
            need = need_of([slot.shown for slot in slots], self.workers)
            watch = Watch(slots, need, self.limits.refusal(need), self.clock(), owner)
            self._attend(watch)
            self._audience.forget()
            if going_on:
                self.train(watch)
        return watch

    def _slots(self, configs: Sequence[RunConfig], known: Sequence[Trajectory], anew: bool) -> list[Slot]:
        """The places of a comparison, with the runs in the engine that are nearest to what is known."""
        now, taken = self.clock(), self._runs.anew if anew else self._runs.nearest
        return [
            Slot(config, taken(config, config.iterations, run, run.iteration, now))
            for config, run in zip(configs, known, strict=True)
        ]

    def awake(self, watch: Watch) -> Watch:
        """A watch with its runs, which are brought back where they were let go of."""
        if watch.rests:
            known = self._known(watch.configs, False)
            with self._changed:
                if watch.rests:
                    self._audience.make_room(sum(run.nbytes for run in known))
                    watch.wake(self._slots(watch.configs, known, False))
                    self._attend(watch)
        return watch

    def crowded(self, configs: Sequence[RunConfig]) -> str | None:
        """Why these runs are too much, by themselves or beside what is being trained; None where not."""
        need = Need(0.0, memory_of(configs, self.workers))
        with self._changed:
            busy = self._audience.busy_bytes()
        return self.limits.refusal(need) or self.limits.crowded(need, busy)

    def let_go(self, watch: Watch) -> None:
        """Lets go of a watch that nobody holds any more. From any thread, at any moment."""
        self._sweeper.put(watch)

    def _sweep(self, gone: Watch | None) -> None:
        with self._changed:
            if gone is not None:
                self._audience.remove(gone)
            self._keeper.keep(self._audience.wanted())  # what is not stored yet stays until it is
            self._audience.forget()

    def finished(self, configs: Sequence[RunConfig]) -> list[Trajectory] | None:
        """These runs where all of them are at their end already, None where one is not. Opens nothing."""
        runs = []
        for config in configs:
            known = self._at_hand(config)
            if known is None or not (run := known.asked_for(config.iterations)).done:
                return None
            runs.append(self._asking.stands(run).closed(config))
        return runs

    def _known(self, configs: Sequence[RunConfig], anew: bool) -> list[Trajectory]:
        """Runs as far as they are known: as they end where they are at hand, as they are stored, or at
        their start.
        """
        there = [None if anew else self._at_hand(config) for config in configs]
        missing = [config for config, run in zip(configs, there, strict=True) if run is None]
        begun = iter(self._asking.begun(missing))
        return [next(begun) if run is None else self._asking.stands(run) for run in there]

    def _at_hand(self, config: RunConfig) -> Trajectory | None:
        """A run as it ends where it is live, or as far as it is stored; None where it is neither."""
        with self._changed:
            ended = self._runs.ended(config)
        return ended or self.store.load(config)

    def train(self, watch: Watch) -> None:
        """Trains every run to its end, from wherever it is; tries failed ones again.

        Does nothing where the server does not accept a comparison that takes so much.
        """
        if watch.refusal is None:
            self._move(watch, "running", None)

    def pause(self, watch: Watch) -> None:
        """Holds every run where it is now."""
        self.awake(watch)
        with self._changed:
            self._move(watch, "paused", watch.rear())

    def stop(self, watch: Watch) -> None:
        """Stops watching: a run that nobody else watches ends, and keeps what it has."""
        self.awake(watch)
        with self._changed:
            self._move(watch, "stopped", watch.rear())

    def step(self, watch: Watch) -> None:
        """Takes the runs to the next recorded iteration, those far behind first, and holds there.

        Does nothing where `train` does nothing.
        """
        self.awake(watch)
        with self._changed:
            if watch.refusal is None:
                self._move(watch, "paused", watch.next_record())

    def _move(self, watch: Watch, mode: str, goal: int | None) -> None:
        self.awake(watch)
        with self._changed:
            watch.move(mode, goal, self.clock())
            self._attend(watch)
            if mode == "running":
                watch.retry()
            self._audience.wishes()  # tells who stands in line, also while every worker has something to do
            self._pump()

    def look(self, watch: Watch) -> View:
        """What there is to see; also notes that somebody is still looking."""
        self.awake(watch)
        with self._changed:
            now = self.clock()
            was_away, watch.seen = now - watch.seen > 1, now
            self._attend(watch)
            if was_away:
                self._pump()
            view = watch.view(now)
        return watch.closed(view)

    def show(self, watch: Watch, places: Collection[int]) -> None:
        """Notes which of a comparison's runs somebody looks at, by place: these are drawn as they grow."""
        with self._changed:
            watch.drawn = frozenset(places)

    def listen(self, told: Callable[[], None]) -> None:
        """Has `told` called whenever something has changed; it must not keep anybody waiting."""
        with self._changed:
            self._listeners.append(told)

    def ask(
        self, function: Callable[..., Any], runs: Sequence[Trajectory], *arguments: Any, soon: bool = False
    ) -> Future[Any]:
        """What function(runs, *arguments) answers, worked out by a worker; see `Asking.ask`."""
        return self._asking.ask(function, runs, *arguments, soon=soon)

    def measure(self, runs: Sequence[Trajectory]) -> None:
        """Has a worker measure what is not known of these runs; see `Asking.measure`."""
        self._asking.measure(runs)

    @property
    def waiting(self) -> int:
        """How many runs somebody wants to go on that no worker has now."""
        with self._changed:
            return sum(not run.flying for run in self._audience.wanted())

    def wait(self, watch: Watch, seconds: float) -> View:
        """Waits until something has changed, at most that long, and looks."""
        with self._changed:
            self._changed.wait(seconds)
        return self.look(watch)

    def _attend(self, watch: Watch) -> None:
        """Shows a watch what its runs have come to; sees to it that they can come to where it wants them.

        It may have been forgotten, and others may have taken a run past an end that was not kept.
        """
        self._audience.add(watch)
        watch.deliver()
        for slot in watch.slots:
            run, goal = slot.run, slot.goal(watch.goal)
            overtaken = run.iteration > goal
            if slot.shown.iteration < goal and (overtaken or not self._runs.holds(run, slot.key)):
                known = slot.shown if overtaken else run.known
                slot.run = self._runs.nearest(slot.config, goal, known, run.stored, self.clock())

    def _pump(self) -> None:
        """Gives the workers what they are free to do. Called whenever something has changed."""
        if self._pumping:
            return  # a slice that landed while it was being sent; whoever sent it goes on
        self._pumping = True
        try:
            while not self._closing and (free := self.workers - self._flying) > 0:
                wishes = self._audience.wishes()
                turn = next_turn(wishes, free)
                if turn is None:
                    break
                self._audience.had_turn(turn.place)
                draw = self.artist.draw if self.artist else None
                seen = self._audience.looked_at()
                turns = in_turn(wishes), weight(wishes, turn.place)
                self._send(Flight(turn.runs, turn.stop, *turns, self.workers, draw, seen))
        finally:
            self._pumping = False
        self._changed.notify_all()
        self._tell()

    def _tell(self) -> None:
        for told in self._listeners:
            told()

    def _send(self, flight: Flight) -> None:
        """Hands one slice to a worker."""
        self._flying += 1
        begun = self.clock()
        future = flight.sent(self.executor, begun)
        future.add_done_callback(lambda done: self._land(flight, done, begun))

    def _land(self, flight: Flight, done: Future[Any], begun: float) -> None:
        """Takes a finished slice in, sends the next one, and has stored what has come to rest."""
        grown = flight.grown(done)
        with self._changed:
            self._flying -= 1
            self.counts.landed(self.clock() - begun)
            for run in flight.runs:
                run.flying = False
            try:
                self._take_in(flight.runs, grown)
                watching = self._audience.of(flight.runs)
                for watch in watching:
                    self._attend(watch)
                rests = self._audience.rests(flight.runs, watching)
            finally:  # whatever went wrong with these runs, the others go on
                self._pump()
            if not self._closing and (rests or self._keeper.due):
                self._keeper.keep(self._audience.wanted())

    def _take_in(self, batch: Sequence[Run], grown: list[Grown] | BaseException) -> None:
        if isinstance(grown, BaseException):
            for run in batch if not self._closing else ():
                run.failed(grown, alone=len(batch) == 1)
                self.counts.failed += run.error is not None
            return
        for run, (before, after, drawn) in zip(batch, grown, strict=True):
            self.counts.trained += after.done
            # While it was joined, somebody may have asked for a longer run.
            longer = run.known.config.iterations
            run.known = after if run.known is before else after.asked_for(longer)
            run.retry()
            if self.artist and drawn is not None:
                self.artist.keep(run.known, drawn)

    def close(self) -> None:
        """Ends the workers; what was trained and not yet stored is stored."""
        with self._changed:
            self._closing = True
        self._sweeper.close()
        self._asking.close()
        self._keeper.close()
        self.store.close()

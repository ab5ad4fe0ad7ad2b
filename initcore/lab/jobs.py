"""Who trains what, once.

A person's comparison is a `Watch`; what it watches are runs, each in the engine once however many
people asked for it. What a person wants of a run is one number, the iteration they want to see it
reach: pause sets it to where the run stands, step moves it by one record, stop gives it up. A run
trains while somebody wants it further on. Work goes to the workers in slices of about 80 ms, people
taking turns slice by slice; because a slice's numbers do not depend on who shares it, the runs of a
slice are chosen afresh every time.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from initcore.diagnosis.diagnose import diagnose
from initcore.experiment.config import RunConfig
from initcore.lab.limits import UNLIMITED, Limits
from initcore.lab.watch import Run, Slot, Watch, reaches
from initcore.lab.worker import run_slice
from initcore.store.store import Store
from initcore.training.begin import State, begin
from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

SLICE_SECONDS = 0.08
"""Long enough that moving a state costs little, short enough that pause and fairness feel instant."""

MOVED_BYTES_A_SECOND = 2.5e8
"""About what pickling and two pipes carry; a slice lasts 20 times as long as its state's journey."""

MOST_STACKED = 16
LEAST_STACKED = 4
FORGOTTEN_SECONDS = 600.0
SAVE_EVERY_SECONDS = 10.0
"""How often a run that goes on is stored, where that is quick."""

SAVING = 0.05
"""The share of one core's time that storing runs which go on may take: large ones are stored less often."""


class Engine:
    """Runs in training, the people who watch them, the store and the workers.

    `executor` runs slices, `workers` of them at a time; `limits` is what one comparison may take. All
    methods may be called from any thread.
    """

    def __init__(
        self,
        store: Store,
        executor: Executor,
        workers: int,
        clock: Callable[[], float] = time.monotonic,
        limits: Limits = UNLIMITED,
    ) -> None:
        self.store, self.executor, self.workers, self.clock = store, executor, workers, clock
        self.limits = limits
        self.changed = threading.Condition(threading.RLock())
        self._runs: dict[str, list[Run]] = {}
        self._watches: deque[Watch] = deque()
        self._flying = 0
        self._save_seconds = 0.0
        self._pumping = self._closing = False
        # A thread of its own, so that no worker waits for a slow database.
        self._saver = ThreadPoolExecutor(1, thread_name_prefix="store")

    def open(self, configs: Sequence[RunConfig]) -> Watch:
        """A watch on these runs as far as they are known: in training now, stored, or at their start.

        Nothing is trained by it; when others are training all that is unfinished, it is shown going on.
        TableError when a run's data are an upload that is not at hand.
        """
        stored = [self.store.load(config) for config in configs]
        known = [run or begin([config]).runs[0] for config, run in zip(configs, stored, strict=True)]
        with self.changed:
            slots = [
                Slot(config, self._run_for(config, config.iterations, run, run.iteration))
                for config, run in zip(configs, known, strict=True)
            ]
            unfinished = [slot.run for slot in slots if not slot.finished and slot.run.error is None]
            going_on = unfinished and self._wanted().issuperset(unfinished)
            watch = Watch(self, slots)
            self.attend(watch)
            self._forget()
            if going_on:
                watch.train()
        return watch

    def _run_for(self, config: RunConfig, iterations: int, known: Trajectory, stored: int) -> Run:
        """The run that is nearest to being at that iteration: a live one, or a new one.

        A new one starts from `known` or from a live run cut back, whichever saves more training.
        """
        live = self._runs.setdefault(config.key, [])
        starts = [run.known for run in live if run.reaches(iterations)]
        starts += [known if reaches(known, iterations) else known.asked_for(iterations)]
        starts += [run.known.asked_for(iterations) for run in live]
        start = max(starts, key=lambda start: min(start.iteration, iterations))
        run = next((run for run in live if run.known is start), None)
        if run is None:
            run = Run(start, stored, now=self.clock())
            live.append(run)
        if run.known.config.iterations < config.iterations:
            run.known = run.known.asked_for(config.iterations)
        return run

    def attend(self, watch: Watch) -> None:
        """Shows a watch what its runs have come to; sees to it that they can come to where it wants them.

        It may have been forgotten, and others may have taken a run past an end that was not kept.
        """
        with self.changed:
            if watch.forgotten:
                watch.forgotten = False
                self._watches.append(watch)
            watch.deliver()
            for slot in watch.slots:
                run, goal = slot.run, slot.goal(watch.goal)
                overtaken = run.known.iteration > goal
                if slot.shown.iteration < goal and (overtaken or run not in self._runs.get(slot.key, ())):
                    known = slot.shown if overtaken else run.known
                    slot.run = self._run_for(slot.config, goal, known, run.stored)

    def _wanted(self) -> set[Run]:
        """The runs that somebody who is still looking wants to go on."""
        return {
            slot.run
            for watch in self._watches
            if watch.watched
            for slot in watch.slots
            if slot.wants(watch.goal)
        }

    def pump(self) -> None:
        """Gives the workers what they are free to do. Called whenever something has changed."""
        with self.changed:
            if self._pumping:
                return  # a slice that landed while it was being sent; whoever sent it goes on
            self._pumping = True
            try:
                while self._flying < self.workers and not self._closing and (batch := self._next_batch()):
                    self._send(batch)
            finally:
                self._pumping = False
            self.changed.notify_all()

    def _next_batch(self) -> list[Run]:
        """The runs of the next slice: those of whoever has waited longest for a turn."""
        for _ in range(len(self._watches)):
            watch = self._watches[0]
            self._watches.rotate(-1)
            ready = [slot.run for slot in watch.slots if slot.wants(watch.goal) and not slot.run.flying]
            ready = list(dict.fromkeys(ready))
            if not ready or not watch.watched:
                continue
            first = min(ready, key=lambda run: run.known.iteration)  # so that all grow side by side
            if first.failures:
                return [first]  # alone, so that a run that kills workers fails alone
            alike = [run for run in ready if run.alike == first.alike and not run.failures]
            free = self.workers - self._flying
            return alike[: min(MOST_STACKED, max(LEAST_STACKED, -(-len(alike) // free)))]
        return []

    def _send(self, batch: list[Run]) -> None:
        """Hands one slice to a worker."""
        state = State(tuple(run.known.without_records() for run in batch))
        tables = tuple({run.table for run in batch if run.table is not None})
        moved = sum(run.known.theta.nbytes + run.known.slots.nbytes for run in batch)
        moved += sum(table.inputs.nbytes for table in tables)
        seconds = max(SLICE_SECONDS, 20 * moved / MOVED_BYTES_A_SECOND)
        for run in batch:
            run.flying = True
        self._flying += 1
        try:
            future = self.executor.submit(run_slice, state, seconds, self._next_stop(batch), tables)
        except Exception as error:  # the workers have been stopped, or a cluster does not answer
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._land(batch, done))

    def _next_stop(self, batch: list[Run]) -> int:
        """The first iteration at which somebody wants to have one of these runs as it stands there."""
        stops = [
            slot.goal(watch.goal)
            for watch in self._watches
            for slot in watch.slots
            if slot.run in batch and watch.watched and slot.wants(watch.goal)
        ]
        return min(stops, default=batch[0].known.iteration)

    def _land(self, batch: list[Run], done: Future) -> None:
        """Takes a finished slice in, sends the next one, and stores what has come to rest."""
        with self.changed:
            self._flying -= 1
            for run in batch:
                run.flying = False
            try:
                self._take_in(batch, done)
                for watch in self._watches:
                    self.attend(watch)
            finally:  # whatever went wrong with these runs, the others go on
                self.pump()
            self._keep()

    def _take_in(self, batch: list[Run], done: Future) -> None:
        try:
            known = [run.known.followed_by(new) for run, new in zip(batch, done.result().runs, strict=True)]
        except BaseException as error:
            for run in batch if not self._closing else ():
                run.failed(error, alone=len(batch) == 1)
            return
        for run, further in zip(batch, known, strict=True):
            run.known = further
            run.retry()

    def _keep(self) -> None:
        """Has runs stored: those that rest further on than the store knows, now and then the others."""
        behind = [run for live in self._runs.values() for run in live if run.unsaved and not run.saving]
        if not behind or self._closing:
            return
        wanted = self._wanted()
        every = max(SAVE_EVERY_SECONDS, self._save_seconds * len(behind) / SAVING)
        for run in behind:
            resting = not run.flying and run not in wanted
            if resting or self.clock() - run.saved_at > every:
                try:
                    self._saver.submit(self._save, run)
                except RuntimeError:
                    return  # the interpreter is about to exit, and `close` stores what is left
                run.saving = True

    def _save(self, run: Run) -> None:
        """Stores a run as far as it is now. Raises nothing, as the store is only a cache."""
        with self.changed:
            run.saving, run.saved_at = False, self.clock()
            known, run.stored = run.known, run.known.iteration
        begun = time.thread_time()
        try:
            self.store.save(known, diagnose(known.closed(known.config)).name)
        except Exception:
            log.exception("run %s could not be stored", known.config.key[:12])
        self._save_seconds = time.thread_time() - begun

    def _forget(self) -> None:
        """Drops watches nobody has looked at for long, and runs that nobody watches."""
        for watch in self._watches:
            watch.forgotten = self.clock() - watch.seen >= FORGOTTEN_SECONDS
        self._watches = deque(watch for watch in self._watches if not watch.forgotten)
        held = {slot.run for watch in self._watches for slot in watch.slots}
        for key, live in list(self._runs.items()):
            self._runs[key] = [run for run in live if run in held or run.flying or run.saving]
            if not self._runs[key]:
                del self._runs[key]

    def close(self) -> None:
        """Ends the workers; what was trained and not yet stored is stored."""
        with self.changed:
            self._closing = True
        self.executor.shutdown()
        self._saver.shutdown()
        with self.changed:
            unsaved = [run for live in self._runs.values() for run in live if run.unsaved]
        for run in unsaved:
            self._save(run)
        self.store.close()

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
from concurrent.futures import Executor, Future
from itertools import count

from initcore.config import RunConfig
from initcore.diagnostics import diagnose
from initcore.lab.executors import WorkerDied
from initcore.lab.store import Store
from initcore.lab.watch import Run, Slot, Watch
from initcore.lab.worker import run_slice
from initcore.training import State, begin

log = logging.getLogger(__name__)

SLICE_SECONDS = 0.08
"""Long enough that moving a state costs little, short enough that pause and fairness feel instant."""

MOVED_BYTES_A_SECOND = 2.5e8
"""About what pickling and two pipes carry; a slice lasts 20 times as long as its state's journey."""

MOST_STACKED = 16
LEAST_STACKED = 4
RETRIES = 3
UNWATCHED_SECONDS = 20.0
FORGOTTEN_SECONDS = 600.0
SAVE_EVERY_SECONDS = 10.0


class Engine:
    """Runs in training, the people who watch them, the store and the workers.

    `executor` runs slices, `workers` of them at a time. All methods may be called from any thread.
    """

    def __init__(
        self, store: Store, executor: Executor, workers: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.store, self.executor, self.workers, self.clock = store, executor, workers, clock
        self.changed = threading.Condition(threading.RLock())
        self._runs: dict[tuple[str, int], Run] = {}
        self._watches: deque[Watch] = deque()
        self._flying = 0
        self._closing = False

    def open(self, configs: Sequence[RunConfig]) -> Watch:
        """A watch on these runs as far as they are known: in training now, stored, or at their start.

        Nothing is trained by it, except that a run which others are training goes on being shown.
        """
        known = [self._live(config) or self._stored(config) for config in configs]
        with self.changed:
            slots = [self._slot(config, run) for config, run in zip(configs, known, strict=True)]
            watch = Watch(self, slots)
            going_on = any(self._wanted(slot.run) for slot in slots)
            self._watches.append(watch)
            self._forget()
            if going_on:
                watch.train()
        return watch

    def _live(self, config: RunConfig) -> Run | None:
        """The run in the engine that can serve this config to its last iteration."""
        with self.changed:
            for (key, _), run in self._runs.items():
                if key == config.key and run.reaches(config.iterations):
                    return run
        return None

    def _stored(self, config: RunConfig) -> Run:
        """A run begun from what the store has of it, or from its first iteration."""
        stored = self.store.load(config)
        known = begin([config]).runs[0] if stored is None else stored.asked_for(config.iterations)
        return Run(known, stored=known.iteration, now=self.clock())

    def _slot(self, config: RunConfig, run: Run) -> Slot:
        """A place in a watch; puts the run among the live ones, or joins the one that was first."""
        for number in count():
            run = self._runs.setdefault((config.key, number), run)
            if run.reaches(config.iterations):
                break
        if run.known.config.iterations < config.iterations:
            run.known = run.known.asked_for(config.iterations)
        return Slot(config, run)

    def _wanted(self, run: Run) -> bool:
        """Whether somebody who is still looking wants this run to go on."""
        return any(
            slot.run is run and slot.wants(watch.goal)
            for watch in self._watches
            if self._watching(watch)
            for slot in watch.slots
        )

    def _watching(self, watch: Watch) -> bool:
        return watch.mode != "stopped" and self.clock() - watch.seen < UNWATCHED_SECONDS

    def pump(self) -> None:
        """Gives the workers what they are free to do. Called whenever something has changed."""
        with self.changed:
            while self._flying < self.workers and not self._closing:
                batch = self._next_batch()
                if not batch:
                    break
                self._send(batch)
            self.changed.notify_all()

    def _next_batch(self) -> list[Run]:
        """The runs of the next slice: those of whoever has waited longest for a turn."""
        for _ in range(len(self._watches)):
            watch = self._watches[0]
            self._watches.rotate(-1)
            if not self._watching(watch):
                continue
            ready = [slot.run for slot in watch.slots if slot.wants(watch.goal) and not slot.run.flying]
            ready = list(dict.fromkeys(ready))
            if not ready:
                continue
            first = ready[0]
            if first.failures:
                return [first]  # alone, so that a run that kills workers fails alone
            alike = [run for run in ready if run.alike == first.alike and not run.failures]
            free = self.workers - self._flying
            return alike[: min(MOST_STACKED, max(LEAST_STACKED, -(-len(alike) // free)))]
        return []

    def _send(self, batch: list[Run]) -> None:
        """Hands one slice to a worker."""
        for run in batch:
            run.flying = True
        self._flying += 1
        state = State(tuple(run.known.without_records() for run in batch))
        moved = sum(run.known.theta.nbytes for run in batch)
        seconds = max(SLICE_SECONDS, 20 * moved / MOVED_BYTES_A_SECOND)
        try:
            future = self.executor.submit(run_slice, state, seconds, self._next_stop(batch))
        except RuntimeError as error:  # the workers have been stopped
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._land(batch, done))

    def _next_stop(self, batch: list[Run]) -> int:
        """The first iteration at which somebody wants to have one of these runs as it stands there."""
        stops = [
            slot.goal(watch.goal)
            for watch in self._watches
            for slot in watch.slots
            if slot.run in batch and self._watching(watch) and slot.wants(watch.goal)
        ]
        return min(stops, default=batch[0].known.iteration)

    def _land(self, batch: list[Run], done: Future) -> None:
        """Takes a finished slice in, sends the next one, and stores what has come to rest."""
        error = done.exception() if not done.cancelled() else RuntimeError("the app is closing")
        with self.changed:
            self._flying -= 1
            for place, run in enumerate(batch):
                run.flying = False
                if error is None:
                    run.known = run.known.followed_by(done.result().runs[place])
                    run.failures, run.error = 0, None
                elif not self._closing:
                    self._failed(run, error)
            for watch in self._watches:
                watch.deliver()
            self.pump()
            to_save = [run for run in batch if self._worth_saving(run)]
        for run in to_save:
            self._save(run)

    def _save(self, run: Run) -> None:
        known = run.known
        run.stored, run.saved_at = known.iteration, self.clock()
        self.store.save(known, diagnose(known).name)

    def _worth_saving(self, run: Run) -> bool:
        """At rest and further on than the store knows, or a while in training since it was stored."""
        if run.known.iteration <= run.stored:
            return False
        return not self._wanted(run) or self.clock() - run.saved_at > SAVE_EVERY_SECONDS

    def _failed(self, run: Run, error: BaseException) -> None:
        run.failures += 1
        if isinstance(error, WorkerDied) and run.failures <= RETRIES:
            log.warning("a worker died in a slice of %s; trying again", run.known.config.key[:12])
            return
        log.error("run %s was given up: %s", run.known.config.key[:12], error)
        if isinstance(error, WorkerDied):
            run.error = f"Training failed: the worker process died {run.failures} times in a row on this run."
        elif isinstance(error, MemoryError):
            run.error = "Training failed: there is not enough memory for this network."
        else:
            run.error = "Training failed in a way that was not foreseen; the server's log says more."

    def retry(self, runs: Sequence[Run]) -> None:
        """Lets failed runs be tried again; called when somebody presses Train once more."""
        with self.changed:
            for run in runs:
                run.failures, run.error = 0, None

    def _forget(self) -> None:
        """Drops watches nobody has looked at for long, and runs that nobody watches."""
        now = self.clock()
        self._watches = deque(w for w in self._watches if now - w.seen < FORGOTTEN_SECONDS)
        held = {id(slot.run) for watch in self._watches for slot in watch.slots}
        self._runs = {place: run for place, run in self._runs.items() if id(run) in held or run.flying}

    def close(self) -> None:
        """Ends the workers; what was trained and not yet stored is stored."""
        with self.changed:
            self._closing = True
            unsaved = [run for run in self._runs.values() if run.known.iteration > run.stored]
        self.executor.shutdown()
        for run in unsaved:
            self._save(run)
        self.store.close()

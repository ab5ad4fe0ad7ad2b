"""The engine as the settings say: store, workers and scheduler put together."""

import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from threadpoolctl import threadpool_limits

from initcore.experiment.config import RunConfig
from initcore.lab.counts import Counts
from initcore.lab.executors import WorkerPool
from initcore.lab.handle import Handle
from initcore.lab.limits import UNLIMITED, Limits
from initcore.lab.machine import this_machine
from initcore.lab.protocols import Artist
from initcore.lab.scheduler import Scheduler
from initcore.lab.settings import Settings
from initcore.store.store import Store
from initcore.training.trajectory import Trajectory


class Engine:
    """A store, and a scheduler that keeps in it what it trains: all that pages and command line need.

    The arguments are those of `Scheduler`.
    """

    def __init__(
        self,
        store: Store,
        executor: Executor,
        workers: int,
        clock: Callable[[], float] = time.monotonic,
        limits: Limits = UNLIMITED,
        artist: Artist | None = None,
        desk: Executor | None = None,
    ) -> None:
        self.store = store
        self.scheduler = Scheduler(store, executor, workers, clock, limits, artist, desk)

    @property
    def workers(self) -> int:
        """How many processes train."""
        return self.scheduler.workers

    @property
    def alive(self) -> int:
        """How many of these processes are running now."""
        executor = self.scheduler.executor
        return len(executor.pids) if isinstance(executor, WorkerPool) else self.workers

    @property
    def restarted(self) -> int:
        """How many of them were started in place of one that had died."""
        executor = self.scheduler.executor
        return executor.restarted if isinstance(executor, WorkerPool) else 0

    @property
    def counts(self) -> Counts:
        """What was done so far."""
        return self.scheduler.counts

    @property
    def waiting(self) -> int:
        """How many runs wait for a worker."""
        return self.scheduler.waiting

    @property
    def limits(self) -> Limits:
        """What a comparison may take."""
        return self.scheduler.limits

    def open(self, configs: Sequence[RunConfig], *, anew: bool = False, owner: str = "") -> Handle:
        """A handle on a comparison of these runs, of which nothing is trained by it; see `Scheduler.open`."""
        watch = self.scheduler.open(configs, anew=anew, owner=owner)
        handle = Handle(self.scheduler, watch)
        weakref.finalize(handle, self.scheduler.let_go, watch)
        return handle

    def refusal(self, configs: Sequence[RunConfig]) -> str | None:
        """Why these runs cannot be opened now; see `Scheduler.crowded`."""
        return self.scheduler.crowded(configs)

    def finished(self, configs: Sequence[RunConfig]) -> list[Trajectory] | None:
        """These runs where all of them are at their end already; see `Scheduler.finished`."""
        return self.scheduler.finished(configs)

    def listen(self, told: Callable[[], None]) -> None:
        """Has `told` called whenever something has changed; see `Scheduler.listen`."""
        self.scheduler.listen(told)

    def ask(
        self, function: Callable[..., Any], runs: Sequence[Trajectory], *arguments: Any, soon: bool = False
    ) -> Future[Any]:
        """What function(runs, *arguments) answers, worked out by a worker; see `Asking.ask`."""
        return self.scheduler.ask(function, runs, *arguments, soon=soon)

    def measure(self, runs: Sequence[Trajectory]) -> None:
        """Sees to it that `accuracy_curves` of these runs asks no network; see `Asking.measure`."""
        self.scheduler.measure(runs)

    def close(self) -> None:
        """Ends the workers; what was trained and not yet stored is stored."""
        self.scheduler.close()


def start_engine(
    settings: Settings,
    *,
    cache: bool = True,
    limits: Limits = UNLIMITED,
    artist: Artist | None = None,
    desk: bool = False,
) -> Engine:
    """An engine with its worker processes started; `close` it to end them.

    With a `desk`, one process more, which never trains, answers what somebody waits for.
    """
    # As in the workers: what this process computes is small, and threads would fight the workers for cores.
    threadpool_limits(1, "blas")
    this_machine()  # measured now, when no worker takes the cores and nobody waits for an answer
    store = Store(settings.database_url, settings.store_bytes if cache else 0)
    pool, beside = WorkerPool(settings.workers), WorkerPool(1) if desk else None
    return Engine(store, pool, settings.workers, limits=limits, artist=artist, desk=beside)


@contextmanager
def running_engine(settings: Settings, *, cache: bool = True) -> Iterator[Engine]:
    """An engine for the length of a `with` block."""
    engine = start_engine(settings, cache=cache)
    try:
        yield engine
    finally:
        engine.close()

"""The engine as the settings say: store, workers and jobs put together."""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

from initcore.lab.executors import WorkerPool
from initcore.lab.jobs import Engine
from initcore.lab.limits import UNLIMITED, Limits
from initcore.lab.settings import Settings
from initcore.store.store import Store


def start_engine(settings: Settings, *, cache: bool = True, limits: Limits = UNLIMITED) -> Engine:
    """An engine with its worker processes started; `close` it to end them."""
    # As in the workers: what this process computes is small, and threads would fight the workers for cores.
    threadpool_limits(1, "blas")
    store = Store(settings.database_url, settings.store_bytes if cache else 0)
    return Engine(store, WorkerPool(settings.workers), settings.workers, limits=limits)


@contextmanager
def running_engine(settings: Settings, *, cache: bool = True) -> Iterator[Engine]:
    """An engine for the length of a `with` block."""
    engine = start_engine(settings, cache=cache)
    try:
        yield engine
    finally:
        engine.close()

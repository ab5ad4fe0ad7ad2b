"""Storing runs, without anybody waiting for the database."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from initcore.diagnosis.diagnose import diagnose
from initcore.lab.choosing import to_store
from initcore.lab.protocols import Storage
from initcore.lab.runs import Run, Runs

log = logging.getLogger(__name__)


class Keeper:
    """Stores `runs`, which are only read and changed under `lock`, on a thread of its own."""

    def __init__(
        self, runs: Runs, store: Storage, lock: AbstractContextManager[object], clock: Callable[[], float]
    ) -> None:
        self._runs, self._store, self._lock, self._clock = runs, store, lock, clock
        self._seconds = 0.0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    def keep(self, going: set[Run]) -> None:
        """Has stored what it is time to store, with the lock held; `going` are wanted to go on."""
        for run in to_store(self._runs, going, self._clock(), self._seconds):
            try:
                self._thread.submit(self._save, run)
            except RuntimeError:
                return  # the interpreter is about to exit, and `close` stores what is left
            run.saving = True

    def _save(self, run: Run) -> None:
        """Stores a run as far as it is now. Raises nothing, as the store is only a cache."""
        with self._lock:
            run.saving, run.saved_at = False, self._clock()
            known, run.stored = run.known, run.iteration
        begun = time.thread_time()
        try:
            self._store.save(known, diagnose(known.closed(known.config)).name)
        except Exception:
            log.exception("run %s could not be stored", known.config.key[:12])
        self._seconds = time.thread_time() - begun

    def close(self) -> None:
        """Stores, at once, what was trained and is not stored yet."""
        self._thread.shutdown()
        with self._lock:
            unsaved = [run for run in self._runs if run.unsaved]
        for run in unsaved:
            self._save(run)

"""Storing runs, without anybody waiting for the database, nor the server for a network.

What the database does not take now is tried again later.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import replace

from initcore.diagnosis import found
from initcore.lab.asking import GONE, Asking
from initcore.lab.choosing import to_store
from initcore.lab.judging import Judged, judged
from initcore.lab.protocols import Storage
from initcore.lab.runs import Run, Runs
from initcore.lab.waiting import Waiting
from initcore.measures import curves
from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds until what could not be stored is tried again; each pause is twice the one before, up to a most."""

KEEP_SECONDS = 1.0
"""How often it is looked for runs that are stored while they go on."""

CLOSE_SECONDS, CLOSE_PAUSE = 4.0, 0.2
"""Seconds for which a server that ends goes on trying, and how long it pauses between two tries."""

JUDGING_SECONDS, SMALL = 1.0, 50_000
"""How long verdicts are looked for at the server's end, in all, and of networks of how many parameters: what
is stored then without one keeps the one before, or is said to be too early to tell, until it is stored anew.
"""


class Keeper:
    """Stores `runs`, which are only read and changed under `lock`, on a thread of its own.

    What is said of them is asked of the workers; `told` is called when it is known of one at rest.
    """

    def __init__(
        self,
        runs: Runs,
        store: Storage,
        lock: AbstractContextManager[object],
        clock: Callable[[], float],
        asking: Asking,
        told: Callable[[], None],
    ) -> None:
        self._told = told
        self._runs, self._store, self._lock, self._clock = runs, store, lock, clock
        self._asking = asking
        self._seconds, self._kept_at = 0.0, clock()
        self._judging_left = JUDGING_SECONDS
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        # Of what waits only the thread above knows, and `close` when that has ended.
        self._waiting, self._pause = Waiting(), FIRST_PAUSE
        self._timer: threading.Timer | None = None

    def keep(self, going: set[Run]) -> None:
        """Has stored what it is time to store, with the lock held; `going` are wanted to go on."""
        self._kept_at = self._clock()
        for run in to_store(self._runs, going, self._clock(), self._seconds):
            rests = not (run.flying or run in going)
            asked = self._judging(run) if rests else None
            try:
                self._thread.submit(self._save, run, run.known, asked)
            except RuntimeError:
                return  # the interpreter is about to exit, and `close` stores what is left
            run.saving = True

    @property
    def due(self) -> bool:
        """Whether it is time to look for runs that are stored now and then."""
        return self._clock() - self._kept_at >= KEEP_SECONDS

    def _judging(self, run: Run) -> Future[Judged] | None:
        """Has a run at rest judged at once, however long the store takes; None where no worker is left."""
        known = run.known
        try:
            asked: Future[Judged] = self._asking.ask(judged, (known,))
        except Exception:  # no worker is left, or an upload is gone: it is asked again as it is stored
            return None
        run.judging = True

        def then(done: Future[Judged]) -> None:
            if not done.cancelled() and done.exception() is None:
                found.learn(known, done.result().found)
            run.judging = False  # then whoever sees it finds what is known
            self._told()

        asked.add_done_callback(then)
        return asked

    def _save(self, run: Run, known: Trajectory, asked: Future[Judged] | None) -> None:
        """Stores a run, judged as `known`, as far as it is now. Raises nothing: the store is only a cache."""
        with self._lock:
            run.saving, run.storing, run.saved_at = False, True, self._clock()
            if run.known is not known:
                known, asked = run.known, None
            run.stored = known.iteration
        begun, judging = time.thread_time(), 0.0
        try:
            judgement = self._judged(known, asked)
            if judgement is not None:
                run.verdict, judging = judgement.verdict, judgement.seconds
                known = replace(known, cost=judgement.cost, accuracy=judgement.accuracy)
            known = known.closed(known.config)  # so that whoever goes on with it need not work that out
            if judgement is not None:
                curves.learn_whole(known, judgement.measured)
            self._store_or_wait(known, run.verdict)
        except Exception:
            log.exception("run %s could not be stored", known.config.key[:12])
        finally:
            run.storing = False  # not under the lock, which may be held by who waits for this
        self._seconds = time.thread_time() - begun + judging

    def _judged(self, known: Trajectory, asked: Future[Judged] | None) -> Judged | None:
        """What is said of a run; None where no worker is left, nor time to find it here."""
        try:
            answer: Judged = (asked or self._asking.ask(judged, (known,))).result()
            return answer
        except GONE:
            if self._judging_left <= 0 or known.theta.size > SMALL:
                return None
            begun = time.monotonic()
            answer = judged((known,))
            self._judging_left -= time.monotonic() - begun
            return answer

    def _store_or_wait(self, run: Trajectory, verdict: str) -> None:
        if self._store.save(run, verdict):
            self._waiting.stored(run)
        else:
            self._waiting.add(run, verdict)
            self._try_later()

    def _try_later(self) -> None:
        """Has what waits tried after a pause, unless that is to be already."""
        if self._timer is None:
            self._timer = threading.Timer(self._pause, self._time_is_up)
            self._timer.daemon = True
            self._timer.start()

    def _time_is_up(self) -> None:
        with suppress(RuntimeError):  # it is closed, and has tried for the last time
            self._thread.submit(self._try_again)

    def _try_again(self) -> None:
        self._timer = None
        if self._all_stored():
            self._pause = FIRST_PAUSE
        else:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._try_later()

    def _all_stored(self) -> bool:
        """Stores what waits, until one cannot be; whether nothing waits any more."""
        self._store.wake()
        for run, verdict in self._waiting.runs:
            if not self._store.save(run, verdict):
                return False
            self._waiting.stored(run)
        return True

    def close(self) -> None:
        """Stores, at once, what was trained and is not stored yet; gives up after a few seconds."""
        self._thread.shutdown()
        until = time.monotonic() + CLOSE_SECONDS
        self._store.wake()
        with self._lock:
            unsaved = [run for run in self._runs if run.unsaved]
        for run in unsaved:
            self._save(run, run.known, None)
        while self._waiting and time.monotonic() < until and not self._all_stored():
            time.sleep(CLOSE_PAUSE)
        if self._timer is not None:
            self._timer.cancel()
        if self._waiting:
            log.warning("%d runs could not be stored, and will be trained again.", len(self._waiting))

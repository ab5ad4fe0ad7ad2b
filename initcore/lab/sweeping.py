"""Letting go of what nobody holds any more, on a thread of its own."""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

EVERY_SECONDS = 30.0
"""How often it is looked for what has grown old, where nothing was handed in."""

Thing = TypeVar("Thing")


class Sweeper(Generic[Thing]):
    """Calls `sweep` with each thing that is handed in, and with None now and then, until it is closed."""

    def __init__(self, sweep: Callable[[Thing | None], None], every: float = EVERY_SECONDS) -> None:
        self._sweep, self._every = sweep, every
        self._handed: SimpleQueue[Thing | None] = SimpleQueue()
        self._open = True
        self._thread = Thread(target=self._go_on, name="sweeper", daemon=True)
        self._thread.start()

    def put(self, thing: Thing) -> None:
        """Hands something in. Also from a finalizer, which may run at any moment of any thread."""
        self._handed.put(thing)

    def close(self) -> None:
        """Ends the thread; what was handed in before is swept."""
        self._open = False
        self._handed.put(None)
        self._thread.join()

    def _go_on(self) -> None:
        while self._open or not self._handed.empty():
            self._next()

    def _next(self) -> None:
        """Waits for a thing, sweeps it, and holds it no longer than that."""
        try:
            thing = self._handed.get(timeout=self._every)
        except Empty:
            thing = None
        try:
            self._sweep(thing)
        except Exception as error:  # the next thing is swept all the same
            log.error("memory was not let go of: %r", error)

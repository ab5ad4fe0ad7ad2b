"""What is asked of the workers for the boards: each question once, however many people want the answer."""

import logging
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Any

from initcore.lab.engine import Engine
from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0
"""How long a question that went wrong is not asked again."""


class Asks:
    """Questions under way. `told` is called whenever one is answered, `answered` counts these."""

    def __init__(self, engine: Engine, told: Callable[[], None]) -> None:
        self._engine, self.told = engine, told
        self.answered = 0
        self._flying: set[Hashable] = set()
        self._failed: dict[Hashable, float] = {}
        self._lock = Lock()

    def once(
        self,
        name: Hashable,
        function: Callable[..., Any],
        runs: Sequence[Trajectory],
        *arguments: Any,
        then: Callable[[Any], None],
    ) -> None:
        """Has `then` called with function(runs, *arguments), unless that is under way under this name."""
        with self._lock:
            if (
                name in self._flying
                or time.monotonic() - self._failed.get(name, -AGAIN_SECONDS) < AGAIN_SECONDS
            ):
                return
            self._flying.add(name)
        try:
            future = self._engine.ask(function, runs, *arguments)
        except Exception as error:  # the workers have been stopped, or an upload is gone
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._landed(name, done, then))

    def _landed(self, name: Hashable, done: Future[Any], then: Callable[[Any], None]) -> None:
        with self._lock:
            self.answered += 1
            self._flying.discard(name)
            self._failed.pop(name, None)
        if done.cancelled():  # the server ends
            return
        try:
            then(done.result())
        except BaseException as error:  # what is shown lacks it; everything else goes on
            log.warning("a question about a run was not answered: %r", error)
            with self._lock:
                self._failed[name] = time.monotonic()
        self.told()

"""What is asked of the workers for the boards: each question once, however many people want the answer."""

import logging
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Any, Protocol

from initcore.lab.engine import Engine
from initcore.training.trajectory import Trajectory
from pages._stream.pacing import Pacing

log = logging.getLogger(__name__)

Then = Callable[[Any], None]

AGAIN_SECONDS = 5.0
"""How long a question that went wrong is not asked again."""


class Asker(Protocol):
    """Who asks: `answered` counts what they were answered."""

    answered: int


class Asks:
    """Questions under way, `told` being called whenever one is answered; and the pace of those that recur."""

    def __init__(self, engine: Engine, told: Callable[[], None]) -> None:
        self._engine, self.told = engine, told
        self.pacing = Pacing()
        self._flying: dict[Hashable, dict[Asker, Then]] = {}
        self._failed: dict[Hashable, float] = {}
        self._lock = Lock()

    def once(
        self,
        name: Hashable,
        function: Callable[..., Any],
        runs: Sequence[Trajectory],
        *arguments: Any,
        then: Then,
        who: Asker,
    ) -> None:
        """Has `then` called with function(runs, *arguments), which is asked unless it is under way under
        this name; for each of those who ask once.
        """
        with self._lock:
            if name in self._flying:
                self._flying[name].setdefault(who, then)
                return
            now = time.monotonic()
            self._failed = {one: at for one, at in self._failed.items() if now - at < AGAIN_SECONDS}
            if name in self._failed:
                return
            self._flying[name] = {who: then}
        try:
            future = self._engine.ask(function, runs, *arguments)
        except Exception as error:  # the workers have been stopped, or an upload is gone
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._landed(name, done))

    def _landed(self, name: Hashable, done: Future[Any]) -> None:
        with self._lock:
            thens = self._flying.pop(name)
        if done.cancelled():  # the server ends
            return
        try:
            answer = done.result()
            for then in thens.values():
                then(answer)
        except BaseException as error:  # what is shown lacks it; everything else goes on
            log.warning("a question about a run was not answered: %r", error)
            with self._lock:
                self._failed[name] = time.monotonic()
        with self._lock:  # after what was answered is known: whoever sees the number looks no further
            for who in thens:
                who.answered += 1
        self.told()

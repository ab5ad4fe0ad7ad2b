"""Wakes those whom news concern, whichever thread has it."""

import asyncio
import math
from collections.abc import Callable

Concerns = Callable[[], bool]

SPREAD_SECONDS = 1 / 30
"""The least time between two times that news is spread: whoever waits is asked each time."""


class Hub:
    """News without content: of all who wait, those are woken whom it concerns; none comes once `ended`.

    `readers` is how many streams are being read.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[asyncio.Future[bool], Concerns] = {}
        self._told = False
        self._spread_at = -math.inf
        self.ended = False
        self.readers = 0

    def end(self) -> None:
        """Tells everybody that there will be no more news."""
        self.ended = True
        self.wake()

    def wake(self) -> None:
        """Tells the news. From any thread, and costs next to nothing: many at once are told as one."""
        if self._loop is None or self._told:
            return
        self._told = True
        try:
            self._loop.call_soon_threadsafe(self._soon)
        except RuntimeError:  # the server has ended
            self._loop = None

    def _soon(self) -> None:
        """Spreads the news now, or when it is time again."""
        assert self._loop is not None
        since = self._loop.time() - self._spread_at
        self._loop.call_later(max(0.0, SPREAD_SECONDS - since), self._spread)

    def _spread(self) -> None:
        self._told = False
        self._spread_at = asyncio.get_running_loop().time()
        for waiting, concerns in list(self._waiting.items()):
            if self.ended or concerns():
                _settle(waiting, True)

    async def until(self, concerns: Concerns, seconds: float) -> bool:
        """Waits until that is so, as news is told, at most that long; whether it is, or news have ended."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._waiting, self._told, self._spread_at = loop, {}, False, -math.inf
        waiting = loop.create_future()
        self._waiting[waiting] = concerns
        time_is_up = loop.call_later(seconds, _settle, waiting, False)
        try:
            return True if self.ended or concerns() else await waiting
        finally:
            time_is_up.cancel()
            self._waiting.pop(waiting, None)


def _settle(waiting: asyncio.Future[bool], comes: bool) -> None:
    if not waiting.done():
        waiting.set_result(comes)

"""Wakes everybody who waits for news, whichever thread has it."""

import asyncio


class Hub:
    """News without content: whoever is woken looks for what concerns them; none comes once `ended`.

    `readers` is how many streams are being read.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._told = False
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
            self._loop.call_soon_threadsafe(self._spread)
        except RuntimeError:  # the server has ended
            self._loop = None

    def _spread(self) -> None:
        self._told = False
        news, self._news = self._news, asyncio.Event()
        news.set()

    def next(self) -> asyncio.Event:
        """What is set by the next news: taken before one looks, so that none is missed."""
        running = asyncio.get_running_loop()
        if self._loop is not running:
            self._loop, self._news, self._told = running, asyncio.Event(), False
        return self._news

    async def comes(self, news: asyncio.Event, seconds: float) -> bool:
        """Waits for those news, at most that long; whether they came."""
        try:
            await asyncio.wait_for(news.wait(), seconds)
        except TimeoutError:
            return False
        return True

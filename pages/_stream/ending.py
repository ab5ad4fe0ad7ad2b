"""Streams end when the server is asked to end.

It waits for every answer that is under way, and a stream is an answer that never ends by itself.
"""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType

import streamlit as st

from pages._assets.files import files
from pages._frame.serving import lifespan
from pages._stream.here import hub

ASKED = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def living(app: st.App) -> AsyncIterator[None]:
    """The server's life, with its streams."""
    hub.ended = False
    await asyncio.to_thread(files)  # made small now, when nobody waits for them
    with _told(hub.end):
        async with lifespan(app):
            yield


@contextmanager
def _told(end: Callable[[], None]) -> Iterator[None]:
    """Has `end` called as soon as the process is asked to end, before whoever else is told of it.

    Nobody else says so in time: the end of a server's life is announced when its last answer is given.
    """
    if threading.current_thread() is not threading.main_thread():  # which alone hears signals
        yield
        return
    before = {number: signal.getsignal(number) for number in ASKED}

    def handle(number: int, frame: FrameType | None) -> None:
        end()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in ASKED:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

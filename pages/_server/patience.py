"""Connections that make a server wait: cut after a while, so that many of them do not take all it has.

uvicorn gives a client any time for a request's head and body, and for reading the answer. There is no
setting for that, so its protocol is watched here from beside. What is relied on there, `cycle` (the request
under way) and `timeout_keep_alive_task` (uvicorn ends it itself), is held by tests with a real server.
"""

import asyncio
import logging
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

log = logging.getLogger(__name__)

HEAD_SECONDS = 15.0
"""How long the head of a request may take to come, from its first byte or from the connection."""

QUIET_SECONDS = 30.0
"""How long nothing may come of a body that is under way, or be read of an answer."""

LOOK_SECONDS = 3.0

PROTOCOL: type[Any] = AutoHTTPProtocol
MADE, RECEIVED = PROTOCOL.connection_made, PROTOCOL.data_received


def cut_slow_connections() -> None:
    """Has every connection watched that is made from now on."""
    PROTOCOL.connection_made = _connection_made
    PROTOCOL.data_received = _data_received


def _connection_made(protocol: Any, transport: asyncio.Transport) -> None:
    MADE(protocol, transport)
    protocol.lab_watch = _Watch(protocol, transport)


def _data_received(protocol: Any, data: bytes) -> None:
    watch: _Watch | None = getattr(protocol, "lab_watch", None)
    if watch is not None:  # a connection may be older than its being watched
        watch.hears()
    RECEIVED(protocol, data)


class _Watch:
    """Looks now and then how long a connection has kept the server waiting."""

    def __init__(self, protocol: Any, transport: asyncio.Transport) -> None:
        self._protocol, self._transport = protocol, transport
        self._loop = asyncio.get_running_loop()
        self._heard = self._since = self._loop.time()
        self._waits: object = None
        self._loop.call_later(LOOK_SECONDS, self._look)

    def hears(self) -> None:
        """Notes that something has come."""
        self._heard = self._loop.time()

    def _look(self) -> None:
        transport, now = self._transport, self._loop.time()
        if transport.is_closing() or transport.get_protocol() is not self._protocol:
            return  # it has ended, or is a socket by now, which is asked for signs of life
        waits = self._waits_for()
        if waits != self._waits:
            self._waits, self._since = waits, now
        if waits is not None and now - self._since >= self._patience(waits):
            log.info("a connection was cut that kept the server waiting for %s", waits[0])
            transport.abort()
            return
        self._loop.call_later(LOOK_SECONDS, self._look)

    def _waits_for(self) -> tuple[Any, ...] | None:
        """What the server waits for, which is the same as long as nothing comes of it."""
        cycle = self._protocol.cycle
        if self._protocol.timeout_keep_alive_task is not None:
            return None  # between two requests
        if cycle is None or cycle.response_complete:
            return "a request", cycle
        if cycle.more_body and not cycle.response_started:
            return "the rest of a request", self._heard
        unread = self._transport.get_write_buffer_size()
        return ("an answer to be read", unread) if unread else None

    def _patience(self, waits: tuple[Any, ...]) -> float:
        return HEAD_SECONDS if waits[0] == "a request" else QUIET_SECONDS

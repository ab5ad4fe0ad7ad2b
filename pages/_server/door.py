"""Who is let in: as many as there is room for, and of each address so many in a minute.

Whoever is not gets a sentence: on a page that tries again by itself, in a board, or as plain text.
"""

import logging
import math
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from html import escape

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages._assets.files import SIGHT
from pages._frame.allowed import Allowed
from pages._frame.internals import SOCKET, UPLOAD, root_path
from pages._server.paths import METRICS, READY
from pages._server.rates import Rate, home_of

log = logging.getLogger(__name__)

ON_THE_WAY_SECONDS = 10.0
"""How long a place is kept for a browser that was given a page and has not connected yet."""

BESIDE = 1.1
"""How many times as many sockets are let in as pages are given for: of those who come back, and of tests."""

NO_PAGES = (SIGHT, READY, METRICS)
"""Addresses of one word that are no page's."""

SHARE, CLASS = 0.75, 100
"""One address may have that share of all places, so that it cannot keep others out, or so many at least."""

AGAIN_SECONDS = 10
"""After which a browser that was not let in asks again."""

FULL = "As many people are here as this server takes. This page asks again by itself, every ten seconds."
FULL_OF_YOU = "As many people of your network are here as this server takes. This page asks again by itself."
TOO_MANY = {
    "page": "Very many pages were opened from here in the last minute. This one comes in ten seconds.",
    "stream": "Very many boards were opened from here in the last minute. Please try again in ten seconds.",
    "upload": "Very many files were uploaded from here in the last minute. Please try again in ten seconds.",
}

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{again}"><title>Init Lab</title>
<style>
:root {{ color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }}
main {{ max-width: 34rem; margin: 20vh auto; padding: 0 1rem; }}
</style>
</head>
<body><main><h1>Init Lab</h1><p role="status">{sentence}</p></main></body>
</html>
"""


class Door:
    """Counts who is in, and answers instead of the app where somebody cannot be let in.

    `most` is how many may be connected, None for any number. `clock` tells the time in seconds.
    """

    def __init__(
        self, app: ASGIApp, says: Allowed, most: int | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.app, self._most, self._clock = app, most, clock
        self._rates: Mapping[str, Rate] = {
            "page": Rate(says.pages, clock),
            "stream": Rate(says.streams, clock),
            "upload": Rate(says.uploads, clock),
        }
        self._inside: Counter[str] = Counter()
        self._coming: deque[tuple[float, str]] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets in, or answers why not."""
        kind, client = kind_of(scope), scope.get("client")
        home = home_of(client[0]) if client else ""
        if kind == "socket":
            await self._socket(home, scope, receive, send)
            return
        refusal = self._refusal(kind, home) if kind else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, kind: str, home: str) -> Response | None:
        """Why that is not answered as usual; None where it is."""
        if not self._rates[kind].takes(home):
            log.warning("too much was asked for in a minute from one address: %ss", kind)
            return _sorry(kind, TOO_MANY[kind], 429)
        if kind == "page" and self._most is not None:
            sentence = self._full(home, self._most)
            if sentence:
                log.warning("a browser was not let in: %d are connected", self._inside.total())
                return _sorry(kind, sentence, 503)
            self._coming.append((self._clock(), home))
        return None

    def _full(self, home: str, most: int) -> str:
        """What is said where there is no place for one more from there; empty where there is one."""
        since = self._clock() - ON_THE_WAY_SECONDS
        while self._coming and self._coming[0][0] < since:
            self._coming.popleft()
        if self._inside.total() + len(self._coming) >= most:
            return FULL
        theirs = self._inside[home] + sum(one == home for _, one in self._coming)
        return FULL_OF_YOU if theirs >= max(CLASS, SHARE * most) else ""

    async def _socket(self, home: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a socket in that a page was given for; those beyond would only make the others wait."""
        expected = next((one for one in self._coming if one[1] == home), None)
        if expected is not None:
            self._coming.remove(expected)
        if self._most is not None and (
            self._inside.total() >= math.ceil(self._most * BESIDE)
            or self._inside[home] >= math.ceil(max(CLASS, SHARE * self._most) * BESIDE)
        ):
            log.warning("a socket was not let in: %d are open", self._inside.total())
            await _refuse_socket(scope, receive, send)
            return
        self._inside[home] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._inside[home] -= 1
            if not self._inside[home]:
                del self._inside[home]


def kind_of(scope: Scope) -> str | None:
    """What is asked for, of what is counted: page, stream, upload or socket; None for all else."""
    root = root_path()
    path = scope.get("path", "").removeprefix(root)
    if scope["type"] == "websocket":
        return "socket" if path == SOCKET else None
    if scope["type"] != "http":
        return None
    if scope["method"] == "GET" and path not in NO_PAGES and re.fullmatch(r"/?|/[A-Za-z][A-Za-z-]*", path):
        return "page"
    if scope["method"] in ("GET", "HEAD") and re.fullmatch(r"/lab/[^/]+", path):
        return "stream"
    if scope["method"] in ("PUT", "POST") and path.startswith(UPLOAD):
        return "upload"
    return None


def _sorry(kind: str, sentence: str, status: int) -> Response:
    headers = {"Retry-After": str(AGAIN_SECONDS), "Cache-Control": "no-store"}
    if kind == "page":
        page = PAGE.format(again=AGAIN_SECONDS, sentence=escape(sentence))
        return HTMLResponse(page, status, headers=headers)
    return PlainTextResponse(sentence, status, headers=headers)


async def _refuse_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a handshake with a sentence, where the server can."""
    await receive()
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1013})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"%d" % AGAIN_SECONDS)]
    await send({"type": "websocket.http.response.start", "status": 503, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": FULL.encode()})

"""Sockets and shared answers are for pages of this very address.

Streamlit lets any page of the same machine connect, whatever its port, and shares answers with it: with
every other app that somebody runs there, and with whatever runs in that.
"""

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._frame.internals import shared_with

log = logging.getLogger(__name__)

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
SHARES = "access-control-allow-origin"


class SameOrigin:
    """Refuses a socket to a page of another address, and lets no such page read an answer.

    One whose origin `server.corsAllowedOrigins` names is let in. A client that names no origin is no page
    of a browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Has the app answer whom it may."""
        if scope["type"] not in ("http", "websocket") or is_ours(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            log.warning("a page of another address was refused: %.80r", Headers(scope=scope)["origin"])
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self.app(scope, receive, _unshared(send))


def is_ours(scope: Scope) -> bool:
    """Whether a request is of a page of this address, or of one that the operator names, or of no page."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None or origin in shared_with():
        return True
    try:
        page, here = urlsplit(origin), urlsplit(f"//{headers.get('host', '')}")
        port = PORTS.get(page.scheme)
        return (page.hostname, page.port or port) == (here.hostname, here.port or port) and port is not None
    except ValueError:  # a port that is none
        return False


def _unshared(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get(SHARES) != "*":  # which is for everybody, and says so itself
                del headers[SHARES]
        await send(message)

    return sent

"""Headers that go out with every answer: pages, files, streams, and what Streamlit answers itself."""

import logging
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._frame.allowed import allowed
from pages._server.policy import policy

log = logging.getLogger(__name__)

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # The address of a room's teacher is its key: no other site is told where somebody comes from.
    "Referrer-Policy": "same-origin",
}


class SafeHeaders:
    """Adds them, and answers in a sentence for an app that fails before it has answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Has the app answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = {**ALWAYS, "Content-Security-Policy": f"{policy()}; frame-ancestors {_ancestors(scope)}"}
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message).update(added)
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception:
            if begun:  # what is wrong with an answer that is under way only its end can tell
                raise
            log.exception("%s %s was not answered", scope["method"], scope["path"])
            await PlainTextResponse("The server failed. Please try again.", 500)(scope, receive, sent)


def _ancestors(scope: Scope) -> str:
    """Who may show this within a page: as the operator says or, where nothing is said, a board anybody."""
    said = allowed().frame_ancestors
    if said is not None:
        return said
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    return "*" if asked.get("embed") == ["true"] else "'self'"

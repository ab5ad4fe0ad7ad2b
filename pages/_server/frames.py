"""What comes over a socket that no page of ours sends: it ends that socket, and is one line in the log."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

UNSUPPORTED = 1003
"""What a socket is closed with that was sent text: Streamlit's messages are bytes."""

UVICORNS = ("uvicorn.error", "Invalid UTF-8")
"""Who says, with a traceback, that a text was none, and how that begins."""


class WholeFrames:
    """Closes a socket that is sent text. Streamlit would fail, and leave its traceback in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Has the app answer what is bytes."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return

        async def heard() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive" or message.get("bytes") is not None:
                return message
            log.warning("a socket was sent text and is closed; it takes bytes")
            await send({"type": "websocket.close", "code": UNSUPPORTED})
            return {"type": "websocket.disconnect", "code": UNSUPPORTED}

        await self.app(scope, heard, send)


class NoFault(logging.Filter):
    """Makes what a client has done wrong a warning, which is one line: nothing here is to be mended."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        name, begins = UVICORNS
        if record.name == name and str(record.msg).startswith(begins):
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return True

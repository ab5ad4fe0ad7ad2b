"""What stands before Streamlit's own answers: its files made small once, and pages that say what they need.

Streamlit sends its scripts as they are: 4 MB to everybody who comes for the first time, over a Wi-Fi that a
class shares. Their names change with their content, so a browser keeps them for good. And a page that has a
board names the board's files with its first answer, so that a browser gets them while it starts Streamlit.
"""

import asyncio
import gzip
import mimetypes
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._assets.files import FOR_GOOD, preloads, root_path
from pages._frame.internals import streamlits_files

LEVEL = 6
KINDS = (".js", ".css", ".svg")
"""What gets smaller by it."""

WITH_BOARD = ("/", "/lesson")
"""Pages that have one."""


class Front:
    """Answers for Streamlit's files where a browser takes them compressed, and adds to its pages' headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or has the app answer."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        path = _files().get(scope["path"])
        if path is not None and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            data = await asyncio.to_thread(_small, path)
            named = {"Cache-Control": FOR_GOOD, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            await Response(data, media_type=mimetypes.types_map[path.suffix], headers=named)(
                scope, receive, send
            )
            return
        with_board = scope["path"].removeprefix(root_path()) in WITH_BOARD
        await self.app(scope, receive, _naming(send) if with_board else send)


def _naming(send: Send) -> Send:
    """Adds to an answer what its page will need."""

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Link", preloads())
        await send(message)

    return named


@cache
def _files() -> dict[str, Path]:
    """Streamlit's files by their addresses: nothing else is ever read."""
    folder = streamlits_files()
    found = (path for path in (folder / "static").rglob("*") if path.suffix in KINDS)
    return {f"{root_path()}/{path.relative_to(folder).as_posix()}": path for path in found}


@cache
def _small(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), LEVEL, mtime=0)

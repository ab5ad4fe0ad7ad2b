"""Streamlit's own scripts and styles, compressed once.

Streamlit sends them as they are: 4 MB to everybody who comes for the first time, over a Wi-Fi that a
class shares. Their names change with their content, so a browser keeps them for good.
"""

import asyncio
import gzip
import mimetypes
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages._assets.files import FOR_GOOD
from pages._frame.internals import root_path, streamlits_files

LEVEL = 6
KINDS = (".js", ".css", ".svg")
"""What gets smaller by it."""


class SmallFiles:
    """Answers for Streamlit's files where a browser takes them compressed; leaves all else to the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or has the app answer."""
        path = _files().get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        headers = Headers(scope=scope) if path else None
        if path is None or headers is None or "gzip" not in headers.get("accept-encoding", ""):
            await self.app(scope, receive, send)
            return
        data = await asyncio.to_thread(_small, path)
        kind = mimetypes.types_map[path.suffix]
        named = {"Cache-Control": FOR_GOOD, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        await Response(data, media_type=kind, headers=named)(scope, receive, send)


@cache
def _files() -> dict[str, Path]:
    """Streamlit's files by their addresses: nothing else is ever read."""
    folder = streamlits_files()
    found = (path for path in (folder / "static").rglob("*") if path.suffix in KINDS)
    return {f"{root_path()}/{path.relative_to(folder).as_posix()}": path for path in found}


@cache
def _small(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), LEVEL, mtime=0)

"""The board's own files and plotly's, served compressed, with a long lifetime.

Streamlit compresses what it serves anew for every visitor: a tenth of a second for plotly's library.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from initcore.figures.payload import Assets
from pages._frame.internals import root_path

BOARD = Path(__file__).parents[1] / "_board"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

PATH = "/lab-files"
SIGHT = "/lab-sight"
"""Where a browser asks for what a page's address shows, by the same query."""

FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class File:
    """A file as it goes out."""

    plain: bytes
    small: bytes
    """The same, compressed."""

    kind: str
    """Its media type."""


@cache
def files() -> dict[str, File]:
    """Every file by its name."""
    return {path.name: _file(path) for path in (*sorted(BOARD.glob("*.*s*")), PLOTLY)}


def _file(path: Path) -> File:
    data = path.read_bytes()
    kind = mimetypes.types_map[path.suffix]
    return File(data, gzip.compress(data, 9, mtime=0), kind)


@cache
def version() -> str:
    """Changes when any of the files does."""
    together = hashlib.sha256()
    for name, file in sorted(files().items()):
        together.update(name.encode() + file.plain)
    return together.hexdigest()[:12]


def assets() -> Assets:
    """Where the browser finds them."""
    folder = f"{root_path()}{PATH}/{version()}"
    return Assets(folder, f"{folder}/{PLOTLY.name}")


@cache
def preloads() -> str:
    """The header `Link` with which a page says that it will need all of them."""
    here = assets()
    modules = [f"<{here.files}/{path.name}>; rel=modulepreload" for path in sorted(BOARD.glob("*.js"))]
    styles = [f"<{here.files}/{path.name}>; rel=preload; as=style" for path in sorted(BOARD.glob("*.css"))]
    return ", ".join([*modules, *styles, f"<{here.plotly}>; rel=preload; as=script"])


def file_route() -> Route:
    """The route that serves them."""
    return Route(f"{root_path()}{PATH}/{{version}}/{{name}}", _answer)


async def _answer(request: Request) -> Response:
    file = files().get(request.path_params["name"])
    if file is None:
        return Response(status_code=404)
    # An address of before a change is answered with what there is now, which nobody is to keep.
    current = request.path_params["version"] == version()
    headers = {"Cache-Control": FOR_GOOD if current else "no-store", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.small, media_type=file.kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.plain, media_type=file.kind, headers=headers)

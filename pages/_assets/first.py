"""The first that a browser gets: Streamlit's own page, with our title and our rules of style in it.

Rules that came with a page's content would come after some of it, which would then be seen to move.
"""

from functools import cache

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pages._assets.files import SIGHT, assets, preloads
from pages._frame.internals import first_page, root_path
from pages._frame.places import PLACES
from pages._frame.style import CSS, KIND

COMPARE = None
"""What the page is called whose board shows what the address says."""

DEFAULT = PLACES[0].name
"""The page that has the app's own address; people write its name as they do those of others."""

WITH_BOARD = (COMPARE, "lesson")
"""Pages that have a board: a browser gets its files while it starts Streamlit."""


class Page(Convertor[str]):
    """What may be a page's address, whether there is such a page or not: a word without a dot."""

    regex = r"[A-Za-z][A-Za-z-]*"

    def convert(self, value: str) -> str:
        """The word as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The same."""
        return value


register_url_convertor("page", Page())


def page_routes() -> list[Route]:
    """The routes of all pages; to come after any other of one word."""
    return [Route(f"{root_path()}/", _answer), Route(f"{root_path()}/{{name:page}}", _answer)]


@cache
def page(sighted: bool) -> str:
    """The page, the same for everybody; a sighted one asks for what its board will show."""
    # In the body: of rules that weigh the same, Streamlit's own come first and what a page draws comes last.
    before = f"<script>{KIND}</script><style>{CSS}</style>"
    if sighted:
        ask = f"import('{assets().files}/first.js').then((first) => first.show('{root_path()}{SIGHT}'))"
        before += f"<script>{ask}</script>"
    return first_page(title="Init Lab", before=before)


async def _answer(request: Request) -> Response:
    name = request.path_params.get("name")
    if name == DEFAULT:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"./{query}", 308)  # from there, as a proxy may have cut the path
    headers = {"Cache-Control": "no-cache"}
    if name in WITH_BOARD:
        headers["Link"] = preloads()
    return HTMLResponse(page(name == COMPARE), headers=headers)

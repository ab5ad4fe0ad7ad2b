"""The live board: cards with maps, the scrubber and the cost curves, drawn in place in the browser.

Streamlit's own chart elements are made anew at every change, which flickers and loses the zoom. The
board is one keyed component instead, which hands each update to canvases and to `Plotly.react`. Its
files and the plotly.min.js of the plotly package are served by this server; nothing comes from
elsewhere. User text reaches it as data only, never as HTML.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import plotly
import streamlit as st

from initcore.figures.payload import Assets, Board, to_json
from pages._frame.internals import served

_HERE = Path(__file__).parent

# Reloads the files when they have changed, though their address has not.
_VERSION = hashlib.sha256(b"".join(f.read_bytes() for f in sorted(_HERE.glob("*.*s*")))).hexdigest()[:12]

_LOADER = """
export default async function (component) {
  const { files, version } = component.data.assets
  const board = await import(`${window.location.origin}${files}/board.js?v=${version}`)
  return board.default(component)
}
"""

_mount = st.components.v2.component("init_lab_board", js=_LOADER, isolate_styles=False)


@cache
def _assets() -> Assets:
    """Where the board's files and plotly's are."""
    library = served("plotly", Path(plotly.__file__).parent / "package_data")
    return Assets(served("files", _HERE), f"{library}/plotly.min.js?v={plotly.__version__}", _VERSION)


def board(
    data: Board,
    *,
    key: str,
    on_change: Callable[[], None],
    on_fix: Callable[[], None] = lambda: None,
) -> None:
    """Shows the board. `on_change` is called when the reader scrubs, opens a "Why?" or asks for frames,
    `on_fix` when a card's fix is to be tried.

    The session then has, under `key`, `at` (the experiment and iteration scrubbed to, or None for
    the newest), `why` (the labels of runs whose "Why?" is open), `want` (the experiment whose
    frames ahead are wanted) and `fix` (the experiment and the place of the card whose fix is tried).
    """
    _mount(
        key=key,
        data={**to_json(data), "assets": to_json(_assets())},
        on_at_change=on_change,
        on_why_change=on_change,
        on_want_change=on_change,
        on_fix_change=on_fix,
    )

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
from streamlit.components.v1 import declare_component

from initcore.figures.payload import Assets, Board, to_json

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
def _served() -> tuple[str, str]:
    """Under which names the board's files and plotly's are served.

    Declared here, since Streamlit serves only what is declared while a page runs, not while it is imported.
    """
    files = declare_component("files", path=str(_HERE))
    plotly_files = declare_component("plotly", path=str(Path(plotly.__file__).parent / "package_data"))
    return files.name, plotly_files.name


def board(data: Board, *, key: str, on_change: Callable[[], None]) -> None:
    """Shows the board. `on_change` is called when the reader scrubs, opens a "Why?" or asks for frames.

    The session then has, under `key`, `at` (the experiment and iteration scrubbed to, or None for
    the newest), `why` (the labels of runs whose "Why?" is open) and `want` (the experiment whose
    frames ahead are wanted).
    """
    root = st.get_option("server.baseUrlPath").strip("/")
    base = f"/{root}/component" if root else "/component"
    files, plotly_files = _served()
    assets = Assets(
        files=f"{base}/{files}",
        plotly=f"{base}/{plotly_files}/plotly.min.js?v={plotly.__version__}",
        version=_VERSION,
    )
    _mount(
        key=key,
        data={**to_json(data), "assets": to_json(assets)},
        on_at_change=on_change,
        on_why_change=on_change,
        on_want_change=on_change,
    )

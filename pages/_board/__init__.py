"""The live board: cards with maps, the scrubber, the curves and the results, drawn in place in the browser.

Streamlit's own chart elements are made anew at every change, which flickers and loses the zoom. The
board is one keyed component instead. It follows a stream of its comparison (`pages/_stream`) and hands
each moment to canvases and to `Plotly.react`, while no page is drawn. Its files and the plotly.min.js of the
plotly package are served by this server; nothing comes from elsewhere. User text reaches it as data
only, never as HTML.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from initcore.figures.palette import PALETTE
from initcore.figures.payload import Mount, to_json
from pages._assets.files import assets


def _loader(file: str) -> str:
    return f"""
export default async function (component) {{
  const part = await import(`${{window.location.origin}}${{component.data.assets.files}}/{file}.js`)
  return part.default(component)
}}
"""


_board = st.components.v2.component("init_lab_board", js=_loader("board"), isolate_styles=False)
_layers = st.components.v2.component("init_lab_layers", js=_loader("layers"), isolate_styles=False)
_progress = st.components.v2.component("init_lab_progress", js=_loader("progress"), isolate_styles=False)


def board(
    *,
    key: str,
    address: str,
    status: str,
    on_changed: Callable[[], None],
    on_fix: Callable[[], None] = lambda: None,
    on_go_on: Callable[[], None] = lambda: None,
    at: int | None = None,
    replay: int = 0,
    explains: bool = True,
) -> None:
    """Shows the board of the comparison whose stream is at that address.

    `status` is what the page is drawn for: `on_changed` is called, and the page drawn anew, when it is
    another one. `on_fix` is called when a card's fix is to be tried: the session then has, under `key`,
    `fix`, the experiment and the place of the card. `on_go_on` is called when these runs went on in this
    browser until the server was gone: then there is `goon`, the experiment and how long (s) nothing was
    heard. With another `replay` than before, the runs are played.
    """
    mount = Mount(address, status, at, replay, explains, assets(), PALETTE)
    _board(
        key=key,
        data=to_json(mount),
        on_changed_change=on_changed,
        on_fix_change=on_fix,
        on_goon_change=on_go_on,
    )


def progress(*, key: str, address: str) -> None:
    """How far that comparison has come: a bar and a line of words."""
    _progress(key=key, data={"address": address, "assets": to_json(assets())}, width="stretch")


def layers(*, key: str, hidden: Sequence[int], most: int, widest: int, on_wish: Callable[[], None]) -> None:
    """Buttons that add and remove hidden layers, at most so many, and units, at most so many a layer.

    `on_wish` is called when one is pressed: the session then has, under `key`, `wish`, the widths wanted.
    """
    data = {"hidden": list(hidden), "most": most, "widest": widest, "assets": to_json(assets())}
    _layers(key=key, data=data, on_wish_change=on_wish)

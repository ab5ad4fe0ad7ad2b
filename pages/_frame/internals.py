"""All that the pages rely on in Streamlit and that Streamlit does not promise.

What stands here was read in Streamlit's source or found by trying, in the version that CHECKED_WITH
names. A test fails at any other one: then each part is looked at again, as its docstring says, and the
version is raised here. No other file of the pages reaches into Streamlit; two things lie elsewhere and
are held by the same test:

- Rules of style and scripts name Streamlit's own classes, test ids and attributes. Look at the page in
  both themes, on a phone's width and in presenter mode.
- `navigation.py` does not lie beside a folder called `pages`, which Streamlit would take for its menu
  until `st.navigation` has run for the first time. Look at what a first visitor is shown, and at
  `streamlit.runtime.pages_manager`.
"""

import time
from datetime import timedelta
from pathlib import Path

import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit.delta_generator import DeltaGenerator

CHECKED_WITH = "1.67.0"

Place = DeltaGenerator
"""Where something can be drawn, such as a column: Streamlit has the type, and does not export it."""

SENDING_SECONDS = 0.04
"""Streamlit sends what a script has drawn every 5 ms; eight times that leaves room for a busy server."""

COOKIE = "_streamlit_xsrf"

SELDOM = timedelta(days=1)
"""That there is a timer is what counts; a browser's timer cannot be set to more than 24 days."""


def served(name: str, folder: Path) -> str:
    """The path under which this server hands out the files of a folder, to be called while a page runs.

    Version 2 of components takes single files and puts their text into the page; a module that imports
    others, and plotly's library, need addresses. Version 1 serves the folder of any component that is
    declared, also where none is ever drawn, below `component/` and the name it is declared under. Look
    at `create_component_routes` in `streamlit.web.server.starlette.starlette_routes`, and at
    `module_name` in `streamlit.components.v1`.
    """
    root = st.get_option("server.baseUrlPath").strip("/")
    return f"{f'/{root}' if root else ''}/component/{declare_component(name, path=str(folder)).name}"


def wait_until_sent() -> None:
    """Waits until what the page has drawn is on its way to the browser.

    What a fragment has drawn and the server has not yet sent is thrown away when that fragment is asked
    for again. Where that happens as the whole page ends, Streamlit takes the board for gone and makes a
    new one, which flickers and loses the zoom. Look at MESSAGE_FLUSH_INTERVAL_SECS in
    `streamlit.runtime.runtime_util`, at `ForwardMsgQueue.clear`, and at whether a board stays the same
    node while runs begin and end.
    """
    time.sleep(SENDING_SECONDS)


def come_back_by_itself() -> None:
    """Has the page drawn anew, from its address, as soon as its browser has found its server again.

    A browser that finds a server that was started anew asks it for the page only where something on the
    page is drawn anew by a timer. Any other page would stand there as it was, and belong to nobody: the
    first button pressed on it would do nothing, as the new server has not drawn that button. So every
    page has a timer. Look at an open page while its server is started again.
    """
    st.fragment(_nothing, run_every=SELDOM)()


def _nothing() -> None:
    pass


def browser_token() -> str:
    """The random token that Streamlit gives a browser until it is closed; "" when there is none.

    It says nothing of who somebody is, and is the same in every tab and after a refresh, which a session
    is not. It comes as `2|mask|token xor mask|time`, with another mask each time. Look at
    `generate_xsrf_token_string` in `streamlit.web.server.starlette.starlette_app_utils`.
    """
    version, *parts = str(st.context.cookies.get(COOKIE, "")).split("|")
    try:
        mask, masked = (bytes.fromhex(part) for part in parts[:2])
    except ValueError:
        return ""
    if version != "2" or not mask:
        return ""
    return bytes(byte ^ mask[at % len(mask)] for at, byte in enumerate(masked)).hex()

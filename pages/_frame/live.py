"""The part of a page that is drawn again and again while a run is live."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

SENDING_SECONDS = 0.04
"""Streamlit sends what a script has drawn every 10 ms; four times that leaves room for a busy server."""


def timer() -> float | None:
    """How often (s) the live part was last drawn anew; None where no timer ran."""
    return st.session_state.get("timer")


def live(part: Callable[..., None], every: float | None, *arguments: Any) -> None:
    """Draws `part(*arguments)` as a fragment, drawn anew every so many seconds; None draws it once.

    What a fragment has drawn and the server has not yet sent is thrown away when that fragment is asked
    for again. Where that happens as the whole page ends, Streamlit takes the board for gone and makes a
    new one, which flickers and loses the zoom. So a page with a timer running waits until it is sent.
    """
    timed = every or timer()
    st.session_state.timer = every
    st.fragment(part, run_every=every)(*arguments)
    if timed:
        time.sleep(SENDING_SECONDS)

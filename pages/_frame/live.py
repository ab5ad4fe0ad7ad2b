"""The part of a page that is drawn again and again while a run is live."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages._frame.state import state_of
from pages._frame.visit import Visit


def timer() -> float | None:
    """How often (s) the live part was last drawn anew; None where no timer ran."""
    return state_of(Visit).timer


def live(part: Callable[..., None], every: float | None, *arguments: Any) -> None:
    """Draws `part(*arguments)` as a fragment, drawn anew every so many seconds; None draws it once."""
    state_of(Visit).timer = every
    st.fragment(part, run_every=every)(*arguments)

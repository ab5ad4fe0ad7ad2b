"""What the widgets of the shared settings say, against what a browser goes on to say of them.

When the page itself fills a widget, its browser sends the value from before with all that it asks for
until it has drawn the new one; a timer may ask in that time. The fragment that it asks for draws none of
these widgets, so what it brings of them is never news. But where that fragment then has the whole page
drawn anew, the page would read the old values, and take back what was just done.
"""

from typing import NoReturn

import streamlit as st

from pages._frame.comparison import Comparison
from pages._frame.state import state_of


def note_settings() -> None:
    """Notes what the widgets say, once a page has drawn them."""
    settings, state = state_of(Comparison).settings, st.session_state
    settings |= {name: state[name] for name in settings if name in state}


def draw_page_anew() -> NoReturn:
    """Ends a fragment of the Compare page, and has the whole page drawn anew from what was noted."""
    keep_settings()
    st.rerun()


def keep_settings() -> None:
    """Has the widgets say what was noted."""
    state = st.session_state
    for name, value in state_of(Comparison).settings.items():
        if name in state and state[name] != value:
            state[name] = value

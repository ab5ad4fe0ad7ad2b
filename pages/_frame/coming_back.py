"""How an open page comes back when its server was started anew.

A browser that finds its server again asks it for the page only where something on the page is drawn anew
by a timer. Any other page would stand there as it was, and belong to nobody: the first button pressed on
it would do nothing, as the new server has not drawn that button. So every page has a timer.
"""

from datetime import timedelta

import streamlit as st

SELDOM = timedelta(days=1)
"""That there is a timer is what counts; a browser's timer cannot be set to more than 24 days."""


def come_back_by_itself() -> None:
    """Has the page drawn anew, from its address, as soon as its browser has found its server again."""
    st.fragment(_nothing, run_every=SELDOM)()


def _nothing() -> None:
    pass

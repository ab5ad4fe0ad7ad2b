"""Keeps a run going while its owner reads another page."""

import streamlit as st

from initcore.lab.handle import Handle
from pages._frame.comparison import Comparison
from pages._frame.state import state_of

LOOK_SECONDS = 3.0
"""Well under the time after which a run that nobody watches stops."""


def keep_watching() -> None:
    """Shows in the sidebar how far the session's run has come, as long as it goes on."""
    watch = state_of(Comparison).watch
    if watch is not None and watch.status == "running":
        with st.sidebar:
            st.fragment(_progress, run_every=LOOK_SECONDS)(watch)


def _progress(watch: Handle) -> None:
    view = watch.look()
    if not view.live:
        st.rerun()
    st.progress(view.share, text="Training goes on")

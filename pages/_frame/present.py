"""Presenter mode: everything larger and the sidebar folded away, readable from the back row."""

import streamlit as st

from pages._frame.state import state_of
from pages._frame.visit import Visit

PRESENTER_CSS = """
<style>
html { font-size: max(21px, 1.4vw) !important; }
.stMainBlockContainer { max-width: none; }
.st-key-top { padding-right: 17rem; }
/* Small enough that the code and the link below it stand on the same screen. */
.room-qr { max-width: min(20rem, 35vh); }
.stElementContainer.st-key-leave_presenting {
  position: fixed; top: 0.4rem; right: 3.5rem; width: auto; z-index: 999991;
}
.st-key-leave_presenting button { min-height: 0; padding: 0.2rem 0.6rem; }
</style>
"""


def presenting() -> bool:
    """Whether this session is in presenter mode: it came by a link that says so, or pressed the button."""
    visit = state_of(Visit)
    if st.query_params.get("present") == "1":
        visit.presenting = True
    elif visit.presenting:
        st.query_params["present"] = "1"
    return visit.presenting


def presenter_switch() -> None:
    """The button that enters presenter mode; in it, the larger type and the button that leaves it."""
    if presenting():
        st.html(PRESENTER_CSS)
        st.button(
            "Leave presenter mode",
            key="leave_presenting",
            icon=":material/close_fullscreen:",
            on_click=_leave,
        )
    else:
        st.sidebar.button(
            "Presenter mode",
            key="enter_presenting",
            icon=":material/present_to_all:",
            type="tertiary",
            on_click=_enter,
            help="Larger type and no sidebar, for a projector.",
        )


def _enter() -> None:
    state_of(Visit).presenting = True


def _leave() -> None:
    state_of(Visit).presenting = False
    st.query_params.pop("present", None)

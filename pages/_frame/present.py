"""Presenter mode: everything larger and the sidebar folded away, readable from the back row."""

import streamlit as st

from pages._frame.state import state_of
from pages._frame.visit import Visit


def presenting() -> bool:
    """Whether this session is in presenter mode: it came by a link that says so, or pressed the button."""
    visit = state_of(Visit)
    if st.query_params.get("present") == "1":
        visit.presenting = True
    elif visit.presenting:
        st.query_params["present"] = "1"
    return visit.presenting


def presenter_switch() -> None:
    """The button that enters presenter mode, or the one that leaves it: by these the rules of style know."""
    if presenting():
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

"""On pages that are not the room's: calls to what the teacher shows or asks, at the foot of the window."""

import streamlit as st

from initcore.classroom.room import RoomError
from pages._class.answers import answered
from pages._class.room import LOOK_SECONDS, to_experiment, to_look_at
from pages._class.state import Attendance
from pages._frame.engine import rooms
from pages._frame.places import COMPARE, JOIN
from pages._frame.state import state_of


def class_calls() -> None:
    """Calls this session to its room's experiment and question, as long as it is in one."""
    room = state_of(Attendance).room
    if room is not None:
        st.fragment(_calls, run_every=LOOK_SECONDS)(room.code)


def _calls(code: str) -> None:
    try:
        room = rooms().look(code)
    except RoomError:  # the room's own pages say why
        return
    called = to_look_at(room)
    asked = room.open and answered(room) is None
    if not called and not asked:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="calls"):
        if called:
            st.markdown(":material/groups: Your teacher is showing everyone an experiment.")
            st.page_link(
                COMPARE.file,
                label="Look at it",
                icon=COMPARE.icon,
                query_params=to_experiment(room),
            )
        else:
            st.markdown(":material/groups: Your teacher is asking a question.")
            st.page_link(
                JOIN.file,
                label="Answer it",
                icon=":material/how_to_vote:",
                query_params={"room": code},
            )

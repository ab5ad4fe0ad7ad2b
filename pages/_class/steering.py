"""What a teacher does with the class's experiment: shows it to everyone, locks it, hides controls."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from initcore.classroom.room import HIDEABLE, Room, RoomError
from initcore.classroom.steering import theirs
from initcore.classroom.teacher import Teacher
from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import describe, label
from pages._class.key import app_address
from pages._class.state import Teaching
from pages._frame.comparison import Comparison
from pages._frame.state import state_of
from pages._frame.words import LABELS, in_words, plain


def do(action: Callable[..., None], *arguments: Any) -> None:
    """Does something as the teacher; why it was not done is said when the page is drawn next."""
    try:
        action(*arguments)
    except RoomError as error:
        state_of(Teaching).not_done = in_words(str(error))


def done(action: Callable[..., None], *arguments: Any) -> bool:
    """Does something as the teacher; whether it was done, and if not, why not is said right here."""
    try:
        action(*arguments)
    except RoomError as error:
        st.error(plain(in_words(str(error))), icon=":material/error:")
        return False
    return True


def say_what_was_not_done() -> None:
    """Says why the last thing a teacher wanted was not done, once."""
    teaching = state_of(Teaching)
    if teaching.not_done:
        st.error(plain(teaching.not_done), icon=":material/error:")
        teaching.not_done = ""


def experiment_part(teacher: Teacher, room: Room) -> None:
    """What the class sees of the Compare page: which experiment, whether it is locked, what is hidden."""
    state = st.session_state
    st.subheader("The experiment", anchor=False)
    st.caption(f"The room’s: {_in_short(theirs(room))}")
    _show_part(teacher)
    state.lock_room, state.hide_controls = room.locked, list(room.hidden)
    st.toggle(
        "Lock the experiment",
        key="lock_room",
        on_change=lambda: do(teacher.lock, state.lock_room),
        help="In the room, students see this experiment and can train it, and change nothing.",
    )
    st.multiselect(
        "Hidden controls",
        HIDEABLE,
        key="hide_controls",
        format_func=LABELS.__getitem__,
        on_change=lambda: do(teacher.hide, state.hide_controls),
        placeholder="None",
        help="Not drawn on the students’ Compare page; their values are those of the room’s experiment.",
    )


def _show_part(teacher: Teacher) -> None:
    """The ways to have everyone look at another experiment."""
    mine = state_of(Comparison).known
    if mine is not None:
        help_text = f"What this session’s Compare page shows: {_in_short(mine)}"
        show_mine = partial(teacher.show, "?" + urlencode(mine.to_query()))
        st.button(
            "Everyone look at my comparison",
            key="show_mine",
            icon=":material/visibility:",
            on_click=do,
            args=(show_mine,),
            help=help_text,
        )
    with st.form("link", border=False):
        address = st.text_input(
            "Link to a comparison", placeholder="The address of a Compare page", key="link"
        )
        asked = st.form_submit_button("Everyone look at this", icon=":material/visibility:")
        if asked and done(teacher.show, address, app_address()):
            st.rerun()


def _in_short(experiment: Experiment) -> str:
    names = ", ".join(label(choice.on(experiment.base)) for choice in experiment.choices)
    return plain(f"{names} · {describe(experiment.base, experiment.seeds)}")

"""The teacher's key: where it comes from, where it stands, and how it is kept from the class."""

from urllib.parse import urlencode

import streamlit as st

from initcore.classroom.room import Room, RoomError, RoomsUnavailable, WrongKey
from initcore.classroom.teacher import Teacher
from pages._class.state import Teaching
from pages._frame.engine import rooms
from pages._frame.present import presenting
from pages._frame.state import state_of
from pages._frame.words import plain

NO_KEY = "The key of room {code} is not in this address; the teacher’s own link has it."


def teacher_here() -> tuple[Teacher, Room] | None:
    """Whoever holds the key in the address, or else in the session; None, after saying why, when nobody."""
    teaching, query = state_of(Teaching), st.query_params
    code, key = query.get("room", ""), query.get("key", "")
    known = teaching.held
    if not code or (code == known[0] and not key):
        code, key = known
    if not code:
        return None
    try:
        teacher = Teacher(rooms(), code, key)
        room, _ = teacher.look()
    except RoomsUnavailable as error:  # which is no reason to lose the key
        st.warning(str(error), icon=":material/database_off:")
        st.stop()
    except RoomError as error:
        keyless = isinstance(error, WrongKey) and not key
        st.warning(plain(NO_KEY.format(code=code) if keyless else str(error)), icon=":material/key_off:")
        forget(code, key)
        return None
    teaching.held = (room.code, key)
    write_address(room.code, "" if teaching.key_hidden else key)
    return teacher, room


def write_address(code: str, key: str) -> None:
    """Has the address say which room and key; at once, so that it never had one without the other."""
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in ("room", "key")}
    mine = {"room": code, "key": key}
    there = {**others, **{name: value for name, value in mine.items() if value}}
    if there != st.query_params.to_dict():
        st.query_params.from_dict(there)


def forget(code: str, key: str) -> None:
    """Lets go of a room and its key."""
    teaching = state_of(Teaching)
    if teaching.held == (code, key):
        teaching.held = ("", "")
    write_address("", "")


def link(page: str, **query: str) -> str:
    """An address of this app as the teacher's browser knows it."""
    return f"{app_address()}/{page}?{urlencode(query)}"


def app_address() -> str:
    """Where the app is, as the teacher's browser knows it."""
    return (st.context.url or "").rstrip("/").removesuffix("/classroom")


def _hide_key() -> None:
    state_of(Teaching).key_hidden = st.session_state.hide_key


def own_link(teacher: Teacher) -> None:
    """The teacher's own link, and the switch that takes its key out of the address bar."""
    hidden = st.session_state.hide_key = state_of(Teaching).key_hidden
    st.toggle(
        "Hide my key",
        key="hide_key",
        on_change=_hide_key,
        help="The class must not see it, and the address bar has it. Hidden, it is in your own link only.",
    )
    if hidden:
        st.caption("After a refresh this page needs your own link. Keep it.")
    elif presenting():
        st.caption(":material/warning: The address bar shows your key to the class.")
    with st.expander("Your own link is the key", icon=":material/key:"):
        st.write(
            "Whoever has this link is the teacher of this room. Keep it to come back, and do not show it to "
            "the class."
        )
        st.code(link("classroom", room=teacher.code, key=teacher.key), language=None, wrap_lines=True)

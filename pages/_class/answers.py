"""What this browser has answered to a room's questions."""

import hashlib
import secrets

import streamlit as st

from initcore.classroom.room import Room, RoomError
from pages._frame.engine import rooms
from pages._frame.internals import browser_token


def participant(room: Room) -> str:
    """A token of this browser in this room, the same after a refresh; it says nothing of who it is."""
    state = st.session_state
    state.setdefault("somebody", secrets.token_hex(16))
    browser = browser_token() or state.somebody
    return hashlib.sha256(f"{room.code} {browser}".encode()).hexdigest()[:32]


def _stage(room: Room) -> tuple:
    """A question, and how far it has come."""
    return room.code, room.number, room.open, room.counts is not None


def answered(room: Room) -> int | None:
    """What this browser has answered to the room's question.

    Read from the store when the session does not know, as after a refresh, and when the question has
    come further: another tab of the same browser may have answered since.
    """
    state = st.session_state
    stage, option = state.get("answered", (None, None))
    if stage == _stage(room):
        return option
    try:
        option = rooms().answer_of(room.code, room.number, participant(room))
    except RoomError:
        return option if stage is not None and stage[:2] == (room.code, room.number) else None
    state.answered = _stage(room), option
    return option


def answer(room: Room, option: int) -> None:
    """Keeps an answer, or what is to be said because it was not kept."""
    state = st.session_state
    try:
        rooms().answer(room.code, room.number, participant(room), option)
        state.answered = _stage(room), option
    except RoomError as error:
        state.not_kept = f"Your answer was not kept: {error}"
        rooms().forget(room.code)

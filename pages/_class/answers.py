"""What this browser has answered to a room's questions."""

import hashlib

from initcore.classroom.room import Room, RoomError
from pages._class.state import Answers
from pages._frame.engine import rooms
from pages._frame.internals import browser_token
from pages._frame.state import state_of


def participant(room: Room) -> str:
    """A token of this browser in this room, the same after a refresh; it says nothing of who it is."""
    browser = browser_token() or state_of(Answers).somebody
    return hashlib.sha256(f"{room.code} {browser}".encode()).hexdigest()[:32]


def _stage(room: Room) -> tuple[str, int, bool, bool]:
    """A question, and how far it has come."""
    return room.code, room.number, room.open, room.counts is not None


def answered(room: Room) -> int | None:
    """What this browser has answered to the room's question.

    Read from the store when the session does not know, as after a refresh, and when the question has
    come further: another tab of the same browser may have answered since.
    """
    answers = state_of(Answers)
    if answers.stage == _stage(room):
        return answers.given
    try:
        option = rooms().answer_of(room.code, room.number, participant(room))
    except RoomError:
        asked = answers.stage is not None and answers.stage[:2] == (room.code, room.number)
        return answers.given if asked else None
    answers.stage, answers.given = _stage(room), option
    return option


def answer(room: Room, option: int) -> None:
    """Keeps an answer, or what is to be said because it was not kept."""
    answers = state_of(Answers)
    try:
        rooms().answer(room.code, room.number, participant(room), option)
        answers.stage, answers.given = _stage(room), option
    except RoomError as error:
        answers.not_kept = f"Your answer was not kept: {error}"
        rooms().forget(room.code)

"""The room this browser session is in: which it is, what it hides, and how the Compare page follows it."""

from dataclasses import replace

import streamlit as st

from initcore.classroom.room import Room, RoomError, RoomGone
from initcore.classroom.steering import held, theirs
from initcore.experiment.experiment import Experiment
from pages._class.state import Attendance
from pages._frame.comparison import Comparison
from pages._frame.engine import rooms
from pages._frame.places import JOIN
from pages._frame.said import draw_page_anew
from pages._frame.state import state_of
from pages._frame.words import plain

LOOK_SECONDS = 2.5
"""How often a student's page looks whether the room has changed."""

MOST_KEPT = 5
"""Own experiments that a session keeps."""


def room_here() -> Room | None:
    """The room of the address, or else of the session; None, after saying why, when there is none."""
    attendance = state_of(Attendance)
    known = attendance.room
    code = st.query_params.get("room") or (known.code if known else "")
    if not code:
        return None
    try:
        known = rooms().look(code)
    except RoomGone as error:
        ended = known is not None and known.code == code
        st.info(
            f"Room {known.code} has ended." if ended and known else plain(str(error)), icon=":material/info:"
        )
        leave()
        return None
    except RoomError as error:  # what is known of it holds on
        st.warning(str(error), icon=":material/database_off:")
    attendance.room = known
    if known is not None and st.query_params.get("room") != known.code:
        st.query_params["room"] = known.code
    return known


def leave() -> None:
    """Goes out of the room; nothing on the page changes but that its controls are there again."""
    state_of(Attendance).room = None
    st.query_params.pop("room", None)


def locked() -> bool:
    """Whether the room lets nobody change the experiment."""
    room = state_of(Attendance).room
    return room is not None and room.locked


def shown(*names: str) -> bool:
    """Whether the room lets people change any of these settings."""
    room = state_of(Attendance).room
    return room is None or not (room.locked or set(names) <= set(room.hidden))


def followed(before: Experiment | None) -> Experiment | None:
    """What the Compare page must show instead of its present experiment; None where it may stay.

    `before` is what it showed at its last run.
    """
    here, comparison = state_of(Attendance), state_of(Comparison)
    room = room_here()
    steered = (room.locked, room.hidden) if room else (False, ())
    wanted, here.wanted = here.wanted or comparison.experiment, None
    if room is not None:
        seen = (room.code, room.push)
        by_link = before is None and comparison.address  # what a link says, or the address after a refresh
        if room.push and here.seen != seen and not by_link:
            wanted = theirs(room)
        here.seen = seen
        wanted = held(wanted, room)
        if wanted == theirs(room):
            if before is not None and before != wanted:
                _keep(before)
            here.shown = wanted
    # Controls that were not drawn have lost what they held; they are filled anew.
    refill, here.steered = here.steered != steered, steered
    return wanted if refill or wanted != comparison.experiment else None


def _keep(mine: Experiment) -> None:
    """Keeps an experiment that the teacher's takes the place of, and ends its training where it is.

    One that the teacher had shown before is not the person's own.
    """
    here, comparison = state_of(Attendance), state_of(Comparison)
    if mine != here.shown:
        here.mine = [*(other for other in here.mine if other != mine), mine][-MOST_KEPT:]
    if comparison.watch is not None and comparison.under_way:
        comparison.watch.stop()


def _back() -> None:
    here = state_of(Attendance)
    here.wanted = here.mine.pop()


def _look(room: Room) -> None:
    state_of(Attendance).wanted = theirs(room)


def to_look_at(room: Room) -> bool:
    """Whether the teacher's last push was not followed yet, and nothing was asked after it.

    A room does not keep what came first. Whoever comes while a question is open has that to do.
    """
    here = state_of(Attendance)
    code, push, number = here.called
    if code != room.code:
        number = room.number - room.open
    elif push != room.push:
        number = room.number
    here.called = (room.code, room.push, number)
    return room.push > 0 and number == room.number and here.seen != (room.code, room.push)


def to_experiment(room: Room) -> dict[str, str]:
    """The address of the Compare page with the teacher's experiment on it."""
    return {"room": room.code, **theirs(room).to_query()}


def room_bar() -> None:
    """Says in which room the page is and whose experiment it shows, and follows the room from then on."""
    here = state_of(Attendance)
    room = here.room
    if room is None:
        return
    own = state_of(Comparison).experiment != theirs(room)
    whose = "This is your own experiment." if own else "This is your teacher’s experiment."
    if room.locked:
        whose = "This is your teacher’s experiment; its settings are locked."
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="room"):
        st.markdown(f":material/groups: **Room {room.code}** · {whose}")
        if here.mine and not room.locked:
            st.button("Back to mine", key="back", icon=":material/undo:", on_click=_back)
        if own:
            st.button(
                "Look at the teacher’s",
                key="look",
                icon=":material/visibility:",
                on_click=_look,
                args=(room,),
            )
        asks = "Answer the question" if room.open else "To the question"
        st.page_link(JOIN.file, label=asks, icon=":material/how_to_vote:", query_params={"room": room.code})
        if not room.locked:
            st.button("Leave", key="leave", icon=":material/logout:", type="tertiary", on_click=leave)
    follow(replace(room, counts=None))


def follow(drawn: Room) -> None:
    """Draws the page anew soon after its room is no more as it was when it was drawn."""
    st.fragment(_draw_anew, run_every=LOOK_SECONDS)(drawn)


def _draw_anew(drawn: Room) -> None:
    try:
        now: Room | None = rooms().look(drawn.code)
    except RoomGone:
        now = None
    except RoomError:
        return
    if now is None or now != (drawn if drawn.counts is not None else replace(drawn, counts=now.counts)):
        draw_page_anew()

"""The teacher's page: a room, its link and QR code, the question, the bars, and the class's experiment."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlsplit

import segno
import streamlit as st

from initcore.classroom.room import Question, Room, RoomError, RoomGone
from initcore.classroom.steering import theirs
from initcore.classroom.teacher import Teacher, to_csv
from pages._class.bars import bars
from pages._class.key import forget, link, own_link, teacher_here
from pages._class.questions import question_editor
from pages._class.state import Teaching
from pages._class.steering import do, done, experiment_part, say_what_was_not_done
from pages._frame.engine import engine_or_stop, rooms
from pages._frame.places import JOIN
from pages._frame.present import presenting
from pages._frame.state import state_of
from pages._frame.style import apply_style
from pages._frame.visit import arrive
from pages._frame.watching import keep_watching
from pages._frame.words import typed

LOOK_SECONDS = 2.0
"""How often the count of answers is read anew."""


def open_room() -> None:
    code, key = rooms().open()
    state_of(Teaching).held = (code, key)


def end_room(teacher: Teacher) -> None:
    teacher.end()
    forget(teacher.code, teacher.key)


def way_in(teacher: Teacher, room: Room) -> None:
    """The code, the QR code and the link for the students, and the teacher's own link."""
    address = link("join", room=room.code)
    st.subheader("Students join here", anchor=False)
    uri = segno.make(address, error="m", micro=False).svg_data_uri(border=3, light="#fff", omitsize=True)
    st.html(f'<img class="room-qr" src="{uri}" alt="QR code of the link {escape(address)}">')
    st.markdown(f"Room code **{room.code}**")
    st.code(address, language=None, wrap_lines=True)
    if urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1"):
        st.caption(
            "This link works on this machine only. Open this page by the machine’s name or address in "
            "the network, and the link will have it, too."
        )
    own_link(teacher)


def question_part(teacher: Teacher) -> None:
    """The question as the class sees it, how many have answered, and the bars once they are revealed."""
    say_what_was_not_done()
    try:
        room, answers = teacher.look()
    except RoomGone:
        st.rerun()
    except RoomError as error:
        st.warning(str(error), icon=":material/database_off:")
        return
    if room.question is None:
        st.subheader("No question yet", anchor=False)
        st.write("Ask for a prediction below. It appears on every student’s screen at once.")
        return
    st.caption(f"Question {room.number} · answering is {'open' if room.open else 'closed'}")
    st.header(typed(room.question.text), anchor=False)
    if room.counts is None:
        st.markdown(
            "  \n".join(f"{at}. {typed(option)}" for at, option in enumerate(room.question.options, 1))
        )
    else:
        bars(room.question.options, room.counts)
    st.markdown(f"**{answers}** {'answer' if answers == 1 else 'answers'}")
    with st.container(horizontal=True, gap="small"):
        if room.revealed:
            _button("Hide the result", "visibility_off", teacher.reveal, False)
        else:
            words = "Reveal and close answering" if room.open else "Reveal"
            _button(words, "bar_chart", teacher.reveal, True, kind="primary")
        words, icon = ("Close answering", "lock") if room.open else ("Open answering", "lock_open")
        _button(words, icon, teacher.take_answers, not room.open)
        st.download_button(
            "CSV",
            partial(csv_of, teacher),
            f"init-lab-room-{room.code}.csv",
            "text/csv",
            key="answers_csv",
            icon=":material/download:",
            on_click="ignore",
            help="Every answer to every question of this room, without names.",
        )


def ask(teacher: Teacher, room: Room, question: Question) -> None:
    """Asks the next question; the present one only after a second thought."""
    if question == room.question:
        state_of(Teaching).repeated = (room.code, room.number)
        return
    if done(teacher.ask, question):
        st.rerun()


def ask_again(teacher: Teacher, room: Room) -> None:
    """Says what it means to ask the present question anew, and how that is done."""
    st.warning(
        f"This is question {room.number} already. Asked again, it begins as question {room.number + 1} "
        "without answers; those it has stay in the CSV.",
        icon=":material/repeat:",
    )
    _button("Ask it again", "repeat", teacher.ask, room.question)


def csv_of(teacher: Teacher) -> str:
    """The answers as a file; one that says why when they cannot be had."""
    try:
        return to_csv(teacher.answers())
    except RoomError as error:
        return f"{error}\n"


def _button(
    words: str, icon: str, action: Callable[..., None], *arguments: Any, kind: Any = "secondary"
) -> None:
    st.button(words, key=icon, icon=f":material/{icon}:", type=kind, on_click=do, args=(action, *arguments))


def welcome() -> None:
    """What a room is, and the button that opens one."""
    st.write(
        "Ask your class for a prediction before the networks are trained, see the answers come in, and show "
        "everyone the same experiment. Students join by a link or a QR code, without accounts; answers are "
        "anonymous, and everything about a room is deleted after a day."
    )
    st.button(
        "Open a room",
        key="open_room",
        icon=":material/door_open:",
        type="primary",
        on_click=do,
        args=(open_room,),
    )
    st.page_link(JOIN.file, label="Join a room as a student", icon=":material/login:")


def room_part(teacher: Teacher, room: Room) -> None:
    """Everything about the room."""
    until = datetime.fromtimestamp(room.expires, UTC)
    left, right = st.columns([1, 2] if presenting() else [2, 5], gap="large")
    with left:
        way_in(teacher, room)
    with right:
        with st.container(border=True, key="asked"):
            st.fragment(question_part, run_every=LOOK_SECONDS)(teacher)
        rest = st.expander("Next question and the experiment") if presenting() else st.container()
        next_one, experiment = rest.columns(2, gap="large")
        with next_one:
            st.subheader("Next question", anchor=False)
            if (question := question_editor(theirs(room))) is not None:
                ask(teacher, room, question)
            if state_of(Teaching).repeated == (room.code, room.number):
                ask_again(teacher, room)
        with experiment:
            experiment_part(teacher, room)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Room {room.code} and its answers are deleted at {until:%H:%M} UTC on {until:%-d %B}.")
        with st.popover("End the room", icon=":material/delete:"):
            st.write("The room and every answer in it are deleted at once. Take the CSV first.")
            st.button("End it now", key="end", type="primary", on_click=do, args=(end_room, teacher))


apply_style()
keep_watching()
engine_or_stop()
arrive("class")
st.title("Class", anchor=False)
here = teacher_here()
with st.container():  # always there, so that what is open below stays open
    say_what_was_not_done()
if here is None:
    welcome()
else:
    room_part(*here)

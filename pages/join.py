"""A student's page: the room's question as buttons, the result once it is shown, and the experiment."""

import streamlit as st

from initcore.classroom.room import Question, Room
from pages._class.answers import answer, answered
from pages._class.bars import bars
from pages._class.room import follow, leave, room_here, to_experiment, to_look_at
from pages._class.state import Answers
from pages._frame.engine import engine_or_stop
from pages._frame.places import COMPARE
from pages._frame.state import state_of
from pages._frame.style import apply_style
from pages._frame.visit import arrive
from pages._frame.watching import keep_watching
from pages._frame.words import typed


def question_part(room: Room, question: Question) -> None:
    """The question, its options, what was answered, and the result once it is shown."""
    mine = answered(room)
    st.title(typed(question.text), anchor=False)
    st.caption(f"Question {room.number}")
    answers = state_of(Answers)
    if answers.not_kept:
        st.error(answers.not_kept, icon=":material/error:")
        answers.not_kept = ""
    if room.open:
        with st.container(key="options", gap="small"):
            for at, option in enumerate(question.options):
                st.button(
                    f"{'✓ ' if at == mine else ''}{typed(option)}",
                    key=f"option-{room.number}-{at}",
                    type="primary" if at == mine else "secondary",
                    width="stretch",
                    on_click=answer,
                    args=(room, at),
                )
    given = "You have not answered." if mine is None else f"Your answer: **{typed(question.options[mine])}**."
    if not room.open:
        st.markdown(f"{given} Answering is closed.")
    elif mine is None:
        st.markdown("Choose one. Nobody is told who answered what.")
    else:
        st.markdown(f"{given} You may change it while answering is open.")
    if room.counts is not None:
        st.subheader("What the class says", anchor=False)
        bars(question.options, room.counts, mine)


def experiment_part(room: Room) -> None:
    """Calls to the experiment that the teacher shows everyone."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="room"):
        st.markdown(":material/visibility: Your teacher is showing everyone an experiment.")
        if st.button("Look at it", key="look_at_it", icon=COMPARE.icon, type="primary"):
            st.switch_page(COMPARE.file, query_params=to_experiment(room))


def ask_for_code() -> None:
    """A field for the code of a room."""
    with st.form("code", border=False):
        code = st.text_input("Room code", max_chars=20, placeholder="K7QX2M", width=240, autocomplete="off")
        if st.form_submit_button("Join", type="primary") and code:
            st.query_params["room"] = code
            st.rerun()


apply_style()
keep_watching()
engine_or_stop()
arrive("join")
room = room_here()
if room is None:
    st.title("Join a class", anchor=False)
    st.caption("Your teacher shows a link, a QR code and the room’s code. Any of them will do.")
    ask_for_code()
    st.stop()
with st.container(key="student"):
    if to_look_at(room):
        experiment_part(room)
    if room.question is None:
        st.title(f"Room {room.code}", anchor=False)
        st.write("Your teacher has not asked anything yet. The question will appear here by itself.")
    else:
        question_part(room, room.question)
    st.divider()
    st.page_link(
        COMPARE.file,
        label="Open the experiment",
        icon=COMPARE.icon,
        query_params=to_experiment(room),
    )
    st.caption(f"Room {room.code}. Answers are anonymous, and deleted within a day.")
    if not room.locked:
        st.button("Leave the room", key="leave", icon=":material/logout:", type="tertiary", on_click=leave)
follow(room)

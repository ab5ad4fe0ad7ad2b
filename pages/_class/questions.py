"""The editor of a room's next question, with ready-made predictions about the experiment."""

import streamlit as st

from initcore.classroom.room import MOST_OPTION_TEXT, MOST_OPTIONS, MOST_TEXT, Question, RoomError
from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import label
from pages._class.state import Teaching
from pages._frame.state import state_of

OWN = "A question of your own"


def ready_made(experiment: Experiment) -> tuple[Question, ...]:
    """Predictions to ask for before this experiment is trained."""
    names = [label(choice.on(experiment.base))[:MOST_OPTION_TEXT] for choice in experiment.choices]
    asked = []
    if 2 <= len(names) <= MOST_OPTIONS:
        asked.append(Question("Which of these ends with the lowest cost?", tuple(names)))
    if len(names) < MOST_OPTIONS:
        asked.append(Question("Which of these does not learn at all?", (*names, "They all learn")))
        asked.append(Question("Which of these gets 90 % right first?", (*names, "None of them")))
    return (
        *asked,
        Question(
            "What happens when every weight starts at zero?",
            ("It learns as usual", "It learns, but slowly", "It learns nothing", "The cost becomes infinite"),
        ),
        Question(
            "The initial weights are made ten times as large. What happens to the first cost?",
            ("It is smaller", "It is about the same", "It is much larger"),
        ),
        Question(
            "Another seed draws other weights. How much will the final cost change?",
            ("Not at all", "By a few percent", "So much that another initialization may win"),
        ),
    )


def question_editor(experiment: Experiment) -> Question | None:
    """Draws the editor; the question when it was just asked, and is allowed."""
    ready = {question.text: question for question in ready_made(experiment)}
    _fill_in(ready)
    st.selectbox("Ready-made", [*ready, OWN], key="ready")
    with st.form("question", border=False):
        text = st.text_input("Question", key="question_text", max_chars=MOST_TEXT)
        options = st.text_area("Options, one a line", key="question_options", height=170)
        if st.form_submit_button("Ask", icon=":material/campaign:", type="primary"):
            try:
                return Question(text, tuple(options.splitlines()))
            except RoomError as error:
                st.error(str(error))
    return None


def _fill_in(ready: dict[str, Question]) -> None:
    """Fills the editor with the ready-made question that is chosen, unless it holds that one already.

    What somebody has typed stays until another one is chosen.
    """
    state, teaching = st.session_state, state_of(Teaching)
    if state.get("ready") not in (*ready, OWN):
        state.ready = next(iter(ready))
    chosen = ready.get(state.ready)
    filled = teaching.filled
    untouched = filled and (state.get("question_text"), state.get("question_options")) == _texts(filled)
    another = teaching.filled_as != state.ready
    if another or "question_text" not in state or (untouched and filled != chosen):
        state.question_text, state.question_options = _texts(chosen) if chosen else ("", "")
        teaching.filled, teaching.filled_as = chosen, state.ready


def _texts(question: Question) -> tuple[str, str]:
    return question.text, "\n".join(question.options)

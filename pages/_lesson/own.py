"""The last chapter: a formula of the reader's own, beside the course's exercises and beside He."""

import pandas as pd
import streamlit as st

from initcore.experiment.settings import BY_NAME
from initcore.lesson.exercises import (
    DIFFERENT,
    EXERCISES,
    Compared,
    Exercise,
    cells,
    compare,
    is_formula,
    read,
    sigma_text,
    verdict,
    written,
)
from initcore.lesson.outcome import end_sentence, race_sentence, signal_line, sooner
from initcore.lesson.runs import FIRST_FORMULA, against_he
from pages._frame.internals import Place
from pages._frame.state import state_of
from pages._frame.words import in_words, plain
from pages._lesson.chapter import Chapter, Runs
from pages._lesson.progress import allowed_formula
from pages._lesson.state import Lesson

NAME = "own"
FIELD = "lesson-formula"
"""The key of the field that the formula is written in."""

FIRST_EXERCISE = 2
"""He's: the one that the formula to begin with is nearly right for."""

_OUTCOMES = ("one", "other", "both", "neither")


def _write() -> None:
    """Takes over what was written, where the course's network can start from it."""
    lesson = state_of(Lesson)
    formula, _ = allowed_formula(st.session_state[FIELD])
    if formula is not None:
        lesson.progress, lesson.tried = lesson.progress.with_formula(formula, NAME), True


def _check() -> None:
    """Lays the formula as it is beside the exercise."""
    state_of(Lesson).tried = True


def _tried() -> bool:
    """Whether the reader has had a try, here or by a link: before that nothing says what is expected."""
    lesson = state_of(Lesson)
    progress = lesson.progress
    return lesson.tried or progress.formula != FIRST_FORMULA or NAME in progress.said


def _above() -> None:
    """The formula, and its matrices beside those of an exercise."""
    lesson, formula = state_of(Lesson), BY_NAME["formula"]
    rewritten, lesson.rewritten = lesson.rewritten and FIELD in st.session_state, False
    left, right = st.columns(2)
    text = left.text_input(
        formula.label,
        "" if rewritten else lesson.progress.formula,  # a field takes its text from one place at a time
        key=FIELD,
        on_change=_write,
        placeholder=FIRST_FORMULA,
        help=formula.help,
    )
    exercise = right.selectbox(
        "Exercise of the course",
        EXERCISES,
        index=FIRST_EXERCISE,
        key="lesson-exercise",
        format_func=lambda each: each.label,
    )
    _, problems = allowed_formula(text)
    for problem in problems:
        kept = lesson.progress.formula
        st.error(f"{plain(in_words(problem))}. What is trained stays at the last one allowed, `{kept}`.")
    _matrices(exercise, text)


def _matrices(exercise: Exercise, text: str) -> None:
    """Layer by layer both matrices, and a sentence on what differs; before a try only the reader's."""
    formula, problem = read(text, exercise)
    if formula is None and not is_formula(text):
        return  # as was said already
    if formula is None:
        st.info(f"No matrix for {exercise.label}: {plain(problem)}.", icon=":material/grid_off:")
        return
    compared = compare(exercise, formula)
    if not _tried():
        _untried(compared)
        return
    icon = "check_circle" if all(each.equal for each in compared) else "difference"
    st.markdown(f":material/{icon}: " + " ".join(verdict(exercise, formula, compared)))
    with st.container(key="lesson-matrices"):
        for each in compared:
            _layer(each)
    st.caption(
        "Both use the stream RandomState(3).randn, layer after layer, a row for each unit. Cells marked ≠ "
        "differ. Expected are the course notebook's published figures. If a program of your own prints other "
        "numbers for the same formula, it has another seed, rand in place of randn, or another order of "
        "drawing."
    )


def _untried(compared: list[Compared]) -> None:
    """What the formula gives, and the way to what is expected."""
    st.markdown(
        "These are the matrices of the formula in the field. Write the one that the exercise asks for, "
        "or check this one: then yours stand beside the expected ones."
    )
    st.button("Check against the exercise", key="lesson-check", icon=":material/rule:", on_click=_check)
    with st.container(key="lesson-matrices"):
        for each in compared:
            _matrix(st.columns(2)[0], each, _yours(each), written(each.yours))


def _layer(each: Compared) -> None:
    yours, expected = cells(each)
    mine, theirs = st.columns(2)
    marked = [[f":red[**{cell}**]" if DIFFERENT in cell else cell for cell in row] for row in yours]
    _matrix(mine, each, _yours(each), marked)
    _matrix(theirs, each, f"**Expected W{each.layer.index}**", expected)


def _yours(each: Compared) -> str:
    return f"**Your W{each.layer.index}** :gray[· {sigma_text(each)}]"


def _matrix(place: Place, each: Compared, words: str, rows: list[list[str]]) -> None:
    """One matrix under its name, a row for each unit."""
    place.markdown(words)
    columns = [f"from {number}" for number in range(1, each.layer.fan_in + 1)]
    names = [f"to {number}" for number in range(1, each.layer.fan_out + 1)]
    place.table(pd.DataFrame(rows, index=names, columns=columns), border="horizontal")


def _happened(runs: Runs) -> int:
    return _OUTCOMES.index(sooner(runs[0], runs[1]))


CHAPTER = Chapter(
    name=NAME,
    title="Make your own",
    text=(
        "Write the standard deviation of your own weights as a formula. Its matrices are laid beside those "
        "that the course's exercises expect. Then train it on the course's network, beside He."
    ),
    question="Which reaches 90 % train accuracy first?",
    options=("Mine", "He's", "Both at the same iteration", "Neither does"),
    configs=against_he,
    happened=_happened,
    after=lambda runs: [
        race_sentence(runs[0], runs[1]),
        *map(end_sentence, runs),
        "Size of the signal from layer to layer, before training:",
        *map(signal_line, runs),
    ],
    moral=lambda runs: race_sentence(runs[0], runs[1]),
    rule=(
        "Check a formula on more than one shape of network: a wrong one agrees with the right one "
        "where the fan-ins happen to fit."
    ),
    tells=_tried,
    above=_above,
)

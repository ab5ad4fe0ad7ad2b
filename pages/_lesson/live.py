"""A chapter with runs: predict, train, look, and only then read what happened and why."""

import streamlit as st

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.naming import describe
from initcore.figures.points import points_figure
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.lesson.words import name_of
from initcore.model.base import Initialization
from initcore.words.numbers import short_number
from pages._board import board
from pages._frame.comparison import Comparison
from pages._frame.state import state_of
from pages._lesson.asked import asked_part
from pages._lesson.chapter import Chapter
from pages._lesson.reading import configs_of
from pages._lesson.state import Lesson
from pages._lesson.streamed import stream_of
from pages._lesson.style import readable

BOARD = "lesson-board"
"""The key of the board; what the reader does on it is in the session under that."""

TICK_SECONDS, SECONDS_A_RUN = 1.0, 0.02
"""How often what stands around a live board is drawn anew: less often the more runs there are."""


def tick_seconds(watch: Handle) -> float:
    """How long to wait between two drawings of these runs."""
    return max(TICK_SECONDS, SECONDS_A_RUN * len(watch.slots))


def live_part(chapter: Chapter, watch: Handle, live: bool) -> None:
    """All of a chapter; `live` says whether its runs went on when the page was drawn."""
    lesson, comparison = state_of(Lesson), state_of(Comparison)
    if lesson.watch is not watch or (watch.status == "running") != live:
        st.rerun()  # the timer belongs to the whole page
    if chapter.above is not None:
        st.markdown(chapter.text)
        chapter.above()
    if lesson.watched != (chapter.name, configs_of(chapter)):
        st.rerun()  # another formula has been written
    if live and comparison.watch is not None:
        comparison.watch.look()  # so that a comparison on the other page goes on beside this one
    view, said = watch.look(), chapter.name in lesson.progress.said
    done = said and view.status == "done"
    if done and chapter.name not in lesson.progress.done:
        st.rerun()  # the address is to say so
    with st.container(key="lesson-split"):
        if not said:
            _words(chapter)
        with st.container(key="lesson-asked"):
            asked_part(chapter, view, watch, done)
        with st.container(key="lesson-figures"):
            if said:
                chapter.lead(view.runs, done)
                _board(chapter, watch, view)
            else:
                _before(chapter, view)
            if done:
                chapter.below(view.runs)
        if said:  # read by now: the question is to stand where the board begins
            _words(chapter)
        with st.container(key="lesson-told"):
            for sentence in chapter.after(view.runs) if done else ():
                st.markdown(sentence)


def _words(chapter: Chapter) -> None:
    """The chapter's text, where it is not above everything."""
    if chapter.above is None:
        with st.container(key="lesson-words"):
            st.markdown(chapter.text)


def _before(chapter: Chapter, view: View) -> None:
    """What will be trained, without a sign of how it will go."""
    config = view.runs[0].config
    st.caption(describe(config))
    runs = {name_of(run): run for run in (view.runs[place[0]] for place in chapter.places(len(view.runs)))}
    for column, (name, run) in zip(st.columns(len(runs)), runs.items(), strict=True):
        with column.container(border=True):
            record = INITIALIZATIONS[run.config.initialization]
            if record.takes_formula:
                st.markdown(f"**{record.label}**")
                st.markdown(name)
            else:
                st.markdown(f"**{name}**")
                if chapter.tells():
                    st.latex(record.formula if run.config.gain == 1 else _times_gain(record, run.config.gain))
    data = load(config)
    st.plotly_chart(
        readable(points_figure(inputs=data.train_inputs, labels=data.train_labels)),
        key="lesson-points",
        config={"displayModeBar": False},
        alt="The training examples: class 1 in an inner ring, class 0 in an outer ring close around it.",
    )


def _times_gain(record: Initialization, gain: float) -> str:
    """A scheme's formula in LaTeX with its gain behind it, such as W = randn × 0.3."""
    return rf"{record.formula} \times {short_number(gain)}"


def _board(chapter: Chapter, watch: Handle, view: View) -> None:
    """The live board of the runs that the chapter shows."""
    with st.container(key="lesson-stage"):
        board(key=BOARD, address=stream_of(chapter, watch), status=view.status, on_changed=lambda: None)

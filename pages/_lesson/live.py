"""A chapter with runs: predict, train, look, and only then read what happened and why."""

import streamlit as st

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.experiment import Group
from initcore.experiment.naming import describe
from initcore.export.filled import filled, heads
from initcore.figures.points import points_figure
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.lesson.words import name_of
from initcore.model.base import Initialization
from initcore.words.numbers import short_number, spaced
from pages._board import board, progress
from pages._frame.comparison import Comparison
from pages._frame.state import state_of
from pages._lesson.chapter import Chapter, Runs
from pages._lesson.reading import configs_of, predict
from pages._lesson.state import Lesson
from pages._lesson.style import readable
from pages._stream.here import address_of
from pages._stream.plan import Plan

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
        with st.container(key="lesson-words"):
            if chapter.above is None:
                st.markdown(chapter.text)
            _question(chapter, view, watch, said)
        with st.container(key="lesson-figures"):
            if said:
                chapter.lead(view.runs, done)
                _board(chapter, watch, view)
            else:
                _before(chapter, view)
            if done:
                chapter.below(view.runs)
        with st.container(key="lesson-told"):
            if done:
                _reveal(chapter, view)


def _question(chapter: Chapter, view: View, watch: Handle, said: bool) -> None:
    """The prediction, the buttons, and how far the runs have come."""
    so_far = state_of(Lesson).progress
    if said:
        _said(chapter, so_far.choice(chapter.name))
        _buttons_after(view, watch)
    else:
        choice = st.radio(
            f"**Predict:** {chapter.question}",
            range(len(chapter.options)),
            index=None,
            format_func=chapter.options.__getitem__,
            key=f"lesson-say-{chapter.name}-{so_far.formula}",
        )
        _buttons_before(chapter, watch, choice)
    if watch.refusal is not None:
        st.warning(watch.refusal, icon=":material/timer_off:")
    elif said:
        progress(key="lesson-progress", address=_stream(chapter, watch, view))


def _buttons_before(chapter: Chapter, watch: Handle, choice: int | None) -> None:
    """Train with the prediction chosen, or without one."""
    refused = watch.refusal is not None
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Train",
            key="lesson-train",
            type="primary",
            icon=":material/play_arrow:",
            on_click=predict,
            args=(chapter, choice),
            disabled=refused or choice is None,
            help="Choose what you expect first.",
        )
        st.button(
            "Train without a prediction",
            key="lesson-skip",
            type="tertiary",
            on_click=predict,
            args=(chapter, None),
            disabled=refused,
        )


def _buttons_after(view: View, watch: Handle) -> None:
    """Pause and go on."""
    resting = view.status in ("new", "paused", "stopped", "failed")
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Resume" if view.status in ("paused", "stopped") else "Train",
            key="lesson-train",
            type="primary",
            icon=":material/play_arrow:",
            on_click=watch.train,
            disabled=not resting or watch.refusal is not None,
        )
        st.button(
            "Pause",
            key="lesson-pause",
            icon=":material/pause:",
            on_click=watch.pause,
            disabled=view.status != "running",
        )


def _said(chapter: Chapter, choice: int | None) -> None:
    """The question with its answers, and which of them was predicted."""
    st.markdown(f"**Predict:** {chapter.question}")
    lines = [
        f"- **{option}** ← your prediction" if place == choice else f"- {option}"
        for place, option in enumerate(chapter.options)
    ]
    st.markdown("\n".join(lines))


def _headline(view: View) -> str:
    """How far the runs have come, in words."""
    if view.status == "failed":
        return "Some runs failed. Press Train to try them again."
    word = {"running": "Training", "paused": "Paused", "done": "Trained"}.get(view.status, "Stopped")
    return f"{word} · {spaced(view.done)} of {spaced(view.total)} iterations of {len(view.runs)} runs"


def _reveal(chapter: Chapter, view: View) -> None:
    """Whether the prediction came true, and what was seen and why."""
    kind, words = happened_words(chapter, view.runs)
    if kind == "true":
        st.success(f"**Your prediction came true.** {words}", icon=":material/check_circle:")
    elif kind == "false":
        st.warning(f"**It came out otherwise.** {words}", icon=":material/change_circle:")
    else:
        st.info(f"**No prediction was made.** {words}", icon=":material/visibility:")
    for sentence in chapter.after(view.runs):
        st.markdown(sentence)


def happened_words(chapter: Chapter, runs: Runs) -> tuple[str, str]:
    """Whether a prediction came true, came out false or was none; and what happened, in words."""
    happened = chapter.happened(runs)
    choice = state_of(Lesson).progress.choice(chapter.name)
    words = "None of the answers is what happened."
    if happened is not None:
        words = f"What happened: {chapter.options[happened]}."
    kind = "none" if choice is None else "true" if choice == happened else "false"
    return kind, words


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


def _plan(chapter: Chapter, view: View) -> Plan:
    """How the stream speaks of the runs that the chapter shows."""
    places = chapter.places(len(view.runs))
    firsts = [view.runs[row[0]].config.key for row in places]
    seeds = max(map(len, places))
    return Plan(
        name=f"{chapter.name}-" + "-".join(firsts),
        groups=tuple(Group(tuple(row), ()) for row in places),
        headline=_headline,
        columns=heads(seeds),
        rows=filled if seeds > 1 else None,
    )


def _stream(chapter: Chapter, watch: Handle, view: View) -> str:
    """The address of the stream of the chapter's runs."""
    lesson = state_of(Lesson)
    lesson.stream, address = address_of(lesson, lesson.stream, watch, _plan(chapter, view))
    return address


def _board(chapter: Chapter, watch: Handle, view: View) -> None:
    """The live board of the runs that the chapter shows."""
    with st.container(key="lesson-stage"):
        board(key=BOARD, address=_stream(chapter, watch, view), status=view.status, on_changed=lambda: None)

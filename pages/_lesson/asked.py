"""A chapter's question: what is predicted, how far the runs have come, and right there what came of it."""

from collections.abc import Sequence

import streamlit as st

from initcore import RunConfig
from initcore.experiment.experiment import Experiment
from initcore.experiment.values import ConfigError
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.store.listing import one_comparison
from initcore.words.phrases import listed
from pages._board import progress
from pages._frame.opening import compare_link
from pages._frame.state import state_of
from pages._lesson.chapter import Chapter, Runs
from pages._lesson.reading import predict
from pages._lesson.state import Lesson
from pages._lesson.streamed import headline, stream_of


def asked_part(chapter: Chapter, view: View, watch: Handle, done: bool) -> None:
    """The question with its options, to choose from, and once the runs are done with what happened."""
    so_far = state_of(Lesson).progress
    said = chapter.name in so_far.said
    if said:
        _options(chapter, so_far.choice(chapter.name), chapter.happened(view.runs) if done else None, done)
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
    if said:
        with st.container(key="lesson-outcome"):
            if done:
                _outcome(chapter, view)
            else:
                _buttons_after(view, watch)
                if watch.refusal is None:
                    progress(key="lesson-progress", address=stream_of(chapter, watch))


def _options(chapter: Chapter, choice: int | None, happened: int | None, done: bool) -> None:
    """The question with its answers: which was predicted and, once the runs are done, which came true."""
    st.markdown(f"**Predict:** {chapter.question}")
    lines = []
    for place, option in enumerate(chapter.options):
        predicted, true = place == choice, place == happened
        notes = ["your prediction"] * predicted + ["what happened"] * true
        mark = "✓ " if true else "✕ " if predicted and done else ""
        text = f"{mark}**{option}** ← {listed(notes)}" if notes else option
        lines.append(f"- :green[{text}]" if true else f"- {text}")
    st.markdown("\n".join(lines))


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


def _outcome(chapter: Chapter, view: View) -> None:
    """Whether the prediction came true, and where the runs can be looked into further."""
    kind, words = happened_words(chapter, view.runs)
    if kind == "true":
        st.success(f"**Your prediction came true.** {words}", icon=":material/check_circle:")
    elif kind == "false":
        st.warning(f"**It came out otherwise.** {words}", icon=":material/change_circle:")
    else:
        st.info(f"**No prediction was made.** {words}", icon=":material/visibility:")
    st.caption(headline(view))
    found = comparison_of(chapter, [run.config for run in view.runs])
    if found is not None:
        compare_link(*found)


def happened_words(chapter: Chapter, runs: Runs) -> tuple[str, str]:
    """Whether a prediction came true, came out false or was none; and what happened, in words."""
    happened = chapter.happened(runs)
    choice = state_of(Lesson).progress.choice(chapter.name)
    words = "None of the answers is what happened."
    if happened is not None:
        words = f"What happened: {chapter.options[happened]}."
    kind = "none" if choice is None else "true" if choice == happened else "false"
    return kind, words


def comparison_of(chapter: Chapter, configs: Sequence[RunConfig]) -> tuple[str, Experiment] | None:
    """The comparison that has all of a chapter's runs, or else those on its board, and what to call it."""
    board = [configs[at] for row in chapter.places(len(configs)) for at in row]
    for words, some in (("Open in Compare", configs), ("Open the board's runs in Compare", board)):
        try:
            return words, one_comparison(some)
        except ConfigError:  # such as of several depths, or of more initializations than stand side by side
            continue
    return None

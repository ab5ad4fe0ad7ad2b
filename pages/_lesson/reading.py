"""Where the reader is: the session and the address, kept in step, and the runs of the open chapter."""

from collections.abc import Mapping

import streamlit as st

from initcore import RunConfig
from initcore.lab.handle import Handle
from pages._frame.engine import opened
from pages._frame.state import state_of
from pages._frame.visit import arrive
from pages._lesson import own
from pages._lesson.chapter import Chapter
from pages._lesson.chapters import BY_NAME, CHAPTERS, OPTIONS
from pages._lesson.progress import LETTERS, QUERY_NAMES, SKIPPED, Progress, from_query
from pages._lesson.state import Lesson

FIRST = CHAPTERS[0].name


def enter() -> None:
    """Takes the progress from the address where that is new; from the session when we come back."""
    lesson = state_of(Lesson)
    here = {name: st.query_params[name] for name in QUERY_NAMES if name in st.query_params}
    came_back = arrive("lesson") and lesson.entered
    if (came_back and not here) or here == lesson.address:
        return
    progress, lesson.problems = from_query(here, OPTIONS)
    if lesson.entered:
        progress = progress.with_earlier(lesson.progress, own.NAME)
    lesson.progress, lesson.address = progress, here
    if own.FIELD in st.session_state:
        st.session_state[own.FIELD], lesson.rewritten = progress.formula, True


def write_address() -> None:
    """Puts the progress into the address, beside whatever else that says; leaves alone what is there.

    Every writing is an entry in the browser's history, so that a chapter is done is written with the next
    change: until then the prediction says it, of which the same runs come out.
    """
    lesson = state_of(Lesson)
    address, query = lesson.progress.to_query(FIRST), st.query_params.to_dict()
    here = {name: query[name] for name in QUERY_NAMES if name in query}
    if here != address and not _only_more_done(here, address):
        others = {name: text for name, text in query.items() if name not in QUERY_NAMES}
        st.query_params.from_dict({**others, **address})
        here = address
    lesson.address = here


def _only_more_done(earlier: Mapping[str, str], later: Mapping[str, str]) -> bool:
    """Whether all that a later address has beside an earlier one is that more chapters are done."""
    before, after = earlier.get("done", ""), later.get("done", "")
    return {**earlier, "done": after} == later and after.startswith(before)


def go(chapter: str) -> None:
    """Opens a chapter at its top."""
    lesson = state_of(Lesson)
    lesson.progress, lesson.problems, lesson.turned = lesson.progress.at(chapter), [], True


def begin_again() -> None:
    """Forgets predictions, progress and formula; the runs themselves stay in the store."""
    lesson = state_of(Lesson)
    lesson.progress, lesson.turned, lesson.tried = Progress(FIRST), True, False
    st.session_state.pop(own.FIELD, None)


def predict(chapter: Chapter, option: int | None) -> None:
    """Makes a prediction, or none, and trains."""
    letter = SKIPPED if option is None else LETTERS[option]
    lesson = state_of(Lesson)
    lesson.progress, lesson.begun = lesson.progress.predicted(chapter.name, letter), True
    if lesson.watch is not None:
        lesson.watch.train()


def configs_of(chapter: Chapter) -> tuple[RunConfig, ...]:
    """The runs that a chapter is about: its own, or for the conclusions those of every chapter done."""
    progress = state_of(Lesson).progress
    if chapter.options:
        return chapter.configs(progress.formula)
    return tuple(config for name in progress.done for config in BY_NAME[name].configs(progress.formula))


def watch_of(chapter: Chapter) -> Handle | None:
    """The chapter's runs, opened when they are not yet; None where there are none.

    What was predicted before is trained at once if it is not here: the reader has asked for it.
    """
    lesson, configs = state_of(Lesson), configs_of(chapter)
    if not configs:
        return None
    wanted = (chapter.name, configs)
    if lesson.watch is None or lesson.watched != wanted:
        lesson.watch, lesson.watched = opened(configs), wanted
        if chapter.name in lesson.progress.said or not chapter.options:
            lesson.watch.train()
    return lesson.watch

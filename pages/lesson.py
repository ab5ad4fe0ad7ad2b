"""The Lesson page: initialization in chapters, each predicted before it is trained and read after."""

import streamlit as st

from pages._class.calls import class_calls
from pages._frame.engine import engine_or_stop
from pages._frame.live import live
from pages._frame.state import state_of
from pages._frame.style import apply_style
from pages._frame.watching import keep_watching
from pages._frame.words import in_words
from pages._lesson.chapter import Chapter
from pages._lesson.chapters import BY_NAME, CHAPTERS
from pages._lesson.conclusions import conclusions_part, lacking_part
from pages._lesson.live import live_part, tick_seconds
from pages._lesson.progress import Progress
from pages._lesson.reading import begin_again, enter, go, watch_of, write_address
from pages._lesson.state import Lesson
from pages._lesson.style import apply_lesson_style, to_the_top, to_what_was_begun

CHAPTER = "lesson-chapter"
"""The key of the list of chapters."""


def contents(progress: Progress) -> None:
    """The chapters to choose from, those done with a mark."""
    st.session_state[CHAPTER] = progress.chapter
    st.segmented_control(
        "Chapter",
        [chapter.name for chapter in CHAPTERS],
        required=True,
        key=CHAPTER,
        format_func=lambda name: f"{'✓ ' if name in progress.done else ''}{BY_NAME[name].title}",
        on_change=lambda: go(st.session_state[CHAPTER]),
        label_visibility="collapsed",
    )


def turning(chapter: Chapter) -> None:
    """The way to the chapters before and after this one."""
    at = CHAPTERS.index(chapter)
    before, after = CHAPTERS[:at][-1:], CHAPTERS[at + 1 :][:1]
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for one in before:
            st.button(
                one.title, key="lesson-before", icon=":material/arrow_back:", on_click=go, args=(one.name,)
            )
        for one in after:
            st.button(
                one.title,
                key="lesson-after",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=go,
                args=(one.name,),
            )


apply_style()
apply_lesson_style()
engine_or_stop()
enter()
lesson = state_of(Lesson)
chapter = BY_NAME[lesson.progress.chapter]
watch = watch_of(chapter)
if watch is not None and watch.status == "done" and chapter.name in lesson.progress.said:
    lesson.progress = lesson.progress.finished(chapter.name)
write_address()
running = watch is not None and watch.status == "running"
if not running:
    keep_watching()
progress = lesson.progress
with st.sidebar:
    runnable = [one for one in CHAPTERS if one.options]
    st.markdown(f"**{len(progress.done)} of {len(runnable)} chapters done**")
    st.button("Start over", key="lesson-over", icon=":material/restart_alt:", on_click=begin_again)
st.title("Lesson", anchor=False)
contents(progress)
if lesson.problems:
    listed = "".join(f"\n- {in_words(problem)}" for problem in lesson.problems)
    st.warning(f"The address was not followed everywhere:\n{listed}", icon=":material/link_off:")
st.header(chapter.title, anchor=False)
every = tick_seconds(watch) if running and watch is not None else None
if chapter.options and watch is not None:
    live(live_part, every, chapter, watch, running)
else:
    st.markdown(chapter.text)
    live(conclusions_part, every, watch, running)
    lacking_part()
turning(chapter)
if lesson.turned:
    to_the_top()
if lesson.begun:
    to_what_was_begun()
lesson.turned = lesson.begun = False
class_calls()

"""What a reader's own runs showed: predictions, sentences and runs of the chapters done."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from initcore import Trajectory
from initcore.export.columns import COLUMNS, Cell, Column
from initcore.export.results import Table
from initcore.export.rows import Row, row
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.words.phrases import listed
from pages._compare.table import show_table
from pages._frame.state import state_of
from pages._lesson.asked import happened_words
from pages._lesson.chapter import Chapter, Runs
from pages._lesson.chapters import BY_NAME, CHAPTERS
from pages._lesson.reading import go
from pages._lesson.state import Lesson

SHOWN = 6
"""The columns of results up to the final cost."""

MARKS = {"true": ":green[✓ came true]", "false": ":orange[✕ otherwise]", "none": ":gray[– none made]"}


def conclusions_part(watch: Handle | None, live: bool) -> None:
    """The tables once every run is at hand, and before that how far they have come."""
    if watch is None:
        st.info("No chapter is done yet; what you train there is gathered here.", icon=":material/inbox:")
    else:
        _of_runs(watch, live)


def _of_runs(watch: Handle, live: bool) -> None:
    if state_of(Lesson).watch is not watch or (watch.status == "running") != live:
        st.rerun()
    view = watch.look()
    if view.status != "done":
        st.progress(view.share, text="Fetching your runs; what this server no longer has is trained again.")
        if watch.refusal is not None:
            st.warning(watch.refusal, icon=":material/timer_off:")
        elif view.status != "running":
            st.button("Train", key="lesson-train", on_click=watch.train, icon=":material/play_arrow:")
        return
    parts = _by_chapter(view)
    _predictions(parts)
    _to_take_along(parts)
    _runs(parts)


def _by_chapter(view: View) -> dict[str, Runs]:
    """The runs of each chapter done, in the order they were opened in."""
    progress = state_of(Lesson).progress
    runs, parts = iter(view.runs), {}
    for name in progress.done:
        parts[name] = [next(runs) for _ in BY_NAME[name].configs(progress.formula)]
    return {chapter.name: parts[chapter.name] for chapter in CHAPTERS if chapter.name in parts}


def _predictions(parts: dict[str, Runs]) -> None:
    """Chapter by chapter: what was predicted and whether it came true, what the runs showed."""
    progress = state_of(Lesson).progress
    lines, kinds = [], []
    for name, runs in parts.items():
        chapter = BY_NAME[name]
        kind, _ = happened_words(chapter, runs)
        choice = progress.choice(name)
        kinds.append(kind)
        lines.append(
            {
                "Chapter": f"**{chapter.title}**",
                "Prediction": MARKS[kind]
                if choice is None
                else f"{chapter.options[choice]}  \n{MARKS[kind]}",
                "What your runs showed": chapter.moral(runs),
            }
        )
    made = [kind for kind in kinds if kind != "none"]
    if made:
        st.markdown(f"**{made.count('true')} of {len(made)} predictions came true.**")
    else:
        st.markdown("**No predictions were made.**")
    with st.container(key="lesson-predictions"):
        st.table(pd.DataFrame(lines), border="horizontal", hide_index=True)


def _to_take_along(parts: dict[str, Runs]) -> None:
    """What each chapter done is to be remembered for, whatever its own runs were."""
    st.subheader("What to take along", anchor=False)
    st.markdown("\n".join(f"- **{BY_NAME[name].title}** – {BY_NAME[name].rule}" for name in parts))


def _runs(parts: dict[str, Runs]) -> None:
    """The runs that were on the boards, each once."""
    shown: dict[str, tuple[Chapter, Trajectory]] = {}
    for name, runs in parts.items():
        chapter = BY_NAME[name]
        for place in chapter.places(len(runs)):
            run = runs[place[0]]
            shown.setdefault(run.config.key, (chapter, run))
    st.subheader("Your runs", anchor=False)
    columns = COLUMNS[:SHOWN]
    show_table(Table(columns, tuple(_cells(chapter, run, columns) for chapter, run in shown.values())))


def _cells(chapter: Chapter, run: Trajectory, columns: Sequence[Column[Row]]) -> tuple[Cell, ...]:
    """A run's cells; the chapter says at length what would have mended it."""
    line = row(run, cached=True)
    name, verdict, *numbers = (column.cell(line) for column in columns)
    where = f"{_network(run)} · {chapter.title}"
    return (replace(name, below=(where,)), replace(verdict, below=(line.seen,), advice=""), *numbers)


def _network(run: Trajectory) -> str:
    """The hidden layers, in a few words."""
    hidden = run.config.hidden
    if len(hidden) > 2 and len(set(hidden)) == 1:
        return f"{len(hidden)} layers of {hidden[0]}"
    return f"layers of {listed([str(units) for units in hidden])}"


def lacking_part() -> None:
    """The chapters that are not done, each with a way there; the way is one for the whole page to go."""
    progress = state_of(Lesson).progress
    lacking = [chapter for chapter in CHAPTERS if chapter.options and chapter.name not in progress.done]
    if not lacking:
        st.markdown("Every chapter is done.")
        return
    st.markdown("**Not done yet:**")
    with st.container(horizontal=True, gap="small"):
        for chapter in lacking:
            st.button(chapter.title, key=f"lesson-go-{chapter.name}", on_click=go, args=(chapter.name,))

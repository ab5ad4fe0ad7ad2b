"""The Runs page: everything in the store, to be sorted, filtered and taken into Compare."""

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st

from initcore import ConfigError
from initcore.experiment.experiment import MOST, Experiment
from initcore.store.listing import Listed, Seeds, listed, one_comparison, over_seeds
from initcore.store.store import Store
from initcore.words.numbers import spaced
from pages._class.calls import class_calls
from pages._frame.engine import engine_or_stop
from pages._frame.opening import compare_link
from pages._frame.state import state_of
from pages._frame.style import apply_style
from pages._frame.visit import arrive
from pages._frame.watching import keep_watching
from pages._frame.words import in_words
from pages._runs.columns import COLUMNS, COLUMNS_OF_RUNS, COLUMNS_OVER_SEEDS, config, written
from pages._runs.state import Listing

AT_FIRST_HIDDEN = ("train_accuracy", "optimizer", "batch_size", "twin", "seconds", "bytes", "key")
FEW_ROWS, TABLE_HEIGHT = 12, 460
HOW = "tick them, or go to one with the arrow keys and press Shift and Space"


def filtered(runs: Sequence[Listed]) -> list[Listed]:
    """The runs that the filters let through."""
    kept = list(runs)
    boxes = st.columns(4)
    for box, name in zip(boxes, ("initialization", "dataset", "verdict"), strict=False):
        known = sorted({run.values[name] for run in runs})
        # What was chosen stays so when the last run that has it is gone; it just finds nothing.
        chosen = st.session_state.get(f"only-{name}", [])
        options = [*known, *(value for value in chosen if value not in known)]
        title = COLUMNS[name][0]
        wanted = box.multiselect(
            title, options, key=f"only-{name}", placeholder="all", persist_state="session"
        )
        kept = [run for run in kept if not wanted or run.values[name] in wanted]
    words = boxes[3].text_input(
        "Text",
        key="only-text",
        placeholder="any word of a run",
        help="Runs that have all of these words somewhere: in a name, a setting or the key.",
        persist_state="session",
    )
    return [run for run in kept if all(word in run.text for word in words.lower().split())]


def chosen_columns(there: Sequence[str], kind: str) -> list[str]:
    """Which columns to show, as the reader has it."""
    with st.popover("Columns", icon=":material/view_column:"):
        return st.multiselect(
            "Columns",
            there,
            default=[name for name in there if name not in AT_FIRST_HIDDEN],
            key=f"columns-{kind}",
            format_func=lambda name: COLUMNS[name][0],
            persist_state="session",
        )


def table(rows: Sequence[Listed | Seeds], columns: Sequence[str], kind: str) -> list[Listed | Seeds]:
    """The rows as a table; returns those that are selected, also where a filter hides them for now."""
    listing = state_of(Listing)
    picked = listing.picked.setdefault(kind, {})
    names = [identity(row) for row in rows]
    listed = hashlib.sha256("".join(names).encode()).hexdigest()[:12]
    # Rows are selected by place, so a table of other rows is another one, which begins with what is picked.
    key = f"table-{kind}-{listed}-{listing.cleared}"
    if listing.table != key:
        listing.table, listing.places = key, [at for at, name in enumerate(names) if name in picked]
    event: Any = st.dataframe(
        written([row.values for row in rows], columns),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": listing.places}},
        column_config={name: config(name, len(rows)) for name in columns},
        placeholder="–",
        height="auto" if len(rows) <= FEW_ROWS else TABLE_HEIGHT,
        alt="Stored runs",
    )
    for at, (name, row) in enumerate(zip(names, rows, strict=True)):
        if at in event.selection.rows:
            picked[name] = row
        else:
            picked.pop(name, None)
    return list(picked.values())


def identity(row: Listed | Seeds) -> str:
    """What a row is known by while tables come and go."""
    if isinstance(row, Listed):
        return row.key
    return "-".join(run.key for run in row.runs)


def selection_bar(selected: Sequence[Listed | Seeds], shown: int, kind: str) -> None:
    """What can be done with the selected rows, or why nothing can."""
    runs = [run for row in selected for run in (row.runs if isinstance(row, Seeds) else (row,))]
    experiment, said = None, f"Select up to {MOST} rows that differ only in where they start: {HOW}."
    if runs:
        hidden = f", {len(selected) - shown} of them hidden by the filters" if len(selected) > shown else ""
        said = f"{len(selected)} selected{hidden}."
        try:
            experiment = one_comparison([run.config for run in runs])
        except ConfigError as error:
            said = f"{said} {in_words(str(error))}."
    with st.container(horizontal=True, vertical_alignment="center", key="selection"):
        compare_link("Compare selected", experiment)
        if runs:
            st.button("Clear", key="clear", icon=":material/deselect:", on_click=clear, args=(kind,))
    if runs and experiment is None:
        st.warning(said, icon=":material/info:")
    else:
        st.caption(said)


def clear(kind: str) -> None:
    listing = state_of(Listing)
    listing.picked[kind] = {}
    listing.cleared += 1


def nothing_listed(store: Store) -> None:
    """What to say where the store has no runs."""
    if store.limit_bytes <= 0:
        st.info("This server keeps no runs: INITLAB_STORE_MB is 0.", icon=":material/database_off:")
    elif not store.problem:
        st.info("Nothing is stored yet. What is trained will be listed here.", icon=":material/inbox:")
    compare_link("Compare the course's initializations", Experiment())


def listed_runs(runs: Sequence[Listed]) -> None:
    """Filters, the table, and what to do with what is selected in it."""
    kept = filtered(runs)
    with st.container(horizontal=True, vertical_alignment="center"):
        grouped = st.toggle(
            "Over seeds",
            key="over-seeds",
            help="One row for all runs that differ only in their weights seed: how many, how many failed, "
            "mean, standard deviation and median. A run that diverged has no cost: then there is no mean, "
            "and in the median it counts as the worst.",
            persist_state="session",
        )
        kind = "seeds" if grouped else "runs"
        rows: Sequence[Listed | Seeds] = over_seeds(kept) if grouped else kept
        columns = chosen_columns(COLUMNS_OVER_SEEDS if grouped else COLUMNS_OF_RUNS, kind)
    many = spaced(len(rows)), spaced(len(runs))
    st.caption(f"{many[0]} {'groups of runs' if grouped else f'of {many[1]} runs'}")
    selected = table(rows, columns, kind)
    names = {identity(row) for row in rows}
    selection_bar(selected, sum(identity(row) in names for row in selected), kind)


apply_style()
keep_watching()
arrive("runs")
st.title("Runs", anchor=False)
store = engine_or_stop().store
everything = listed(store.summaries())
st.caption(
    "Everything that was trained on this server and is still kept, by whomever. Uploaded data never are."
)
if store.problem:
    st.warning(store.problem, icon=":material/database_off:")
if everything:
    listed_runs(everything)
else:
    nothing_listed(store)
class_calls()

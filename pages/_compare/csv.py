"""A CSV of one's own: uploaded, checked, its columns picked; kept in this browser session alone."""

from dataclasses import dataclass

import streamlit as st

from initcore.data.tables import MAX_BYTES, MAX_FEATURES, Sheet, Table, TableError, choose, read
from pages._frame.words import plain

MOST_SAID = 3
"""Columns that cannot be features, of which it is said why."""

MOST_KEPT = 3
"""Tables a session keeps, the one in use among them."""


@dataclass(frozen=True)
class _Picked:
    """A table with the sheet and the columns it is made of."""

    sheet: Sheet
    label: str
    features: tuple[str, ...]
    table: Table


def uploaded_table() -> Table | None:
    """Draws the uploader and the choice of columns; the table in use, None while there is none."""
    state = st.session_state
    file = st.file_uploader(
        f"CSV file, up to {MAX_BYTES // 10**6} MB",
        type=["csv", "tsv", "txt"],
        key=f"csv_file-{state.get('csv_round', 0)}",
        help="A line of names, then one line an example, parted by commas, semicolons or tabs. "
        "It stays in this browser session and is never stored.",
    )
    used: _Picked | None = state.get("picked")
    sheet = _read(file.file_id, file.getvalue()) if file else used and used.sheet
    picked = _pick(sheet, used) if sheet else None
    if picked is not None:
        state.picked = picked
        # The newest last; the address of an earlier comparison may ask for its table again.
        others = [other for other in state.get("tables", []) if other.table.id != picked.table.id]
        state.tables = [*others, picked][-MOST_KEPT:]
    if "picked" not in state:
        st.caption("The comparison stays on its present data until a file is here.")
        return None
    if picked is None and file is not None:
        st.caption("The comparison stays on the file before.")
    return state.picked.table


def recall_table(name: str) -> bool:
    """Puts the table of that id, uploaded earlier in this session, in use; False if there is none."""
    state = st.session_state
    for picked in state.get("tables", []):
        if picked.table.id == name:
            if picked != state.picked:
                state.picked = picked
                state.csv_round = state.get("csv_round", 0) + 1  # an uploader without the other file
                state[_label_key(picked.sheet)] = picked.label
                state[_features_key(picked.sheet, picked.label)] = list(picked.features)
            return True
    return False


def _read(file_id: str, data: bytes) -> Sheet | None:
    """The sheet in the file; what is wrong with it is said once more on every run."""
    state = st.session_state
    if state.get("csv_read", ("", None, ""))[0] != file_id:
        try:
            state.csv_read = file_id, read(data), ""
        except TableError as error:
            state.csv_read = file_id, None, str(error)
    _, sheet, problem = state.csv_read
    if problem:
        st.error(
            f"This file cannot be used: {plain(problem)}. What was on the page stays.", icon=":material/csv:"
        )
    return sheet


def _label_key(sheet: Sheet) -> str:
    return f"csv_label-{sheet.digest[:16]}"


def _features_key(sheet: Sheet, label: str) -> str:
    return f"csv_features-{sheet.digest[:16]}-{label}"


def _listed(complaints: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = f", and {len(complaints) - MOST_SAID} more columns" if len(complaints) > MOST_SAID else ""
    return "; ".join(complaints[:MOST_SAID]) + more


def _goes_on_without_spoiled(sheet: Sheet, label: str) -> bool:
    """Whether the reader does without the columns of numbers that have something else in them, if any."""
    spoiled = [sheet.not_numbers[name] for name in sheet.spoiled if name != label]
    if not spoiled:
        return True
    st.warning(
        f"Not every cell is a number: {plain(_listed(spoiled))}. What was on the page stays until the file "
        "is mended and uploaded again, or you go on without.",
        icon=":material/csv:",
    )
    what = "that column" if len(spoiled) == 1 else f"these {len(spoiled)} columns"
    return st.checkbox(f"Go on without {what}", key=f"csv_without-{sheet.digest[:16]}-{label}")


def _pick(sheet: Sheet, used: _Picked | None) -> _Picked | None:
    """Draws the choice of columns; what was picked, None after saying why it makes no table."""
    state = st.session_state
    again = used if used is not None and used.sheet.digest == sheet.digest else None
    state.setdefault(_label_key(sheet), again.label if again else sheet.names[-1])
    label = st.selectbox(
        "Label column", sheet.names, key=_label_key(sheet), help="The class of each example."
    )
    numeric = [name for name in sheet.names if name != label and name not in sheet.not_numbers]
    key = _features_key(sheet, label)
    state.setdefault(key, list(again.features) if again and again.label == label else numeric[:MAX_FEATURES])
    features = st.multiselect(
        "Feature columns", numeric, key=key, help="Columns of numbers that the networks see."
    )
    left_out = [wrong for name, wrong in sheet.not_numbers.items() if name not in (label, *sheet.spoiled)]
    if left_out:
        st.caption(f"Left out of the features: {plain(_listed(left_out))}.")
    if not _goes_on_without_spoiled(sheet, label):
        return None
    try:
        return _Picked(sheet, label, tuple(features), choose(sheet, features, label))
    except TableError as error:
        st.error(f"These columns cannot be used: {plain(str(error))}.", icon=":material/csv:")
        return None

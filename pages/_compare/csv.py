"""A CSV of one's own: uploaded, checked, its columns picked; kept in this browser session alone."""

from dataclasses import dataclass, field

import streamlit as st

from initcore.data.tables import MAX_BYTES, MAX_FEATURES, Sheet, Table, TableError, choose, read
from pages._frame.state import state_of
from pages._frame.words import plain

MOST_SAID = 3
"""Columns that cannot be features, of which it is said why."""

MOST_KEPT = 3
"""Tables a session keeps, the one in use among them."""


@dataclass(frozen=True)
class Picked:
    """A table with the sheet and the columns it is made of."""

    sheet: Sheet
    label: str
    features: tuple[str, ...]
    table: Table


@dataclass
class Uploads:
    """What a session has uploaded: `tables`, the newest last, of which `picked` is in use.

    `file_id`, `sheet` and `problem` are of the file read last: the sheet in it, or what is wrong with
    it. `round` counts how often the uploader was made anew, which empties it.
    """

    picked: Picked | None = None
    tables: list[Picked] = field(default_factory=list)
    file_id: str = ""
    sheet: Sheet | None = None
    problem: str = ""
    round: int = 0


def uploaded_table() -> Table | None:
    """Draws the uploader and the choice of columns; the table in use, None while there is none."""
    uploads = state_of(Uploads)
    file = st.file_uploader(
        f"CSV file, up to {MAX_BYTES // 10**6} MB",
        type=["csv", "tsv", "txt"],
        key=f"csv_file-{uploads.round}",
        help="A line of names, then one line an example, parted by commas, semicolons or tabs. "
        "It stays in this browser session and is never stored.",
    )
    used = uploads.picked
    sheet = _read(file.file_id, file.getvalue()) if file else used and used.sheet
    picked = _pick(sheet, used) if sheet else None
    if picked is not None:
        uploads.picked = picked
        # The newest last; the address of an earlier comparison may ask for its table again.
        others = [other for other in uploads.tables if other.table.id != picked.table.id]
        uploads.tables = [*others, picked][-MOST_KEPT:]
    if uploads.picked is None:
        st.caption("The comparison stays on its present data until a file is here.")
        return None
    if picked is None and file is not None:
        st.caption("The comparison stays on the file before.")
    return uploads.picked.table


def recall_table(name: str) -> bool:
    """Puts the table of that id, uploaded earlier in this session, in use; False if there is none."""
    state, uploads = st.session_state, state_of(Uploads)
    for picked in uploads.tables:
        if picked.table.id == name:
            if picked != uploads.picked:
                uploads.picked = picked
                uploads.round += 1  # an uploader without the other file
                state[_label_key(picked.sheet)] = picked.label
                state[_features_key(picked.sheet, picked.label)] = list(picked.features)
            return True
    return False


def _read(file_id: str, data: bytes) -> Sheet | None:
    """The sheet in the file; what is wrong with it is said once more on every run."""
    uploads = state_of(Uploads)
    if uploads.file_id != file_id:
        try:
            uploads.sheet, uploads.problem = read(data), ""
        except TableError as error:
            uploads.sheet, uploads.problem = None, str(error)
        uploads.file_id = file_id
    if uploads.problem:
        st.error(
            f"This file cannot be used: {plain(uploads.problem)}. What was on the page stays.",
            icon=":material/csv:",
        )
    return uploads.sheet


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


def _pick(sheet: Sheet, used: Picked | None) -> Picked | None:
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
        return Picked(sheet, label, tuple(features), choose(sheet, features, label))
    except TableError as error:
        st.error(f"These columns cannot be used: {plain(str(error))}.", icon=":material/csv:")
        return None

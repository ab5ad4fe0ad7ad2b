"""A CSV of one's own: uploaded, checked, its columns picked; kept in this browser session alone."""

from dataclasses import dataclass, field

import streamlit as st

from initcore.data.decoding import TableError
from initcore.data.reading import MAX_BYTES, read
from initcore.data.sheet import Sheet
from initcore.data.tables import Table
from pages._compare.columns import Picked, answer_again, pick, with_names
from pages._frame.state import state_of
from pages._frame.words import plain

MOST_KEPT = 3
"""Tables a session keeps, the one in use among them."""


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
        help="One line an example, after a line of names if there is one, parted by commas, semicolons or "
        "tabs. It stays in this browser session and is never stored.",
    )
    used = uploads.picked
    sheet = _read(file.file_id, file.getvalue()) if file else used and used.sheet
    if sheet:
        sheet = with_names(sheet, used)
        uploads.sheet = sheet if file else uploads.sheet
    picked = pick(sheet, used) if sheet else None
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
    uploads = state_of(Uploads)
    for picked in uploads.tables:
        if picked.table.id == name:
            if picked != uploads.picked:
                uploads.picked = picked
                uploads.round += 1  # an uploader without the other file
                answer_again(picked)
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

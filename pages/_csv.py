"""A CSV of one's own: uploaded, checked, its columns picked; kept in this browser session alone."""

import streamlit as st

from initcore.tables import MAX_BYTES, MAX_FEATURES, Sheet, Table, TableError, choose, read


def uploaded_table() -> Table | None:
    """Draws the uploader and the choice of columns; the table they make, None while they make none."""
    state = st.session_state
    file = st.file_uploader(
        "CSV file",
        type=["csv", "tsv", "txt"],
        key="csv_file",
        help=f"Up to {MAX_BYTES // 10**6} MB: a line of names, then one line an example. "
        "It stays in this browser session and is never stored.",
    )
    if file is not None:
        state.sheet = _read(file.file_id, file.getvalue())
    sheet: Sheet | None = state.get("sheet")
    if sheet is None:
        if "table" not in state:
            st.caption("The comparison stays on its present data until a file is here.")
        return state.get("table")
    table = _chosen(sheet)
    if table is not None:
        state.table = table
    return state.get("table")


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
        st.error(f"This file cannot be used: {problem}. What was on the page stays.", icon=":material/csv:")
    return sheet or state.get("sheet")


def _chosen(sheet: Sheet) -> Table | None:
    """The table of the columns picked."""
    label = st.selectbox(
        "Label column",
        sheet.names,
        index=len(sheet.names) - 1,
        key="csv_label",
        help="The class of each example.",
    )
    numeric = [name for name in sheet.numeric if name != label]
    features = st.multiselect(
        "Feature columns",
        numeric,
        default=numeric[:MAX_FEATURES],
        key=f"csv_features_{label}",
        help="Columns of numbers that the networks see.",
    )
    try:
        return choose(sheet, features, label)
    except TableError as error:
        st.error(f"These columns cannot be used: {error}.", icon=":material/csv:")
        return None

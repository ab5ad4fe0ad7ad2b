"""What is made of an uploaded file: each choice is shown, and asked for where a guess could mislead."""

from dataclasses import dataclass

import streamlit as st

from initcore.data.decoding import TableError
from initcore.data.reading import read
from initcore.data.sheet import MAX_FEATURES, Sheet
from initcore.data.tables import DROP, MEDIAN, Table, choose
from initcore.words.numbers import spaced
from initcore.words.phrases import listed
from pages._frame.words import plain

MOST_SAID = 3
"""Columns of a kind that are told by name."""


@dataclass(frozen=True)
class Picked:
    """A table with the sheet and the choices it is made of; `without` says that some columns are left out."""

    sheet: Sheet
    label: str
    features: tuple[str, ...]
    categories: tuple[str, ...]
    missing: str
    without: bool
    table: Table


def with_names(sheet: Sheet, used: Picked | None) -> Sheet:
    """Draws the choice, and gives the sheet with its first line taken for names or not."""
    _set_at_first(sheet, used)
    key = _file_key(sheet)
    st.session_state.setdefault(key, sheet.named)
    named = st.checkbox("The first line holds names", key=key, help="Or else it is the first example.")
    if named == sheet.named:
        return sheet
    try:
        return read(sheet.data, named)
    except TableError as error:
        st.error(f"It cannot be read so: {plain(str(error))}.", icon=":material/csv:")
        return sheet


def pick(sheet: Sheet, used: Picked | None) -> Picked | None:
    """Draws the choices; what was picked, None after asking what is open or saying why there is no table."""
    _set_at_first(sheet, used)
    _tell_how_it_was_read(sheet)
    state, label_key = st.session_state, _key(sheet, "label")
    state.setdefault(label_key, sheet.label)
    label = st.selectbox("Label column", sheet.names, key=label_key, help="The class of each example.")
    features = _features(sheet, label)
    categories = _categories(sheet, label)
    missing = _missing(sheet, label, features)
    without = _without(sheet, label, categories)
    if missing is None or without is None:
        return None
    try:
        table = choose(sheet, features, label, categories, missing)
    except TableError as error:
        st.error(f"These columns cannot be used: {plain(str(error))}.", icon=":material/csv:")
        return None
    _tell_what_became_of_it(sheet, label, table)
    return Picked(sheet, label, features, categories, missing, without, table)


def answer_again(picked: Picked) -> None:
    """Has the controls show the choices that a table was made by."""
    st.session_state.update(_answers(picked))


def _set_at_first(sheet: Sheet, used: Picked | None) -> None:
    """The choices of the table in use, if it is of that file, where the controls have forgotten theirs."""
    if used is not None and used.sheet.digest == sheet.digest:
        for key, value in _answers(used).items():
            st.session_state.setdefault(key, value)


def _answers(picked: Picked) -> dict[str, object]:
    sheet, label = picked.sheet, picked.label
    answers = {
        _file_key(sheet): sheet.named,
        _key(sheet, "label"): label,
        _key(sheet, "features", label): list(picked.features),
        _key(sheet, "categories", label): list(picked.categories),
        _key(sheet, "without", label): picked.without,
    }
    return answers | ({_key(sheet, "missing", label): picked.missing} if picked.missing else {})


def _file_key(sheet: Sheet) -> str:
    return f"csv_named-{sheet.digest[:16]}"


def _key(sheet: Sheet, what: str, label: str = "") -> str:
    """The key of a control, which forgets nothing of one label, or of one way to read, when at another."""
    return f"csv_{what}-{sheet.digest[:16]}-{'names' if sheet.named else 'no names'}-{label}"


def _tell_how_it_was_read(sheet: Sheet) -> None:
    """What was guessed of the file."""
    notes = list(sheet.notes)
    if sheet.commas:
        columns = [name for name in sheet.names if name in sheet.commas]
        notes.append(f"commas are decimal points in {_some(columns)}: 5,1 is 5.1")
    if notes:
        said = "; ".join(notes)
        st.caption(f"{plain(said[0].upper() + said[1:])}.")


def _features(sheet: Sheet, label: str) -> tuple[str, ...]:
    """The columns of numbers that the networks see."""
    able = [name for name in sheet.fit if name != label]
    key = _key(sheet, "features", label)
    st.session_state.setdefault(key, list(sheet.proposed(label)))
    features = st.multiselect(
        "Feature columns", able, key=key, help="Columns of numbers that the networks see."
    )
    counting = [name for name in sheet.counting if name != label and name not in features]
    if counting:
        st.caption(
            f"Not chosen, since {'it counts' if len(counting) == 1 else 'they count'} the lines: "
            f"{plain(_some(counting))}."
        )
    if len(able) - len(counting) > MAX_FEATURES:
        left = [name for name in able if name not in features and name not in counting]
        st.caption(
            f"Of {len(able)} columns of numbers, {MAX_FEATURES} at most can be used. {len(features)} are, as "
            f"chosen above; not used: {plain(_some(left))}."
        )
    return tuple(features)


def _categories(sheet: Sheet, label: str) -> tuple[str, ...]:
    """The columns of words that are to become inputs, one for each word; none unless asked for."""
    able = [name for name in sheet.categories if name != label]
    if not able:
        return ()
    chosen = st.multiselect(
        "Columns of words",
        able,
        key=_key(sheet, "categories", label),
        format_func=lambda name: f"{name} ({len(sheet.categories[name])} inputs)",
        help="Each word of a column becomes an input, 1 where an example has it and 0 elsewhere.",
    )
    return tuple(chosen)


def _missing(sheet: Sheet, label: str, features: tuple[str, ...]) -> str | None:
    """What to do about missing values, empty where there are none; None while that is open."""
    gaps = [name for name in features if name in sheet.gaps]
    unlabelled = sheet.column(label).count("")
    if not gaps and not unlabelled:
        return ""
    said = [f"{spaced(sheet.gaps[name])} of column {name[:40]!r}" for name in gaps]
    said += [f"{spaced(unlabelled)} of the label"] * (unlabelled > 0)
    st.warning(
        f"Values are missing: {plain(_several(said))}. What was on the page stays until you say what to do.",
        icon=":material/csv:",
    )
    options = {DROP: "Leave those examples out"}
    if gaps:
        also = "; leave out those without a label" if unlabelled else ""
        options[MEDIAN] = f"Put the median of the training examples{also}"
    chosen: str | None = st.radio(
        "Missing values",
        list(options),
        index=None,
        key=_key(sheet, "missing", label),
        format_func=lambda choice: options[choice],
    )
    return chosen


def _without(sheet: Sheet, label: str, categories: tuple[str, ...]) -> bool | None:
    """Whether columns are left out that cannot be read, None while the reader has not agreed to it."""
    unread = {name: wrong for name, wrong in sheet.unread(label).items() if name not in categories}
    if not unread:
        return False
    st.warning(
        f"Not every column is numbers: {plain(_several(list(unread.values())))}. What was on the page stays "
        "until the file is mended and uploaded again, or you go on without.",
        icon=":material/csv:",
    )
    what = "that column" if len(unread) == 1 else f"these {len(unread)} columns"
    return st.checkbox(f"Go on without {what}", key=_key(sheet, "without", label)) or None


def _tell_what_became_of_it(sheet: Sheet, label: str, table: Table) -> None:
    """How many examples, inputs and classes the choices make, and which texts are one class."""
    said = f"{spaced(len(table.labels))} examples"
    if table.places is not None:
        said = f"{said} of {spaced(len(sheet.lines))}"
    said = f"{said}, {len(table.feature_names)} inputs, {len(table.class_names)} classes"
    texts = set(sheet.column(label)) - {""}
    if len(texts) > len(table.class_names):
        others = sorted(texts - set(table.class_names))
        said = f"{said}; labels of one value are one class, such as {others[0][:40]!r} and its plainer form"
    st.caption(f"{plain(said)}.")


def _some(names: list[str]) -> str:
    """The first of some columns, and how many more there are."""
    quoted = [repr(name[:40]) for name in names[:MOST_SAID]]
    more = len(names) - MOST_SAID
    return f"{', '.join(quoted)} and {more} more" if more > 0 else listed(quoted)


def _several(complaints: list[str]) -> str:
    """The first of them, and how many more columns there are."""
    more = f", and {len(complaints) - MOST_SAID} more columns" if len(complaints) > MOST_SAID else ""
    return "; ".join(complaints[:MOST_SAID]) + more

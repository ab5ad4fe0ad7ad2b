"""Any file and any choice of columns: a table of finite numbers, or one sentence that says why not."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from initcore.data.cells import MAX_MAGNITUDE
from initcore.data.decoding import TableError
from initcore.data.reading import DELIMITERS, MIN_ROWS, read
from initcore.data.sheet import MIN_A_CLASS, Sheet
from initcore.data.tables import Table, choose, parse_id
from tests.helpers.csv_files import csv_file
from tests.helpers.strategies import SETTINGS

NUMBERS = st.floats(-MAX_MAGNITUDE, MAX_MAGNITUDE)
PIECES = [
    "1",
    "x",
    ",",
    ";",
    "\t",
    '"',
    '""',
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "é",
    "\N{EM SPACE}",
    ".",
    "-",
    "1,2,u\n",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=5).map("".join).map(str.encode)
BYTES = st.lists(TEXTS | TEXTS | st.binary(max_size=3), max_size=9).map(b"".join)


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    """A good file with a piece of it replaced, its line of names excepted."""
    data = csv_file()
    at = draw(st.integers(data.index(b"\n") + 1, len(data)))
    end = draw(st.integers(at, min(at + 9, len(data))))
    return data[:at] + draw(TEXTS | TEXTS | st.binary(max_size=3)) + data[end:]


def _check_sheet(sheet: Sheet) -> None:
    assert len(sheet.names) == len(set(sheet.names)) == len(sheet.columns) >= 2
    assert len(sheet.lines) >= MIN_ROWS
    assert {len(column) for column in sheet.columns} == {len(sheet.lines)}
    assert list(sheet.lines) == sorted(set(sheet.lines))


def _check_table(made: Table, features: list[str]) -> None:
    assert made.inputs.shape == (made.labels.size, len(features))
    assert np.isfinite(made.inputs).all()
    assert made.feature_names == tuple(features)
    assert parse_id(made.id) == (len(features), len(made.class_names))
    examples = np.bincount(made.labels)
    assert examples.shape == (len(made.class_names),)
    assert examples.min() >= MIN_A_CLASS


def _refusal(make: Callable[..., object], *arguments: object) -> str:
    """The complaint of the call, empty if it has none."""
    try:
        make(*arguments)
    except TableError as error:
        return str(error)
    return ""


def _choose_or_refuse(sheet: Sheet, features: list[str], label: str) -> None:
    refusal = _refusal(choose, sheet, features, label)
    assert not refusal.endswith(".")
    if not refusal:
        _check_table(choose(sheet, features, label), features)


@SETTINGS
@given(BYTES.map(b"a,b\n".__add__) | _damaged())
def test_any_bytes_are_a_sheet_or_refused(data: bytes) -> None:
    refusal = _refusal(read, data)
    assert not refusal.endswith(".")
    if not refusal:
        sheet = read(data)
        _check_sheet(sheet)
        _choose_or_refuse(sheet, list(sheet.names[:-1]), sheet.names[-1])


@dataclass(frozen=True)
class Written:
    """A CSV and what was written into it."""

    data: bytes
    names: list[str]
    rows: list[list[Any]]


@st.composite
def _written(draw: st.DrawFn) -> Written:
    """Features and a label in the last column, as any program may write them."""
    delimiter = draw(st.sampled_from(DELIMITERS))
    # Names hold no other delimiter, since the line of names is what tells the delimiter.
    others = "".join({*DELIMITERS} - {delimiter}) + "\ufeff"
    plain = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=others)
    names = st.text(plain | st.just(delimiter), min_size=1, max_size=8).map(str.strip).filter(bool)
    head = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    # A label may hold anything, lines and quotes and delimiters too.
    signs = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from([*DELIMITERS, '"', "\n"])
    texts = st.text(signs, min_size=1, max_size=8).map(str.strip).filter(bool)
    classes = draw(st.lists(texts, min_size=2, max_size=10, unique=True))
    labels = draw(st.permutations(classes * MIN_A_CLASS))
    row = st.lists(NUMBERS, min_size=len(head) - 1, max_size=len(head) - 1)
    rows: list[list[Any]] = [[*draw(row), label] for label in labels]
    file = io.StringIO(newline="")
    writer = csv.writer(
        file,
        delimiter=delimiter,
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
    )
    writer.writerows([head, *rows])
    return Written(file.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig"]))), head, rows)


@SETTINGS
@given(_written())
def test_a_table_reads_back_as_it_was_written(written: Written) -> None:
    *features, label = written.names
    made = choose(read(written.data, named=True), features, label)
    _check_table(made, features)
    assert made.inputs.tolist() == [row[:-1] for row in written.rows]
    assert [made.class_names[number] for number in made.labels] == [row[-1] for row in written.rows]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@SETTINGS
@given(
    before=st.lists(st.integers(0, 3), min_size=9, max_size=9), inside=st.integers(0, 3), at=st.integers(0, 7)
)
def test_the_line_that_is_named_is_the_files(newline: str, before: list[int], inside: int, at: int) -> None:
    label = '"u' + newline * inside + 'x"'
    rows = [f"{'no' if at == row else row},{label}" for row in range(8)]
    text = "".join(
        newline * blank + line + newline for blank, line in zip(before, ["a,kind", *rows], strict=True)
    )
    sheet = read(text.encode())
    line = text[: text.index("no,")].count("\n") + 1
    assert sheet.lines[at] == line
    assert sheet.not_numbers["a"] == f"column 'a' is 'no' in line {line}, where a finite number is needed"


CELLS = st.sampled_from(["1", "2.5", "-3", "4e5", "7"]) | NUMBERS.map(repr)
ODD = st.sampled_from(["", "nan", "inf", "1e400", "1,5", "1_0", "٣", "u"]) | st.text(max_size=3)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3)


@st.composite
def _sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of any columns: of numbers, of a few classes, or of whatever there is."""
    names = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True))
    size = draw(st.integers(MIN_ROWS, 23))
    columns = []
    for _ in names:
        few = st.sampled_from(draw(st.lists(CELLS, min_size=2, max_size=3, unique=True)))
        cell = draw(st.sampled_from([NUMBERS.map(repr), few, few, CELLS, CELLS | ODD]))
        columns.append(tuple(draw(st.lists(cell, min_size=size, max_size=size))))
    return Sheet(tuple(names), tuple(columns), tuple(range(2, size + 2)), digest=repr(columns))


@SETTINGS
@given(_sheets(), st.data())
def test_any_columns_are_a_finite_table_or_refused(sheet: Sheet, data: st.DataObject) -> None:
    *names, label = data.draw(st.permutations(sheet.names))
    names = [*names, *data.draw(st.sampled_from([(), (), (), (label,), ("no such",)]))]
    features = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    _choose_or_refuse(sheet, features, label)

"""A CSV of one's own: read, checked, and its columns made into examples.

Everything that can be wrong with a file gets one sentence that says what, and where. Nothing touches
the disk: a table lives as long as somebody holds it, and is known by an id that tells its shape.
"""

import csv
import hashlib
import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.memory import Held, lazy

MAX_BYTES = 5 * 10**6
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_FEATURES = 100
MAX_CLASSES = 10
MIN_ROWS = 8
MIN_A_CLASS = 4
"""Examples a class must have, so that a quarter of them can be set aside for testing."""

MAX_MAGNITUDE = 1e100
"""Largest magnitude of a number: squares and sums of larger ones would overflow when standardised."""

DELIMITERS = (",", ";", "\t")
_ID = re.compile(r"(\d{1,3})x(\d{1,2})-[0-9a-f]{16}")


class TableError(ValueError):
    """A file or a choice of columns that cannot be used; the message is one sentence without a stop."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A CSV as it was read: column names, their texts, and in which line of the file each example is."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    digest: str

    def column(self, name: str) -> tuple[str, ...]:
        """The texts of a column, one an example."""
        return self.columns[self.names.index(name)]

    @lazy
    def not_numbers(self) -> dict[str, str]:
        """The columns that cannot be features, each with what is wrong in it first, and where."""
        found = {name: self._wrong(name) for name in self.names}
        return {name: wrong for name, wrong in found.items() if wrong}

    @lazy
    def spoiled(self) -> tuple[str, ...]:
        """Columns that are meant to be numbers, most of their cells being one, and cannot be features."""
        counts = {name: sum(map(_is_number, self.column(name))) for name in self.not_numbers}
        return tuple(name for name, count in counts.items() if 2 * count >= len(self.lines))

    def _wrong(self, name: str) -> str:
        """What keeps a column from being numbers throughout, as half a sentence; empty if nothing does."""
        for line, text in zip(self.lines, self.column(name), strict=True):
            if not _is_number(text):
                cell = repr(text[:40]) if text else "empty"
                hint = "; numbers are written with a point" if re.fullmatch(r"-?\d+,\d+", text) else ""
                finite = "a finite number" if not _is_finite(text) else f"a number within ±{MAX_MAGNITUDE:g}"
                needed = f"{finite} is needed"
                return f"column {name[:40]!r} is {cell} in line {line}, where {needed}{hint}"
        return ""


@dataclass(frozen=True, eq=False)
class Table:
    """Examples: inputs (rows, features), labels (rows,) as class numbers, and what they are called."""

    id: str
    inputs: NDArray[np.float64]
    labels: NDArray[np.int64]
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        """So that a table is known again where it is unpickled, as in a worker process."""
        return register, (self.id, self.inputs, self.labels, self.feature_names, self.class_names)


TABLES: Held[str, Table] = Held()


def register(
    name: str,
    inputs: NDArray[np.float64],
    labels: NDArray[np.int64],
    feature_names: tuple[str, ...],
    class_names: tuple[str, ...],
) -> Table:
    """A table of inputs (rows, features) and class numbers (rows,): the one at hand if there is one.

    `name` is its id; it can be found by that as long as somebody holds it.
    """
    return TABLES.once(name, lambda: Table(name, inputs, labels, feature_names, class_names))


def table(name: str) -> Table:
    """The table of that id; TableError when nobody holds it any more."""
    found = TABLES.get(name)
    if found is None:
        raise TableError("the CSV behind this comparison is not here any more; upload it again")
    return found


def parse_id(name: str) -> tuple[int, int]:
    """How many features and classes the table of that id has; ValueError when it is no id."""
    match = _ID.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is not the id of a table")
    features, classes = map(int, match.groups())
    if not (1 <= features <= MAX_FEATURES and 2 <= classes <= MAX_CLASSES):
        raise ValueError(f"{name!r} is not the id of a table")
    return features, classes


def read(data: bytes) -> Sheet:
    """The sheet in a CSV file: UTF-8, a line of names, then one line an example.

    Columns are parted by commas, semicolons or tabs, whichever the first line has most of.
    TableError, saying what is wrong and where, for anything else.
    """
    if len(data) > MAX_BYTES:
        raise TableError(f"it has {len(data) / 1e6:.1f} MB, and {MAX_BYTES // 10**6} MB are allowed")
    text = _decoded(data)
    lines = _lines(text)
    names = _names(lines[0][1])
    if len(lines) - 1 < MIN_ROWS:
        raise TableError(f"it has {len(lines) - 1} lines of examples, and at least {MIN_ROWS} are needed")
    if len(lines) - 1 > MAX_ROWS:
        raise TableError(f"it has more than {MAX_ROWS} lines of examples")
    for number, cells in lines[1:]:
        if len(cells) != len(names):
            raise TableError(f"line {number} has {len(cells)} cells, and the first line has {len(names)}")
    columns = tuple(zip(*(cells for _, cells in lines[1:]), strict=True))
    columns = tuple(tuple(cell.strip() for cell in column) for column in columns)
    places = tuple(number for number, _ in lines[1:])
    return Sheet(names, columns, places, hashlib.sha256(data).hexdigest())


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise TableError("it is empty")
    if b"\0" in data:
        raise TableError(f"byte {data.index(0) + 1} is a zero, so it is no text in UTF-8; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"line {line} is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from None


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The cells of every line that is not empty, with the line's number in the file."""
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > MAX_COLUMNS:
                    raise TableError(f"line {start} has {len(cells)} columns, and {MAX_COLUMNS} are allowed")
                lines.append((start, cells))
            start = reader.line_num + 1
            if len(lines) > MAX_ROWS + 1:
                break
    except csv.Error as error:
        quote = "a quote that is opened and not closed, or text after one that is closed"
        wrong = quote if any(word in str(error) for word in ("expected after", "end of data")) else str(error)
        raise TableError(f"line {start} cannot be read: {wrong}") from None
    return lines


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in cells)
    for place, name in enumerate(names, 1):
        if not name:
            raise TableError(f"column {place} has no name in the first line")
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        places = [place for place, name in enumerate(names, 1) if name == twice[0]]
        raise TableError(f"columns {places[0]} and {places[1]} are both called {twice[0][:40]!r}")
    if len(names) < 2:
        raise TableError("it has one column, and a label and at least one feature are needed")
    return names


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return _is_finite(text) and abs(float(text)) <= MAX_MAGNITUDE


def choose(sheet: Sheet, features: Sequence[str], label: str) -> Table:
    """The table with those feature columns and that label column.

    Classes are the label's different texts, in order: of numbers by value, else of the alphabet.
    TableError, saying what is wrong and where, when they make none.
    """
    if not 1 <= len(features) <= MAX_FEATURES:
        raise TableError(f"1 to {MAX_FEATURES} feature columns are needed, and {len(features)} are chosen")
    if label in features:
        raise TableError(f"{label[:40]!r} cannot be a feature and the label at once")
    for name in (*features, label):
        if name not in sheet.names:
            raise TableError(f"there is no column called {name[:40]!r}")
    for name in features:
        if name in sheet.not_numbers:
            raise TableError(sheet.not_numbers[name])
    inputs = np.array([list(map(float, sheet.column(name))) for name in features]).T
    texts = sheet.column(label)
    if "" in texts:
        line = sheet.lines[texts.index("")]
        raise TableError(f"column {label[:40]!r} is empty in line {line}, where a label is needed")
    classes = _classes(label, texts)
    numbers = {text: number for number, text in enumerate(classes)}
    labels = np.array([numbers[text] for text in texts], np.int64)
    choice = "\0".join((sheet.digest, label, *features))
    digest = hashlib.sha256(choice.encode()).hexdigest()[:16]
    return register(f"{len(features)}x{len(classes)}-{digest}", inputs, labels, tuple(features), classes)


def _classes(label: str, texts: Sequence[str]) -> tuple[str, ...]:
    counts = Counter(texts)
    if len(counts) < 2:
        raise TableError(f"column {label[:40]!r} has one class, and 2 to {MAX_CLASSES} are needed")
    if len(counts) > MAX_CLASSES:
        raise TableError(
            f"column {label[:40]!r} has {len(counts)} classes, and 2 to {MAX_CLASSES} are allowed"
        )
    few = min(counts, key=lambda text: counts[text])
    if counts[few] < MIN_A_CLASS:
        raise TableError(
            f"class {few[:40]!r} has {counts[few]} example{'s' * (counts[few] != 1)}, "
            f"and at least {MIN_A_CLASS} of each are needed"
        )
    by_value = all(map(_is_number, counts))
    return tuple(sorted(counts, key=lambda text: (float(text) if by_value else 0.0, text)))

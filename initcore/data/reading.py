"""A CSV as people have it, read into a sheet: what parts its cells, and which line holds names.

Everything that can be wrong with a file gets one sentence that says what, and where; everything that was
guessed gets one, too. Nothing touches the disk.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Sequence

from initcore.data.cells import is_missing, is_number
from initcore.data.decoding import TableError, decoded
from initcore.data.sheet import Sheet

MAX_BYTES = 5 * 10**6
MAX_ROWS = 20_000
MAX_COLUMNS = 2_000
MIN_ROWS = 8

DELIMITERS = (",", ";", "\t")
CALLED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_SAID = re.compile(r"\s*\"?sep=([,;\t|])\"?\s*", re.IGNORECASE)
"""The line by which Excel is told what parts the cells."""

LOOKED_AT = 200
"""Lines by which it is judged what parts the cells, and whether there is a line of names."""

Lines = list[tuple[int, list[str]]]
"""The cells of every line that is not empty, with the line's number in the file, 1 the first."""


def read(data: bytes, named: bool | None = None) -> Sheet:
    """The sheet in a CSV file: a line of names, if there is one, then one line an example.

    The text may be UTF-8, UTF-16 or Latin-1. Cells are parted by commas, semicolons or tabs, whichever the
    first line has most of unless another one reads more numbers, or by what a first line `sep=;` says.
    `named` says whether the first line holds names; None guesses. TableError, saying what is wrong and
    where, for anything else.
    """
    if len(data) > MAX_BYTES:
        raise TableError(f"it has {len(data) / 1e6:.1f} MB, and {MAX_BYTES // 10**6} MB are allowed")
    text = decoded(data)
    lines, delimiter, said = _cells(text.text)
    notes = [text.note] if text.note else []
    notes += [said] if said else []
    first, rest = lines[0][1], lines[1:]
    named = has_names(first, [cells for _, cells in rest[:LOOKED_AT]]) if named is None else named
    examples = rest if named else lines
    _check(examples, first, named)
    width = len(examples[0][1])
    columns = [tuple(cells[place].strip() for _, cells in examples) for place in range(width)]
    given = [""] * (width - len(first)) + [cell.strip() for cell in first] if named else [""] * width
    kept = [place for place in range(width) if given[place] or any(columns[place])]
    if len(kept) < width:
        notes.append(f"columns without a name and a value are left away: {width - len(kept)} of {width}")
    names, unnamed = _names([given[place] for place in kept], [place + 1 for place in kept])
    if not named:
        notes.append("its first line holds no names, so columns are called by their places")
    elif unnamed:
        notes.append(f"a column without a name is called {unnamed[0]!r}")
    return Sheet(
        names,
        tuple(columns[place] for place in kept),
        tuple(line for line, _ in examples),
        hashlib.sha256(data).hexdigest(),
        delimiter,
        named,
        unnamed if named else (),
        tuple(notes),
        data,
    )


def has_names(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a file's first line is one of names, by what stands under it.

    It is none where every column of numbers begins with one, and every other begins with a text that
    comes again. Numbers that count the columns from 0 are names, as pandas writes them.
    """
    cells = [cell.strip() for cell in first]
    numbers = [cell for cell in cells if _like_number(cell)]
    if "" in cells or (len(numbers) > 1 and numbers == [str(place) for place in range(len(numbers))]):
        return True
    if any(len(line) != len(cells) for line in rest) or not numbers:
        return True
    for place, cell in enumerate(cells):
        below = [line[place].strip() for line in rest]
        of_numbers = all(_like_number(text) or is_missing(text) for text in below)
        if cell not in (numbers if of_numbers else below):
            return True
    return False


def _like_number(text: str) -> bool:
    return is_number(text) or is_number(text, commas=True)


def _cells(text: str) -> tuple[Lines, str, str]:
    """The cells of the file, what parts them, and a sentence where the file says so itself."""
    head, newline, tail = text.lstrip("\ufeff").partition("\n")
    said = _SAID.fullmatch(head.rstrip("\r"))
    if said is not None and newline:
        delimiter = said[1]
        note = f"its first line says that {CALLED[delimiter]} part the cells"
        return _lines(tail, delimiter, 2), delimiter, note
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    usual = max(DELIMITERS, key=first.count)
    others = [other for other in DELIMITERS if other != usual and other in first]
    if others:
        usual = max((usual, *others), key=lambda delimiter: _numbers(text, delimiter))
    return _lines(text, usual, 1), usual, ""


def _numbers(text: str, delimiter: str) -> float:
    """The share of cells that are numbers when that parts them; less than 0 where lines then differ."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[list[str]] = []
    try:
        for cells in reader:
            lines += [cells] if any(cell.strip() for cell in cells) else []
            if len(lines) > LOOKED_AT:
                break
    except csv.Error:
        return -1.0
    if len({len(cells) for cells in lines[1:]}) != 1 or len(lines[-1]) < 2:
        return -1.0
    said = [cell.strip() for cells in lines[1:] for cell in cells]
    commas = delimiter != ","
    return sum(is_number(cell, commas) for cell in said) / len(said)


def _lines(text: str, delimiter: str, start: int) -> Lines:
    """The lines of a text that begins with that line of the file; TableError for one that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: Lines = []
    before = start - 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > MAX_COLUMNS:
                    raise TableError(f"line {start} has {len(cells)} columns, and {MAX_COLUMNS} are allowed")
                lines.append((start, cells))
            start = before + reader.line_num + 1
            if len(lines) > MAX_ROWS + 1:
                break
    except csv.Error as error:
        quote = "a quote that is opened and not closed, or text after one that is closed"
        wrong = quote if any(word in str(error) for word in ("expected after", "end of data")) else str(error)
        raise TableError(f"line {start} cannot be read: {wrong}") from None
    if not lines:
        raise TableError("it is empty")
    return lines


def _check(examples: Lines, first: Sequence[str], named: bool) -> None:
    """TableError unless there are enough examples, and not too many, with as many cells each."""
    width = len(first)
    if named and examples and all(len(cells) == width + 1 for _, cells in examples):
        width += 1  # as R writes names of lines, which have no name of their own
    if len(examples) < MIN_ROWS:
        raise TableError(f"it has {len(examples)} lines of examples, and at least {MIN_ROWS} are needed")
    if len(examples) > MAX_ROWS:
        raise TableError(f"it has more than {MAX_ROWS} lines of examples")
    for number, cells in examples:
        if len(cells) != width:
            raise TableError(f"line {number} has {len(cells)} cells, and the first line has {len(first)}")


def _names(given: Sequence[str], places: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the columns are called, those without a name by their place, and which those are."""
    counts = Counter(name for name in given if name)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        found = [place for place, name in zip(places, given, strict=True) if name == twice[0]]
        raise TableError(f"columns {found[0]} and {found[1]} are both called {twice[0][:40]!r}")
    if len(given) < 2:
        raise TableError("it has one column, and a label and at least one feature are needed")
    names: list[str] = []
    for place, name in zip(places, given, strict=True):
        called = name or f"column {place}"
        while not name and called in counts:
            called += "'"
        names.append(called)
    return tuple(names), tuple(called for called, name in zip(names, given, strict=True) if not name)

"""A table: the columns of a sheet that were chosen, made into examples.

A table lives as long as somebody holds it, and is known by an id that tells its shape and stands for the file
and for everything that was chosen of it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.cells import is_missing, number
from initcore.data.decoding import TableError
from initcore.data.sheet import MAX_CLASSES, MAX_FEATURES, MIN_A_CLASS, Sheet
from initcore.memory import Held
from initcore.model.base import Array

_ID = re.compile(r"(\d{1,3})x(\d{1,2})-[0-9a-f]{16}")

DROP, MEDIAN = "drop", "median"
"""What may be done about missing values: leave out their examples, or put the training examples' median."""

EMPTY = "(empty)"
"""What an empty cell among categories is called."""


@dataclass(frozen=True, eq=False)
class Table:
    """Examples: inputs (rows, features), labels (rows,) as class numbers, and what they are called.

    An input that is missing is nan. `places` (rows,) says which examples of the file these are, 0 the first;
    None where they are all.
    """

    id: str
    inputs: Array
    labels: NDArray[np.int64]
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    places: NDArray[np.int64] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """So that a table is known again where it is unpickled, as in a worker process."""
        parts = (self.id, self.inputs, self.labels, self.feature_names, self.class_names, self.places)
        return register, parts


TABLES: Held[str, Table] = Held()


def register(
    name: str,
    inputs: Array,
    labels: NDArray[np.int64],
    feature_names: tuple[str, ...],
    class_names: tuple[str, ...],
    places: NDArray[np.int64] | None = None,
) -> Table:
    """A table of inputs (rows, features) and class numbers (rows,): the one at hand if there is one.

    `name` is its id; it can be found by that as long as somebody holds it. `places` are as in Table.
    """
    return TABLES.once(name, lambda: Table(name, inputs, labels, feature_names, class_names, places))


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


def choose(
    sheet: Sheet,
    features: Sequence[str],
    label: str,
    categories: Sequence[str] = (),
    missing: str = "",
) -> Table:
    """The table with those feature columns and that label column.

    Each of `categories` becomes an input for each of its texts, 1 where the cell is that and 0 elsewhere.
    `missing` says what to do about values that are: DROP leaves out the examples that lack one, MEDIAN only
    those that lack a label; without either, they are refused. Classes are the label's different texts, or
    values if they are numbers, in order: of numbers by value, else of the alphabet. TableError, saying what
    is wrong and where, when they make no table.
    """
    _check_columns(sheet, features, label, categories, missing)
    kept = _kept(sheet, features, label, missing)
    every = sheet.column(label)
    texts = [every[place] for place in kept]
    classes, labels = _classes(sheet, label, texts)
    inputs = [sheet.values(name)[kept] for name in features]
    names = list(features)
    for name in categories:
        for category in sheet.categories[name]:
            inputs.append(np.array([float(sheet.column(name)[place] == category) for place in kept]))
            names.append(f"{name}={category or EMPTY}")
    key = f"{len(names)}x{len(classes)}-{_digest(sheet, features, label, categories, missing)}"
    places = None if len(kept) == len(sheet.lines) else np.array(kept, np.int64)
    return register(key, np.array(inputs).T, labels, tuple(names), classes, places)


def _check_columns(
    sheet: Sheet, features: Sequence[str], label: str, categories: Sequence[str], missing: str
) -> None:
    """TableError for columns that cannot be chosen together, or at all."""
    if missing not in ("", DROP, MEDIAN):
        raise TableError(f"missing values are left out ({DROP}) or filled ({MEDIAN}); got {missing[:40]!r}")
    for name in (*features, *categories, label):
        if name not in sheet.names:
            raise TableError(f"there is no column called {name[:40]!r}")
    for name in (*features, *categories):
        if name == label:
            raise TableError(f"{label[:40]!r} cannot be a feature and the label at once")
    for name in categories:
        if name not in sheet.categories:
            raise TableError(f"column {name[:40]!r} has no categories")
    words = sum(len(sheet.categories[name]) for name in categories)
    if not 1 <= len(features) + words <= MAX_FEATURES:
        chosen = f"{len(features)} are chosen"
        if categories:
            chosen = f"{len(features)} are chosen with {words} categories"
        raise TableError(f"1 to {MAX_FEATURES} feature columns are needed, and {chosen}")
    for name in features:
        if name in sheet.not_numbers and not (missing and name in sheet.gaps):
            raise TableError(sheet.not_numbers[name])


def _kept(sheet: Sheet, features: Sequence[str], label: str, missing: str) -> list[int]:
    """The places of the examples that are not left out; TableError where a label is missing unasked."""
    texts = sheet.column(label)
    if "" in texts and not missing:
        line = sheet.lines[texts.index("")]
        raise TableError(f"column {label[:40]!r} is empty in line {line}, where a label is needed")
    lacking = {place for place, text in enumerate(texts) if not text}
    if missing == DROP:
        for name in features:
            if name in sheet.gaps:
                lacking |= {place for place, text in enumerate(sheet.column(name)) if is_missing(text)}
    kept = [place for place in range(len(texts)) if place not in lacking]
    if not kept:
        raise TableError("every example lacks a value, so none is left; fill them, or choose fewer columns")
    return kept


def _digest(
    sheet: Sheet, features: Sequence[str], label: str, categories: Sequence[str], missing: str
) -> str:
    """What stands in an id for the file and the choice.

    What was chosen beyond columns of numbers comes after an empty text, which is no column's name, so that
    ids from before there was more to choose stay what they were.
    """
    more = [f"missing={missing}"] * bool(missing) + ["no names"] * (not sheet.named)
    more += ["categories", *categories] if categories else []
    choice = "\0".join((sheet.digest, label, *features, *(("", *more) if more else ())))
    return hashlib.sha256(choice.encode()).hexdigest()[:16]


def _classes(sheet: Sheet, label: str, texts: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """What the classes are called, in order, and the number of each example's."""
    commas = label in sheet.commas
    by_value = all(sheet.is_number(label, text) for text in set(texts))
    values: dict[str, float | str] = {
        text: number(text, commas) if by_value else text for text in sorted(set(texts), key=_plainest)
    }
    called: dict[float | str, str] = {}
    for text, value in values.items():
        called.setdefault(value, text)  # 1 and 1.0 are one class, called 1
    counts = Counter(called[values[text]] for text in texts)
    _check_classes(label, counts)
    names = tuple(sorted(counts, key=lambda text: (number(text, commas) if by_value else 0.0, text)))
    numbers = {text: names.index(called[values[text]]) for text in values}
    return names, np.array([numbers[text] for text in texts], np.int64)


def _plainest(text: str) -> tuple[int, str]:
    return len(text), text


def _check_classes(label: str, counts: Counter[str]) -> None:
    """TableError for a label with too few or too many classes, or too few examples of one."""
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

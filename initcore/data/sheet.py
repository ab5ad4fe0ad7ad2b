"""A sheet: the columns of a CSV, and what each is fit for: numbers, gaps, categories, counted lines.

By this a page says what can be chosen, what is chosen at first, and what it has to ask about.
"""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from initcore.data.cells import (
    MAX_MAGNITUDE,
    has_comma,
    has_point,
    is_finite,
    is_missing,
    is_number,
    number,
    with_point,
    written_with_commas,
)
from initcore.memory import lazy
from initcore.model.base import Array

MAX_FEATURES = 100
MAX_CLASSES = 10
MIN_A_CLASS = 4
"""Examples a class must have, so that a quarter of them can be set aside for testing."""

MAX_CATEGORIES = 20
"""Different texts that a column of categories may hold: each becomes an input."""

_COUNTS = re.compile(r"(unnamed: ?\d+|index|idx|id|nr|no|number|row|rows|rownames?|obs)\.?", re.IGNORECASE)
"""What columns are called that number the lines."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A CSV as it was read: column names, their texts, and in which line of the file each example is.

    `named` says whether the first line holds the names, `delimiter` what parts the cells. `unnamed` are
    columns that have no name in the file, and `notes` sentences on what was guessed. `data` is the file.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    digest: str
    delimiter: str = ","
    named: bool = True
    unnamed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    data: bytes = b""

    def column(self, name: str) -> tuple[str, ...]:
        """The texts of a column, one an example."""
        return self.columns[self.names.index(name)]

    @lazy
    def commas(self) -> frozenset[str]:
        """The columns whose decimals stand after commas; none where commas part the cells."""
        if self.delimiter == ",":
            return frozenset()
        return frozenset(name for name in self.names if written_with_commas(self.column(name)))

    def values(self, name: str) -> Array:
        """A column's numbers (rows,), nan where one is missing; ValueError where a cell is neither."""
        if name not in self._values:
            texts, commas = self.column(name), name in self.commas
            if name in self.not_numbers:
                self._values[name] = np.array([number(text, commas) for text in texts])
            else:  # as nearly always, and several times as fast
                points = (text.replace(",", ".") for text in texts) if commas else texts
                self._values[name] = np.array(list(map(float, points)))
        return self._values[name]

    @lazy
    def _values(self) -> dict[str, Array]:
        return {}

    def is_number(self, name: str, text: str) -> bool:
        """Whether a cell of that column is a number."""
        return is_number(text, name in self.commas)

    @lazy
    def not_numbers(self) -> dict[str, str]:
        """The columns that are not numbers throughout, each with what is wrong in it first, and where."""
        found = {name: self._wrong(name, gaps=False) for name in self.names}
        return {name: wrong for name, wrong in found.items() if wrong}

    @lazy
    def gaps(self) -> dict[str, int]:
        """The columns that are numbers but for missing values, and how many of these each has."""
        found = {}
        for name in self.not_numbers:
            missing = sum(map(is_missing, self.column(name)))
            if 0 < missing < len(self.lines) and not self._wrong(name, gaps=True):
                found[name] = missing
        return found

    @lazy
    def fit(self) -> tuple[str, ...]:
        """The columns that can be features, those with gaps among them."""
        wrong = self.not_numbers
        return tuple(name for name in self.names if name not in wrong or name in self.gaps)

    @lazy
    def spoiled(self) -> tuple[str, ...]:
        """Columns that are meant to be numbers, most of their cells being one, and cannot be features."""
        unfit = [name for name in self.not_numbers if name not in self.gaps]
        counts = {name: sum(self.is_number(name, text) for text in self.column(name)) for name in unfit}
        return tuple(name for name, count in counts.items() if 2 * count >= len(self.lines))

    @lazy
    def categories(self) -> dict[str, tuple[str, ...]]:
        """The columns of words with few different ones, each with these in order."""
        found = {}
        for name in self.names:
            if name in self.fit or name in self.spoiled:
                continue
            texts = set(self.column(name))
            if 2 <= len(texts) <= min(MAX_CATEGORIES, len(self.lines) // 2):
                found[name] = tuple(sorted(texts))
        return found

    @lazy
    def counting(self) -> tuple[str, ...]:
        """Columns of numbers that only count or number the lines, so that a network learns their order."""
        return tuple(name for name in self.fit if name not in self.gaps and self._counts(name))

    def _counts(self, name: str) -> bool:
        values = self.values(name)
        if (values != np.floor(values)).any() or np.unique(values).size < values.size:
            return False
        in_a_row = bool(values.max() - values.min() == values.size - 1)
        return in_a_row or name in self.unnamed or _COUNTS.fullmatch(name) is not None

    def proposed(self, label: str) -> tuple[str, ...]:
        """The features chosen at first beside that label: what is fit, at most MAX_FEATURES of it."""
        left = [name for name in self.fit if name != label and name not in self.counting]
        return tuple(left[:MAX_FEATURES])

    @lazy
    def label(self) -> str:
        """The label chosen at first: the last column that can be one, or else the last."""
        able = [name for name in reversed(self.names) if self._can_be_label(name)]
        return able[0] if able else self.names[-1]

    def _can_be_label(self, name: str) -> bool:
        counts = Counter(text for text in self.column(name) if text)
        return 2 <= len(counts) <= MAX_CLASSES and min(counts.values()) >= MIN_A_CLASS

    def unread(self, label: str) -> dict[str, str]:
        """The columns that are no numbers, but for the label, each with why, those that are spoiled first."""
        order = [*self.spoiled, *(name for name in self.not_numbers if name not in self.spoiled)]
        return {name: self.not_numbers[name] for name in order if name != label and name not in self.gaps}

    def _wrong(self, name: str, gaps: bool) -> str:
        """What keeps a column from being numbers throughout, as half a sentence; empty if nothing does.

        With `gaps`, missing values do not.
        """
        texts = self.column(name)
        for line, text in zip(self.lines, texts, strict=True):
            if not self.is_number(name, text) and not (gaps and is_missing(text)):
                cell = repr(text[:40]) if text else "empty"
                # With both, one of them parts thousands, and nobody can tell which.
                mixed = any(map(has_point, texts)) and any(map(has_comma, texts))
                both = "the column has points and commas" if mixed else "numbers are written with a point"
                hint = f"; {both}" if has_comma(text) or (mixed and has_point(text)) else ""
                large = is_finite(with_point(text, name in self.commas))
                finite = f"a number within ±{MAX_MAGNITUDE:g}" if large else "a finite number"
                return f"column {name[:40]!r} is {cell} in line {line}, where {finite} is needed{hint}"
        return ""

"""What a cell of a table says: a number, written with a point or a comma, or that there is none."""

import math
import re
from collections.abc import Iterable

MAX_MAGNITUDE = 1e100
"""Largest magnitude of a number: squares and sums of larger ones would overflow when standardised."""

MISSING = frozenset(("", "na", "n/a", "#n/a", "nan", "null", "none", "?", "-"))
"""What people and programs write where there is no value, in small letters."""

_COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?")


def is_missing(text: str) -> bool:
    """Whether the cell says that there is no value."""
    return text.lower() in MISSING


def is_finite(text: str) -> bool:
    """Whether it is a number at all, written with a point, if a large one."""
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


def with_point(text: str, commas: bool) -> str:
    """The cell with a point for its decimal comma, where the column is written with commas."""
    return text.replace(",", ".") if commas and has_comma(text) else text


def is_number(text: str, commas: bool = False) -> bool:
    """Whether it is a number that networks can be fed, in a column written with commas or not.

    >>> [is_number("5,1", commas=True), is_number("5,1"), is_number("1e400")]
    [True, False, False]
    """
    try:
        return abs(float(with_point(text, commas))) <= MAX_MAGNITUDE and "_" not in text
    except ValueError:
        return False


def number(text: str, commas: bool = False) -> float:
    """The number in a cell; nan where there is none. ValueError for a cell that is neither."""
    return math.nan if is_missing(text) else float(with_point(text, commas))


def has_comma(text: str) -> bool:
    """Whether it is a number with a decimal comma."""
    return "," in text and _COMMA.fullmatch(text) is not None


def has_point(text: str) -> bool:
    """Whether it is a number with a decimal point."""
    return "." in text and is_finite(text)


def written_with_commas(texts: Iterable[str]) -> bool:
    """Whether a column's decimals stand after commas: some do, and none after a point."""
    found = False
    for text in texts:
        if has_point(text):
            return False
        found = found or has_comma(text)
    return found

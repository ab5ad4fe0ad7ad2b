"""Cells for a spreadsheet: none of them is a formula, whoever has written what is in it."""

from typing import Any

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, as listed by OWASP under CSV injection."""


def neutral(value: Any) -> Any:
    """The value as it may stand in a CSV: a text that begins like a formula is put behind an apostrophe.

    Numbers, negative ones too, are left as they are, also where they are texts.
    Source: OWASP, CSV Injection.

    >>> [neutral(value) for value in ("=1+1", "-0.5", -0.5, "He")]
    ["'=1+1", '-0.5', -0.5, 'He']
    """
    if not isinstance(value, str) or not value.startswith(STARTS) or _number(value):
        return value
    return f"'{value}"


def _number(text: str) -> bool:
    """Whether a spreadsheet reads the text as a number, which does no harm."""
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and text == text.strip() and "_" not in text

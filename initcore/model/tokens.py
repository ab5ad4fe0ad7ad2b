"""The signs, numbers and words that a formula is written with, and where each of them stands."""

import re

from initcore.model.expressions import FormulaError

Token = tuple[str, int]
"""A sign, number or word, and its position in the text, from 1; at the text's end, "" ."""

_TOKEN = re.compile(r"(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|[-+*/(),])")
_MODULES = ("np", "numpy", "math")
_INSTEAD = {"√": "sqrt(...)", "^": "**", "²": "**2", "×": "*", "·": "*", "−": "-", "–": "-", "÷": "/"}
"""What people are used to from Python and from print, and what it is here."""


def tokens_of(text: str) -> list[Token]:
    """The tokens of the text, the last one its end; FormulaError at the first sign that means nothing."""
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        match = _TOKEN.match(text, at)
        if match is None or not match.group().isascii():
            hint = _hint(text[at], found[-1][0] if found else "")
            raise FormulaError(f"{text[at]!r} means nothing in a formula{hint}", at + 1)
        found.append((match.group(), at + 1))
        at = match.end()
    return [*found, ("", len(text) + 1)]


def _hint(sign: str, before: str) -> str:
    """What to write in place of a sign that is not known; "" where nothing is near."""
    if sign == "." and before in _MODULES:
        return f"; leave out {before!r}, and write sqrt(...)"
    return f"; write {_INSTEAD[sign]}" if sign in _INSTEAD else ""

"""The signs, numbers and words that a formula is written with, and where each of them stands.

Beside Python's spelling they may be spelled as in print and in LaTeX, for so the formulas of the catalogue
are shown: what is read on a page can be written into a field.
"""

import re

from initcore.model.expressions import FormulaError
from initcore.words.numbers import THIN

Token = tuple[str, int]
"""A sign, number or word as it is spelled here, and its position in the text, from 1; at the end, ""."""

ROOT = "√"
SIGMA = "σ"
RANDN = "randn"
MATRIX = "W"

_POWER = r"(?:[eE][-+−–]?\d+)?"
_SPELLINGS = {
    "number": rf"(?:\d{{1,3}}(?:{THIN}\d{{3}})+\.?\d*|\d+\.?\d*|\.\d+){_POWER}",
    "fan_in": r"(?:fan[-‐‑−–]in|n_in)\b|n_\{\\(?:mathrm|text)\{in\}\}",
    "fan_out": r"(?:fan[-‐‑−–]out|n_out)\b|n_\{\\(?:mathrm|text)\{out\}\}",
    RANDN: r"\\mathrm\{randn\}",
    SIGMA: r"σ|\\sigma\b|sigma\b",
    ROOT: r"√|\\sqrt\b",
    "word": r"[A-Za-z_]\w*",
    "*": r"[×·⋅]|\\times\b|\\cdot\b",
    "-": r"[−–]",
    "/": r"[÷∕]",
    "sign": r"\*\*|[-+*/(){},;=]",
}
"""What is a token, by what it is here; of a number, a word and a sign, what was written."""

_TOKEN = re.compile("|".join(f"({pattern})" for pattern in _SPELLINGS.values()), re.ASCII)
_KINDS = tuple(_SPELLINGS)
_AS_WRITTEN = ("number", "word", "sign")

_MODULES = ("np", "numpy", "math")
_INSTEAD = {
    "^": "; write **",
    "²": "; write **2",
    "±": "; a uniform distribution over ±a has standard deviation a / √3",
}
"""What people are used to from Python and from print, and what it is here."""


def tokens_of(text: str) -> list[Token]:
    """The tokens of the text, the last one its end; FormulaError at the first sign that means nothing."""
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        match = _TOKEN.match(text, at)
        if match is None:
            hint = _hint(text[at], found[-1][0] if found else "")
            raise FormulaError(f"{text[at]!r} means nothing in a formula{hint}", at + 1)
        found.append((_spelled(match), at + 1))
        at = match.end()
    return [*found, ("", len(text) + 1)]


def _spelled(match: re.Match[str]) -> str:
    """A token as it is spelled here."""
    kind = _KINDS[(match.lastindex or 1) - 1]
    if kind == "number":
        return re.sub("[−–]", "-", match.group().replace(THIN, ""))
    return match.group() if kind in _AS_WRITTEN else kind


def _hint(sign: str, before: str) -> str:
    """What to write in place of a sign that is not known; "" where nothing is near."""
    if sign == "." and before in _MODULES:
        return f"; leave out {before!r}, and write sqrt(...)"
    return _INSTEAD.get(sign, "")

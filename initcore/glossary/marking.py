"""Where a text uses words that are explained: the text in pieces, as data, for any screen to draw."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from initcore.glossary.glossary import TERMS
from initcore.glossary.term import Term


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `term` is the name of the word that it is a form of, None where it is of none."""

    text: str
    term: str | None = None


def marked(text: str) -> tuple[Piece, ...]:
    """The text in pieces that join to it again, each term marked where it first occurs.

    Of forms that begin at the same place the longest counts, and none begins or ends within a word, of
    which hyphens are a part. Basic words are left alone: with them every other word would be marked.

    >>> [piece.text for piece in marked("typical |logit| 9.1 at the start") if piece.term]
    ['typical |logit|']
    """
    return tuple(_pieces(text))


def explained(texts: Iterable[str]) -> dict[str, Term]:
    """The terms that these texts use, by name: what a screen needs to explain all that is marked in them."""
    names = dict.fromkeys(piece.term for text in texts for piece in marked(text) if piece.term)
    return {name: TERMS[name] for name in names}


def _pieces(text: str) -> Iterator[Piece]:
    end, told = 0, set[str]()
    for found in _PATTERN.finditer(text):
        name = _name_of(found.group())
        if name in told:
            continue
        told.add(name)
        if end < found.start():
            yield Piece(text[end : found.start()])
        yield Piece(found.group(), name)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def _name_of(form: str) -> str:
    return _NAMES.get(form) or _NAMES[form[0].lower() + form[1:]]


def _either_case(form: str) -> str:
    """The pattern of a form: its first letter may be a capital, all others are as they stand."""
    first = form[0]
    start = f"[{first}{first.upper()}]" if first.islower() else re.escape(first)
    return start + re.escape(form[1:])


_NAMES = {form: term.name for term in TERMS.values() if not term.basic for form in term.all_forms}
"""The term's name by each of its forms."""

_PATTERN = re.compile(
    rf"(?<![\w-])(?:{'|'.join(map(_either_case, sorted(_NAMES, key=len, reverse=True)))})(?![\w-])"
)

"""The text in a file, however the program that wrote it encodes text."""

import codecs
from dataclasses import dataclass

MOST_CONTROLS = "\t\n\r\f\v"
"""The signs below a space that a text may hold."""


class TableError(ValueError):
    """A file or a choice of columns that cannot be used; the message is one sentence without a stop."""


@dataclass(frozen=True)
class Text:
    """What a file says. `note` is a sentence where it had to be guessed how it is encoded, or empty."""

    text: str
    note: str = ""


def decoded(data: bytes) -> Text:
    """The text of a file: UTF-8, UTF-16, or else Latin-1 as Windows has it.

    TableError where it is empty, or no text.

    >>> decoded("größe".encode("latin-1"))
    Text(text='größe', note='it is read as Latin-1 (Windows-1252), since line 1 is not UTF-8')
    """
    if not data.strip():
        raise TableError("it is empty")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf_16(data, "utf-16")
    if b"\0" in data:
        return _without_mark(data)
    try:
        return Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    return Text(_latin(data), f"it is read as Latin-1 (Windows-1252), since line {line} is not UTF-8")


def _without_mark(data: bytes) -> Text:
    """A text with zeros in it: UTF-16 that does not say so, every other byte of which is a zero."""
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[start::2].count(0) > 0.5 * len(data[start::2]) and 0 not in data[1 - start :: 2]:
            return _utf_16(data, name)
    raise TableError(f"byte {data.index(0) + 1} is a zero, so it is no text; save it as CSV in UTF-8")


def _utf_16(data: bytes, name: str) -> Text:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise TableError(f"byte {error.start + 1} is not UTF-16; save it as UTF-8") from None
    if not text.strip():
        raise TableError("it is empty")
    _check(text)
    return Text(text, "it is read as UTF-16")


def _latin(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing to Windows
        text = data.decode("latin-1")
    _check(text)
    return text


def _check(text: str) -> None:
    """TableError where a text that had to be guessed holds what no text does."""
    for line, content in enumerate(text.split("\n"), start=1):
        if any(sign < " " and sign not in MOST_CONTROLS for sign in content):
            raise TableError(f"line {line} is no text; save it as CSV in UTF-8")

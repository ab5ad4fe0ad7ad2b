"""The form of a line of the log: for people, or one JSON object for programs."""

import json
import logging
import re
from datetime import UTC, datetime

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Text(logging.Formatter):
    """Time, level, who says it, and what; the traceback of an error that was not foreseen stands below."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; never more than one but for a traceback."""
        told = f"{_time(record)} {record.levelname:<7} {record.name}: {_message(record)}"
        traceback = _traceback(self, record)
        return f"{told}\n{traceback}" if traceback else told


class Json(logging.Formatter):
    """An object with `time`, `level`, `logger`, `message` and, of an error not foreseen, `traceback`."""

    def format(self, record: logging.LogRecord) -> str:
        """The object, in one line."""
        told = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        traceback = _traceback(self, record)
        if traceback:
            told["traceback"] = traceback
        return json.dumps(told, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    """As RFC 3339 has it."""
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _message(record: logging.LogRecord) -> str:
    """The message in one line: nobody's input may look like a line of its own."""
    text = record.getMessage().strip()
    if record.exc_info and record.levelno < logging.ERROR and record.exc_info[1] is not None:
        text += f" ({record.exc_info[1]!r})"
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    """Where an error came from; a warning is foreseen, and its message says enough."""
    if record.exc_info and record.levelno >= logging.ERROR:
        return formatter.formatException(record.exc_info)
    return ""

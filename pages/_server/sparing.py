"""What is said again and again is said seldom: a full disk of log is worse than a line that is missing."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from initcore.words.numbers import spaced

AT_MOST = 10
"""How often one message is written in a minute, whatever is filled into it."""

WINDOW_SECONDS = 60.0

MOST_KNOWN = 1000
"""Messages that are counted at once. What a program can say is far less."""

Name = tuple[str, int, str]


@dataclass
class _Said:
    """How often a message came since then; the last that was held back, if one was."""

    since: float
    times: int = 0
    held: logging.LogRecord | None = None


class Sparing(logging.Filter):
    """Lets a message pass AT_MOST times a minute; then one line says how many more there were.

    `write` writes that line, which comes with the first message of any kind after the minute, or with
    `tell`. The logger `never` is let say whatever it says. `clock` tells the time in seconds.
    """

    def __init__(
        self,
        write: Callable[[logging.LogRecord], object],
        never: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._write, self._never, self._clock = write, never, clock
        self._known: dict[Name, _Said] = {}
        self._lock = Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether that message is to be written."""
        self.tell(self._clock() - WINDOW_SECONDS)
        if record.name == self._never:
            return True
        name = (record.name, record.levelno, str(record.msg))
        with self._lock:
            if len(self._known) >= MOST_KNOWN:
                return True
            said = self._known.setdefault(name, _Said(self._clock()))
            said.times += 1
            if said.times <= AT_MOST:
                return True
            said.held = record
            return False

    def tell(self, before: float = float("inf")) -> None:
        """Writes how many messages were held back that came first before that time; begins to count anew."""
        with self._lock:
            over = [name for name, said in self._known.items() if said.since <= before]
            told = [self._known.pop(name) for name in over]
        for said in told:
            if said.held is not None:
                self._write(_more(said.held, said.times - AT_MOST))


def _more(last: logging.LogRecord, times: int) -> logging.LogRecord:
    """A record that says how many more came like the last one."""
    text = f"… and {spaced(times)} more like it: {last.getMessage()}"
    record = logging.makeLogRecord(
        {**vars(last), "msg": text, "args": (), "exc_info": None, "exc_text": None}
    )
    record.stack_info = None
    return record

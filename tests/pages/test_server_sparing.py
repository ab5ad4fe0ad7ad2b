"""A message that comes again and again is written seldom, and how often it came is said."""

import logging

import pytest

from initcore.words.numbers import spaced
from pages._server.sparing import AT_MOST, MOST_KNOWN, WINDOW_SECONDS, Sparing


class _Log:
    """A log whose clock is set by hand: the messages written, in order."""

    def __init__(self) -> None:
        self.now = 0.0
        self.written: list[str] = []
        self.sparing = Sparing(self._write, "access", lambda: self.now)

    def _write(self, record: logging.LogRecord) -> None:
        self.written.append(record.getMessage())

    def say(self, message: str, *filled: object, name: str = "lab", level: int = logging.WARNING) -> None:
        record = logging.LogRecord(name, level, "", 0, message, filled, None)
        if self.sparing.filter(record):
            self._write(record)


@pytest.fixture
def log() -> _Log:
    return _Log()


def test_a_message_is_written_so_often_and_then_counted(log: _Log) -> None:
    for number in range(AT_MOST + 1234):
        log.say("socket %d failed", number)
    assert log.written == [f"socket {number} failed" for number in range(AT_MOST)]
    log.now = WINDOW_SECONDS
    log.say("something else")
    more = f"… and {spaced(1234)} more like it: socket {AT_MOST + 1233} failed"
    assert log.written[AT_MOST:] == [more, "something else"]
    log.say("socket %d failed", 1)
    assert log.written[-1] == "socket 1 failed"


def test_what_was_held_back_is_told_at_the_end(log: _Log) -> None:
    for _ in range(AT_MOST + 2):
        log.say("again")
    log.sparing.tell()
    assert log.written[-1] == "… and 2 more like it: again"
    log.sparing.tell()
    assert len(log.written) == AT_MOST + 1


def test_what_others_say_or_is_said_louder_is_another_message(log: _Log) -> None:
    for _ in range(AT_MOST):
        log.say("again")
    log.say("again", name="other")
    log.say("again", level=logging.ERROR)
    log.say("again")
    assert len(log.written) == AT_MOST + 2


def test_a_line_a_request_is_a_line_a_request(log: _Log) -> None:
    for number in range(100):
        log.say("GET /%d", number, name="access")
    assert len(log.written) == 100


def test_a_few_are_never_held_back(log: _Log) -> None:
    for _ in range(20):
        log.say("now and then")
        log.now += WINDOW_SECONDS / AT_MOST
    assert log.written == ["now and then"] * 20


def test_it_counts_no_more_messages_than_it_has_room_for(log: _Log) -> None:
    for number in range(MOST_KNOWN + 50):
        log.say(f"message {number}")
    assert len(log.written) == MOST_KNOWN + 50

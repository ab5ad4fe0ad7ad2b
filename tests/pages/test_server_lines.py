"""An event is one line, in either form; nobody's input is a line of its own."""

import json
import logging
import sys

import pytest

from pages._server.lines import Json, Text


def _record(
    message: str, *filled: object, level: int = logging.INFO, failed: bool = False
) -> logging.LogRecord:
    error = None
    if failed:
        try:
            raise ValueError("not\nforeseen")
        except ValueError:
            error = sys.exc_info()
    record = logging.LogRecord("initcore.lab", level, "", 0, message, filled, error)
    record.created = 1_700_000_000.25
    return record


def test_a_line_for_people() -> None:
    line = Text().format(_record("run %s is stored", "abc", level=logging.WARNING))
    assert line == "2023-11-14T22:13:20.250Z WARNING initcore.lab: run abc is stored"


def test_a_line_for_programs() -> None:
    assert json.loads(Json().format(_record("run %s is stored", "é"))) == {
        "time": "2023-11-14T22:13:20.250Z",
        "level": "info",
        "logger": "initcore.lab",
        "message": "run é is stored",
    }


@pytest.mark.parametrize("form", [Text, Json])
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\x1b[2J", "\x85", "\u2028", "\0"])
def test_what_was_typed_is_no_line_of_its_own(form: type[logging.Formatter], break_: str) -> None:
    line = form().format(_record("got %s", f"a{break_}2023 ERROR forged"))
    assert len(line.splitlines()) == 1
    assert line.isprintable()


@pytest.mark.parametrize("form", [Text, Json])
def test_a_warning_is_one_line_with_its_reason(form: type[logging.Formatter]) -> None:
    line = form().format(_record("it failed", level=logging.WARNING, failed=True))
    assert "it failed (ValueError(" in line
    assert "Traceback" not in line
    assert len(line.splitlines()) == 1


def test_an_error_that_was_not_foreseen_has_its_traceback() -> None:
    record = _record("it failed", level=logging.ERROR, failed=True)
    first, *rest = Text().format(record).splitlines()
    assert first.endswith("it failed")
    assert rest[0].startswith("Traceback")
    assert len(Json().format(record).splitlines()) == 1
    assert json.loads(Json().format(record))["traceback"].startswith("Traceback")

"""Who speaks on which stream, in which signs, and what becomes of output that nobody takes."""

import io
import os
import sys
from pathlib import Path

import pytest

from initcore.commands.saying import program, say, speaker, write
from initcore.words.numbers import MINUS, THIN


@pytest.mark.parametrize(
    ("called", "name", "heads"),
    [
        ("/usr/bin/initlab", "initlab", "initlab"),
        ("initlab.exe", "initlab", "initlab"),
        ("/somewhere/initcore/__main__.py", "python -m initcore", "initcore"),
    ],
)
def test_a_line_on_standard_error_is_headed_by_the_program(
    monkeypatch, capsys, called: str, name: str, heads: str
) -> None:
    monkeypatch.setattr(sys, "argv", [called, "compare"])
    assert (program(), speaker()) == (name, heads)
    say("it is late")
    assert capsys.readouterr() == ("", f"{heads}: it is late\n")


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", f"1{THIN}000 is {MINUS}2 × 3"),
        ("ascii", "1 000 is -2 ? 3"),
        ("latin-1", "1 000 is -2 × 3"),
    ],
)
def test_numbers_are_spelled_in_signs_that_the_terminal_has(monkeypatch, encoding: str, written: str) -> None:
    terminal = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(terminal, encoding, errors="replace", newline="\n"))
    assert write(f"1{THIN}000 is {MINUS}2 × 3")
    assert terminal.getvalue().decode(encoding) == f"{written}\n"


def test_a_reader_who_has_left_is_told_nothing_and_nothing_is_tried_again(monkeypatch, capsys) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    closed = os.fdopen(writer, "w")
    monkeypatch.setattr(sys, "stdout", closed)
    assert not write("results")
    assert capsys.readouterr().err == ""
    print("more", file=closed)
    closed.close()  # which would raise where it still led to the reader


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_disk_is_said_and_nothing_is_tried_again(monkeypatch, capsys) -> None:
    full = open("/dev/full", "w")  # noqa: SIM115, PTH123  (closing it is what is tested)
    monkeypatch.setattr(sys, "stdout", full)
    assert not write("results")
    assert "the results could not be written: No space left on device" in capsys.readouterr().err
    print("more", file=full)
    full.close()

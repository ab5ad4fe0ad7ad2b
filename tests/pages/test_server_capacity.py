"""How many may come follows from what the process may open, and from its memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from pages._server import capacity
from pages._server.capacity import LEAST_SESSIONS, most_sessions, room_for_sessions

resource = pytest.importorskip("resource")

GIGABYTE = 2**30


def test_the_scarcer_of_the_two_limits() -> None:
    assert most_sessions(1024, 64 * GIGABYTE) == 206
    assert most_sessions(2**20, 2 * GIGABYTE) == 170
    assert most_sessions(None, 2 * GIGABYTE) == 170
    assert most_sessions(None, None) is None


def test_a_class_fits_into_a_small_container() -> None:
    most = most_sessions(4096, GIGABYTE)
    assert most is not None
    assert most >= 60


def test_some_are_let_in_however_small_it_is() -> None:
    assert most_sessions(256, 2**20) == LEAST_SESSIONS


def test_the_operator_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "raise_descriptors", lambda: 1024)
    monkeypatch.setattr(capacity, "machine_bytes", lambda: 64 * GIGABYTE)
    assert room_for_sessions(None) == 206
    assert room_for_sessions(7) == 7
    assert room_for_sessions(0) is None


def test_descriptors_are_raised_to_what_the_system_allows() -> None:
    """In a process of its own: a limit that was lowered cannot be raised again."""
    program = (
        "import resource; from pages._server.capacity import raise_descriptors;"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, 999));"
        "print(raise_descriptors(), *resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    root = Path(__file__).parents[2]
    said = subprocess.check_output([sys.executable, "-c", program], cwd=root, text=True)
    assert said.split() == ["999", "999", "999"]

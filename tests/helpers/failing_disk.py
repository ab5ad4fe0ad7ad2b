"""A disk whose reads fail when it is told so, for a program that is started with it."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.serving import ROOT

SOURCE = Path(__file__).with_name("failing_disk.c")


def with_failing_disk(code: str, *words: str, folder: Path) -> str:
    """What a Python program prints in which `fail` works; fails where it does not end well.

    Skips the test where there is no C compiler, or where libraries are not preloaded that way.
    """
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("this takes a C compiler, and Linux")
    library = folder / "failing_disk.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", SOURCE, "-o", library, "-ldl"], check=True, timeout=60
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def fail(nth: int, many: int = 1) -> None:
    """Has the `nth` read of a file at a place from now on fail, and so many with it; 0 is none any more."""
    ctypes.CDLL(None).fail_reads(ctypes.c_long(nth), ctypes.c_long(many))


def seen() -> int:
    """How many reads there were since."""
    return int(ctypes.CDLL(None).reads_seen())

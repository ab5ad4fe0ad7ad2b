"""What holds for every benchmark: one core, taken before a library has started its threads."""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def one_core() -> None:
    """Keeps this process, and the threads it starts from here on, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

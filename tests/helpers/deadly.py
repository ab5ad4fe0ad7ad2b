"""Calls that go wrong, for workers to make; light, since a worker loads this module."""

import os
import signal

from initcore.data.tables import Table
from initcore.lab.worker import Slice, run_slice
from initcore.training.begin import State


class OddError(Exception):
    """An exception that does not unpickle: it is made from two things and pickled as one."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def raise_odd() -> None:
    raise OddError("one", "two")


def die(*_: object) -> None:
    """Ends the process it runs in at once, as the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def deadly_slice(
    key: str, state: State, seconds: float, until: int, tables: tuple[Table, ...], *_: object
) -> Slice:
    """A slice that kills its worker when the run of that key is in it."""
    if any(run.config.key == key for run in state.runs):
        die()
    return run_slice(state, seconds, until)

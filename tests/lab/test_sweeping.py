"""What is handed in is swept once, on another thread; a failure costs nobody else."""

import threading

import pytest

from initcore.lab.sweeping import Sweeper
from tests.helpers.hands import eventually


def test_each_thing_is_swept_once_on_another_thread() -> None:
    swept: list[object] = []
    where: set[int] = set()

    def sweep(thing: int | None) -> None:
        swept.append(thing)
        where.add(threading.get_ident())

    sweeper = Sweeper(sweep, every=60.0)
    for thing in range(100):
        sweeper.put(thing)
    sweeper.close()
    assert [thing for thing in swept if thing is not None] == list(range(100))
    assert where
    assert threading.get_ident() not in where


def test_where_nothing_is_handed_in_it_looks_now_and_then() -> None:
    looks: list[None] = []
    sweeper: Sweeper[int] = Sweeper(lambda _: looks.append(None), every=0.01)
    eventually(lambda: len(looks) >= 3)
    sweeper.close()


def test_one_that_fails_is_a_line_in_the_log_and_the_next_is_swept(caplog: pytest.LogCaptureFixture) -> None:
    swept: list[int] = []

    def sweep(thing: int | None) -> None:
        if thing == 1:
            raise ValueError("it sticks")
        swept.append(thing or 0)

    sweeper = Sweeper(sweep, every=60.0)
    for thing in (1, 2):
        sweeper.put(thing)
    sweeper.close()
    assert 2 in swept
    assert [record.getMessage() for record in caplog.records] == [
        "memory was not let go of: ValueError('it sticks')"
    ]

"""Runs and rooms on PostgreSQL, where several servers share them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from initcore import Trajectory, train
from initcore.classroom.rooms import Rooms
from initcore.classroom.teacher import Teacher
from initcore.store.archive import to_bytes
from initcore.store.store import Store
from tests.helpers.class_of import QUESTION, student
from tests.helpers.postgres import postgres, why_not
from tests.helpers.stores import PLENTY, SMALL, assert_kept

STUDENTS = 40

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it is here")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train(
        [
            replace(SMALL, weights_seed=seed, iterations=iterations)
            for iterations in (100, 275)
            for seed in range(7)
        ]
    )


def test_what_one_server_has_trained_another_has_bit_for_bit(database: str, runs: list[Trajectory]) -> None:
    with closing(Store(database, PLENTY)) as one, closing(Store(database, PLENTY)) as other:
        for run in runs:
            one.save(run, "fine")
        for run in runs[7:]:
            assert_kept(other, run)
        assert (one.problem, other.problem) == (None, None)


def test_servers_that_begin_and_write_in_the_same_moment_lose_nothing(
    database: str, runs: list[Trajectory]
) -> None:
    stores = [Store(database, PLENTY) for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda at: stores[at % 4].save(runs[at % 14], "fine"), range(112)))
    for store in stores:
        assert store.problem is None
        for run in runs[7:]:
            assert_kept(store, run)
        store.close()


def test_the_least_recently_used_goes_first(database: str) -> None:
    new = train([replace(SMALL, weights_seed=seed, iterations=50) for seed in range(101, 108)])
    room_for_three = 3 * max(len(to_bytes(run)) for run in new)
    with closing(Store(database, room_for_three)) as store:
        for run in new:
            store.save(run, "fine")
        kept = {row["key"] for row in store.summaries()}
    assert kept == {run.config.key for run in new[-3:]}


def test_a_class_answers_through_two_servers_at_once(database: str) -> None:
    with closing(Rooms(database)) as one, closing(Rooms(database)) as other, ThreadPoolExecutor(8) as pool:
        teacher = Teacher(one, *one.open())
        teacher.ask(QUESTION)

        def answer(number: int) -> None:
            for option in (0, number % 3):
                (one, other)[number % 2].answer(teacher.code, 1, student(number), option)

        list(pool.map(answer, range(STUDENTS)))
        given = {
            each.participant: each.option for each in Teacher(other, teacher.code, teacher.key).answers()
        }
    assert given == {student(number): number % 3 for number in range(STUDENTS)}


def test_without_its_server_the_app_says_so_and_no_password() -> None:
    url = "postgresql+psycopg://initlab:secret@127.0.0.1:9/initlab"
    with closing(Store(url, PLENTY)) as store:
        assert store.summaries() == []
        assert store.problem is not None
        assert "it does not answer" in store.problem
        assert "secret" not in store.problem

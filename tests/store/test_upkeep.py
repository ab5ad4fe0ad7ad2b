"""What an operator sees of a store, deletes from it, and finds damaged in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from initcore import Trajectory, train
from initcore.store.database import Database
from initcore.store.store import Store, runs_at
from initcore.store.upkeep import Share, compact, damaged, keys, prune, stats
from tests.helpers.stores import PLENTY, SMALL, assert_kept


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    """Three He runs on circles, and one of zeros on moons."""
    he = [replace(SMALL, weights_seed=seed, iterations=75) for seed in (2, 3, 5)]
    return train([*he, replace(SMALL, initialization="zeros", dataset="moons", iterations=75)])


@pytest.fixture
def database(url: str, path: Path, runs: list[Trajectory]) -> Iterator[Database]:
    """The runs, used last at 1, 2, 3 and 4 s."""
    with closing(Store(url, PLENTY)) as store:
        for run in runs:
            store.save(run, "healthy")
    with closing(sqlite3.connect(path)) as connection, connection:
        for at, run in enumerate(runs, start=1):
            connection.execute("UPDATE runs_v3 SET used = ? WHERE key = ?", (float(at), run.config.key))
    with closing(runs_at(url)) as database:
        yield database


def sizes(path: Path, runs: list[Trajectory]) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        known = dict(connection.execute("SELECT key, bytes FROM runs_v3").fetchall())
    return [known[run.config.key] for run in runs]


def test_stats_count_runs_and_bytes_in_all_and_by_kind(
    database: Database, path: Path, runs: list[Trajectory]
) -> None:
    found, size = stats(database), sizes(path, runs)
    assert found is not None
    assert (found.runs, found.bytes, found.oldest_use, found.newest_use) == (4, sum(size), 1.0, 4.0)
    assert found.initializations == (Share("he", 3, sum(size[:3])), Share("zeros", 1, size[3]))
    assert found.datasets == (Share("circles", 3, sum(size[:3])), Share("moons", 1, size[3]))


def test_of_an_empty_store_there_is_nothing_to_say(url: str) -> None:
    with closing(runs_at(url)) as database:
        found = stats(database)
        assert found is not None
        assert (found.runs, found.bytes, found.oldest_use, found.initializations) == (0, 0, None, ())
        assert keys(database) == []


@pytest.mark.parametrize(
    ("fits", "before", "left"),
    [
        (None, 3.0, [2, 3]),
        (2, None, [2, 3]),
        (PLENTY, 2.0, [1, 2, 3]),
        (1, 4.0, [3]),
        (0, None, []),
        (PLENTY, 0.0, [0, 1, 2, 3]),
    ],
)
def test_what_was_used_last_stays(
    database: Database,
    path: Path,
    runs: list[Trajectory],
    fits: int | None,
    before: float | None,
    left: list[int],
) -> None:
    size = sizes(path, runs)
    room = sum(size[len(size) - fits :]) if fits is not None and fits < 4 and fits else fits
    done = prune(database, room, before)
    assert done is not None
    assert (done.runs, done.left) == (4 - len(left), len(left))
    assert done.bytes == sum(size) - sum(size[at] for at in left)
    assert keys(database) == sorted(runs[at].config.key for at in left)


def test_the_disk_gets_its_room_back_and_what_is_left_is_whole(
    database: Database, path: Path, url: str, runs: list[Trajectory]
) -> None:
    [large] = train([replace(SMALL, record_every=1)])
    with closing(Store(url, PLENTY)) as store:
        store.save(large, "healthy")
        store.close()
        before = path.stat().st_size
        assert prune(database, None, 4.0) is not None
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DELETE FROM runs_v3 WHERE key = ?", (large.config.key,))
        compact(path)  # while another has it open
        assert path.stat().st_size < before - 20_000
        assert_kept(store, runs[3])


def test_every_damaged_run_is_found_and_none_is_touched(
    database: Database, path: Path, runs: list[Trajectory]
) -> None:
    wrong = {runs[0].config.key: "test_accuracy = .09", runs[2].config.key: "trajectory = x'00'"}
    with closing(sqlite3.connect(path)) as connection, connection:
        for key, change in wrong.items():
            connection.execute(f"UPDATE runs_v3 SET {change} WHERE key = ?", (key,))
    known = keys(database)
    assert known is not None
    assert dict(damaged(database, [*known, "no such key"])) == {
        runs[0].config.key: "its row is not as it was written",
        runs[2].config.key: "its checksum is another",
    }
    assert keys(database) == known


def test_a_database_that_does_not_work_answers_nothing(tmp_path: Path) -> None:
    database = runs_at(f"sqlite:///{tmp_path}")
    assert (stats(database), prune(database, 0, None), keys(database)) == (None, None, None)
    assert list(damaged(database, ["a key"])) == []
    assert database.problem is not None

"""A row says what its run says, under a checksum of all that is shown; what is put, left and let go."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from initcore import Trajectory, train
from initcore.measures.curves import best_of
from initcore.store.archive import DamagedRun, to_bytes
from initcore.store.rows import (
    RUNS,
    SEALED,
    SUMMARY,
    TABLES,
    discard,
    evict,
    find,
    is_sealed,
    mark_used,
    put,
    sealed,
    trajectory_of,
    trusted,
    values_of,
)
from tests.helpers.compare import assert_same_run
from tests.helpers.stores import SMALL, in_memory


@pytest.fixture
def connection() -> Iterator[Connection]:
    with in_memory(TABLES) as connection:
        yield connection


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([replace(SMALL, weights_seed=seed, iterations=75) for seed in (2, 3, 5)])


def values(run: Trajectory, **others: Any) -> dict[str, Any]:
    """The run's row but for these values, under the checksum that belongs to it."""
    return sealed({**values_of(run, "healthy", to_bytes(run)), **others})


def keys(connection: Connection) -> list[str]:
    return list(connection.execute(select(RUNS.c.key).order_by(RUNS.c.key)).scalars())


def set_to(connection: Connection, **others: Any) -> None:
    connection.execute(update(RUNS).values(others))


def test_the_checksum_is_of_all_that_is_shown() -> None:
    shown = {column.name for column in SUMMARY}
    assert shown == {column.name for column in RUNS.columns} - {"trajectory"}
    assert set(SEALED) == shown - {"used", "row_checksum"}


def test_a_row_is_of_the_run_and_is_sealed_as_long_as_nothing_is_changed(runs: list[Trajectory]) -> None:
    row = values(runs[0])
    best = best_of(runs[0])
    assert (row["best_cost"], row["final_cost"]) == (best.cost, runs[0].costs[-1])
    assert is_sealed(row)
    assert is_sealed({**row, "used": 7.0, "trajectory": b""})
    for name in SEALED:
        assert not is_sealed({**row, name: b"\xff" if row[name] != b"\xff" else None}), name
        assert not is_sealed({**row, name: f"{row[name]} "}), name
    assert not is_sealed({**row, "row_checksum": None})


def test_values_do_not_run_into_each_other(runs: list[Trajectory]) -> None:
    row = values(runs[0], initialization="he", dataset="circles", best_cost_at=5, iterations=7)
    assert not is_sealed({**row, "initialization": "hec", "dataset": "ircles"})
    assert not is_sealed({**row, "best_cost_at": 7, "iterations": 5})


def test_a_row_is_trusted_when_all_of_it_is_as_it_was(connection: Connection, runs: list[Trajectory]) -> None:
    run = runs[0]
    assert put(connection, values(run))
    row = find(connection, run.config.key)
    assert row is not None
    assert_same_run(trusted(row), run)
    set_to(connection, test_accuracy=0.09)
    row = find(connection, run.config.key, lock=True)
    assert row is not None
    assert_same_run(trajectory_of(row), run)
    with pytest.raises(DamagedRun, match="its row is not as it was written"):
        trusted(row)


def test_only_a_run_that_came_further_or_a_row_that_is_damaged_gives_way(
    connection: Connection, runs: list[Trajectory]
) -> None:
    run = runs[0]
    [shorter] = train([run.config.with_iterations(50)])
    [longer] = train([run.config.with_iterations(150)])
    assert put(connection, values(run))
    assert not put(connection, values(run))
    assert not put(connection, values(shorter))
    assert put(connection, values(longer))
    set_to(connection, verdict="heal")
    assert put(connection, values(shorter))
    row = find(connection, run.config.key)
    assert row is not None
    assert_same_run(trusted(row), shorter)


def test_only_what_is_damaged_is_discarded(connection: Connection, runs: list[Trajectory]) -> None:
    for run in runs:
        put(connection, values(run))
    key = runs[1].config.key
    assert not discard(connection, key)
    assert not discard(connection, "no such key")
    connection.execute(update(RUNS).where(RUNS.c.key == key).values(seconds=1e9))
    assert discard(connection, key)
    assert keys(connection) == sorted(run.config.key for run in runs if run.config.key != key)


def test_what_was_used_last_stays(connection: Connection, runs: list[Trajectory]) -> None:
    for at, run in enumerate(runs):
        put(connection, values(run, used=float(at), bytes=10))
    assert evict(connection, 30) == 0
    assert mark_used(connection, runs[0].config.key)
    assert not mark_used(connection, "no such key")
    assert evict(connection, 20) == 1
    assert keys(connection) == sorted(run.config.key for run in (runs[0], runs[2]))
    assert evict(connection, 0) == 2
    assert evict(connection, 0) == 0

"""A store of an earlier layout is taken over: its runs, not its mistakes, and once, whoever does it."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from initcore import Trajectory
from initcore.diagnosis.kinds import VERDICTS
from initcore.store import steps
from initcore.store.store import Store
from tests.helpers.stores import PLENTY, warnings_in

WRITTEN = Path(__file__).with_name("written_earlier.sqlite")
"""What the version of 2026-11-24 wrote; its six runs lie in `runs_v2`."""

ZEROS = "8b853d65"
"""The beginning of a run's key."""


@pytest.fixture
def earlier(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store of the earlier layout, and all the time that it takes."""
    monkeypatch.setattr(steps, "STEP_SECONDS", 1000.0)
    path.parent.mkdir()
    shutil.copy(WRITTEN, path)
    yield path
    assert not list(path.parent.glob("*.damaged-*"))


def ask(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, values).fetchall()


def tables(path: Path) -> set[str]:
    return {name for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}


def summaries(url: str) -> dict[str, dict[str, Any]]:
    """What the store lists, by the beginning of the key."""
    with closing(Store(url, PLENTY)) as store:
        listed = store.summaries()
        assert (store.problem, store.notice) == (None, None)
    return {row["key"][:8]: row for row in listed}


def test_every_run_is_taken_over_with_what_was_said_of_it_and_the_old_table_is_gone(
    earlier: Path, url: str, caplog
) -> None:
    columns = "key, created, used, iterations, verdict, seconds, bytes, checksum, trajectory"
    before = ask(earlier, f"SELECT {columns} FROM runs_v2 ORDER BY key")
    figures = "final_cost, train_accuracy, test_accuracy, best_cost, best_cost_at, best_test_accuracy"
    told = ask(earlier, f"SELECT {figures} FROM runs_v2 ORDER BY key")
    assert len(summaries(url)) == len(before) == 6
    assert ask(earlier, f"SELECT {columns} FROM runs_v3 ORDER BY key") == before
    now = ask(earlier, f"SELECT {figures} FROM runs_v3 ORDER BY key")
    for figure, then in zip(chain(*now), chain(*told), strict=True):
        assert figure is then is None or figure == pytest.approx(then, rel=1e-9)
    assert "runs_v2" not in tables(earlier)
    assert warnings_in(caplog) == []


def test_a_figure_that_was_damaged_is_worked_out_again(earlier: Path, url: str) -> None:
    right = ask(earlier, "SELECT test_accuracy, best_cost FROM runs_v2 WHERE key LIKE ?", f"{ZEROS}%")
    ask(
        earlier,
        "UPDATE runs_v2 SET test_accuracy = .09, best_cost = 'none', verdict = 'heal', created = 1e300, "
        "used = 'now', config = '{}', initialization = 'he', bytes = 3",
    )
    row = summaries(url)[ZEROS]
    assert (row["test_accuracy"], row["best_cost"]) == pytest.approx(right[0], rel=1e-9)
    assert row["verdict"] in VERDICTS
    assert row["initialization"] == "zeros"
    assert 1e9 < row["created"] == pytest.approx(row["used"], abs=10)


@pytest.mark.parametrize(
    "damage",
    [
        "trajectory = x'00'",
        "trajectory = 'text'",
        "checksum = 'other'",
        "iterations = 7",
        "schema_version = 0",
    ],
)
def test_a_run_that_is_not_as_it_was_written_is_left_out(
    earlier: Path, url: str, damage: str, caplog
) -> None:
    ask(earlier, f"UPDATE runs_v2 SET {damage} WHERE key LIKE ?", f"{ZEROS}%")
    left = summaries(url)
    assert len(left) == 5
    assert ZEROS not in left
    [line] = warnings_in(caplog)
    assert line.startswith(f"The stored run {ZEROS}")
    assert "runs_v2" not in tables(earlier)


def test_what_takes_too_long_goes_on_when_something_is_stored_and_loses_nothing(
    earlier: Path, url: str, run: Trajectory, monkeypatch
) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(steps, "STEP_SECONDS", 3.5)
    with monkeypatch.context() as patch:
        patch.setattr("initcore.store.steps.time.monotonic", lambda: next(clock))
        assert len(summaries(url)) == 3
    assert ask(earlier, "SELECT count(*) FROM runs_v2") == [(3,)]
    first = {key for (key,) in ask(earlier, "SELECT key FROM runs_v3")}
    assert not {key for (key,) in ask(earlier, "SELECT key FROM runs_v2")} & first
    monkeypatch.setattr(steps, "STEP_SECONDS", 0.0)
    with closing(Store(url, PLENTY)) as store:
        assert len(store.summaries()) == 3
        monkeypatch.setattr(steps, "STEP_SECONDS", 1000.0)
        store.save(run, "healthy")
        assert len(store.summaries()) == 7
    assert "runs_v2" not in tables(earlier)


def test_a_step_that_was_interrupted_is_taken_again(earlier: Path, url: str, monkeypatch) -> None:
    taken = steps._taken_over

    def interrupted(*arguments: Any) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "_taken_over", interrupted)
    with pytest.raises(KeyboardInterrupt), closing(Store(url, PLENTY)) as store:
        store.summaries()
    assert ask(earlier, "SELECT count(*) FROM runs_v2") == [(6,)]
    monkeypatch.setattr(steps, "_taken_over", taken)
    assert len(summaries(url)) == 6


def test_a_run_that_has_come_further_since_is_not_taken_back(earlier: Path, url: str) -> None:
    summaries(url)
    [(trajectory, checksum, row)] = ask(
        earlier, "SELECT trajectory, checksum, row_checksum FROM runs_v3 WHERE key LIKE ?", f"{ZEROS}%"
    )
    # An older program, which knows of one table only, has made it again.
    ask(earlier, "CREATE TABLE runs_v2 AS SELECT * FROM runs_v3")
    ask(earlier, "UPDATE runs_v2 SET created = 1.0")
    assert len(summaries(url)) == 6
    assert ask(
        earlier, "SELECT trajectory, checksum, row_checksum FROM runs_v3 WHERE key LIKE ?", f"{ZEROS}%"
    ) == [(trajectory, checksum, row)]
    assert "runs_v2" not in tables(earlier)


def test_several_who_open_it_at_once_take_it_over_once(earlier: Path, url: str) -> None:
    ready = threading.Barrier(4)

    def opened(_: int) -> int:
        ready.wait(60)
        return len(summaries(url))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, range(4))) == [6] * 4

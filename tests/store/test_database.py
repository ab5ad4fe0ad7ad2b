"""A database that fails: said once, never raised, and forgotten when it works again."""

import sqlite3
import time
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, func, insert, select

from initcore import Trajectory, train
from initcore.store import database, dialects
from initcore.store.store import Store
from tests.helpers.stores import PLENTY, SMALL, assert_kept, limited, warnings_in


@pytest.fixture
def at_once(monkeypatch):
    """No pause after a failure."""
    monkeypatch.setattr(database, "RETRY_SECONDS", 0.0)


def big_runs(count: int) -> list[Trajectory]:
    """Runs of about 100 kB each."""
    return train([replace(SMALL, iterations=400, record_every=1, weights_seed=seed) for seed in range(count)])


def problem(doing: str, reason: str) -> str:
    return (
        f"Results are not being kept: the database could not be {doing} ({reason}). "
        "Training goes on without a cache."
    )


def assert_no_cache_and_said_once(store: Store, run: Trajectory, caplog) -> None:
    for _ in range(3):
        assert store.load(run.config) is None
        store.save(run, "fine")
        assert store.summaries() == []
    assert store.problem is not None
    assert len(warnings_in(caplog)) == 1
    assert warnings_in(caplog)[0].startswith(store.problem)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:///{tmp}", "it is not a file"),
        ("sqlite:///{tmp}/file/runs.db", "file exists"),
        ("sqlite:///{tmp}/file/data/runs.db", "not a directory"),
        ("sqlite:////dev/full", "it is not a file"),
        ("sqlite:////proc/runs.db", "its file cannot be opened"),
        ("nosuch://host/name", "its URL is not valid"),
        ("sqlite+nosuch:///{tmp}/runs.db", "its URL is not valid"),
        ("oracle+oracledb://host/name", "its driver is not installed"),
        ("not a url", "its URL is not valid"),
        ("postgresql://user:hidden@host:port/name", "its URL is not valid"),
        ("", "its URL is not valid"),
    ],
)
def test_a_place_that_cannot_be_used_leaves_the_app_without_cache(
    tmp_path, run, url, reason, at_once, caplog
):
    (tmp_path / "file").write_text("a regular file")
    with closing(Store(url.format(tmp=tmp_path), PLENTY)) as store:
        assert_no_cache_and_said_once(store, run, caplog)
        assert store.problem == problem("read", reason)
        assert "hidden" not in caplog.text
    assert (tmp_path / "file").read_text() == "a regular file"


def full_disk(pages: int = 40) -> AbstractContextManager[None]:
    """SQLite's own "disk full": until the end no database opened here takes more than these pages."""
    return limited("max_page_count", str(pages), usual="1000000")


def test_a_full_disk_is_said_once_and_what_is_there_can_still_be_read(url, run, at_once, caplog):
    runs = big_runs(3)
    store = Store(url, PLENTY)
    with full_disk():
        store.save(run, "fine")
        for big in runs * 2:
            store.save(big, "fine")
        assert store.problem == problem("written", "disk full")
        assert len(warnings_in(caplog)) == 1
        assert_kept(store, run)
        assert len(store.summaries()) < 4
    store.close()


def test_when_the_disk_has_room_again_results_are_kept_again(url, run, at_once, caplog):
    runs = big_runs(3)
    store = Store(url, PLENTY)
    with full_disk():
        for big in runs:
            store.save(big, "fine")
        assert store.problem == problem("written", "disk full")
    store.load(runs[0].config)
    store.save(runs[-1], "fine")
    assert store.problem is None
    assert len(warnings_in(caplog)) == 2
    assert_kept(store, runs[-1])
    store.close()


def test_a_system_that_refuses_to_write_is_survived(url, run, at_once, caplog):
    resource = pytest.importorskip("resource")
    [big] = big_runs(1)
    store = Store(url, PLENTY)
    store.save(run, "fine")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**16, limits[1]))
    try:
        store.save(big, "fine")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert store.problem == problem("written", "the disk reports an error")
    store.save(big, "fine")
    assert store.problem is None
    for kept in (run, big):
        assert_kept(store, kept)
    store.close()


def test_after_a_failure_the_database_is_left_alone_for_a_while(path, url, run, monkeypatch):
    now = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(database, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    path.mkdir(parents=True)
    store = Store(url, PLENTY)
    assert store.load(SMALL) is None
    path.rmdir()
    now.seconds += database.RETRY_SECONDS - 1
    store.save(run, "fine")
    assert not path.exists()
    assert store.problem is not None
    now.seconds += 2
    store.save(run, "fine")
    assert store.problem is None
    assert store.load(SMALL) is not None
    store.close()


def test_a_row_that_another_process_writes_at_the_same_time_is_tried_again():
    table = Table("rows", MetaData(), Column("key", Integer, primary_key=True))
    tried = []

    def insert_what_is_there_by_then(connection: Connection) -> bool:
        tried.append(connection.execute(select(func.count()).select_from(table)).scalar())
        if len(tried) == 1:  # as a server does it, where two may find no row and both insert it
            connection.execute(insert(table), [{"key": 1}, {"key": 1}])
        return True

    with closing(database.Database("sqlite://", table.metadata)) as rows:
        assert rows.write(insert_what_is_there_by_then)
        assert rows.problem is None
    assert tried == [0, 0]


def test_a_database_that_another_program_holds_is_waited_for_only_so_long(url, path, run, monkeypatch):
    monkeypatch.setattr(dialects, "WAIT_SECONDS", 0.2)
    store = Store(url, PLENTY)
    store.save(run, "fine")
    [longer] = train([SMALL.with_iterations(300)])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        start = time.perf_counter()
        store.save(longer, "fine")
        store.save(longer, "fine")
        assert time.perf_counter() - start < 2
        assert store.problem == problem("written", "another program holds it")
        assert_kept(store, run)
    store.close()

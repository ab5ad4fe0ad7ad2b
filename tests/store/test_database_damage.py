"""SQLite files that are damaged as a whole: moved aside, and a fresh one begun."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, event

from initcore import train
from initcore.store.store import Store
from tests.helpers.compare import assert_same_run
from tests.helpers.stores import PLENTY, SMALL, assert_kept, damaged_store, warnings_in


def test_a_file_of_ours_that_is_damaged_is_moved_aside(path, url, run, caplog):
    damaged_store(path)
    damaged = path.read_bytes()
    Path(f"{path}.damaged-20200101T000000000000Z").write_bytes(b"set aside long ago")
    with closing(Store(url, PLENTY)) as store:
        assert store.notice is None
        assert store.load(SMALL) is None
        store.save(run, "fine")
        assert_kept(store, run)
        assert store.problem is None
        assert store.notice is not None
    assert len(warnings_in(caplog)) == 1
    [aside] = path.parent.glob("runs.db.damaged-*")
    assert aside.read_bytes() == damaged


def test_a_damaged_file_takes_its_journal_along(path, url, run, tmp_path, monkeypatch):
    monkeypatch.setattr("initcore.store.store.USED_SECONDS", 0.0)
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
    with closing(Store(url, PLENTY)) as store:
        store.load(SMALL)  # writes when it was used: into the journal, which is there until the end
        tree, journal = bytearray(path.read_bytes()), Path(f"{path}-wal").read_bytes()
    tree[100] = 0xFF
    copy = tmp_path / "copy.db"
    copy.write_bytes(tree)
    Path(f"{copy}-wal").write_bytes(journal)
    # Another process has the file open too: the last to close it would clear the journal away.
    with closing(sqlite3.connect(copy)) as other, closing(Store(f"sqlite:///{copy}", PLENTY)) as store:
        other.execute("PRAGMA data_version").fetchall()
        store.save(run, "fine")
        assert_kept(store, run)
    asides = {file.name.partition("Z")[2] for file in tmp_path.glob("copy.db.damaged-*")}
    assert asides >= {"", "-wal"}


def test_a_file_whose_names_are_no_text_is_moved_aside(path, url, run):
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
    path.write_bytes(path.read_bytes().replace(b"autoindex_runs_v3", b"autoindex_\xffuns_v3"))
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
        assert_kept(store, run)
        assert store.problem is None


def test_a_file_that_another_process_has_replaced_is_not_moved_aside(path, url, run, tmp_path):
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
    repaired = path.rename(tmp_path / "repaired.db")
    damaged_store(path)
    damaged = tmp_path / "damaged.db"

    def replace_it(*_: object) -> None:
        if not damaged.exists():  # after this process has opened the damaged file, before it reads it
            path.rename(damaged)
            repaired.rename(path)

    event.listen(Engine, "connect", replace_it)
    try:
        with closing(Store(url, PLENTY)) as store:
            assert_kept(store, run)
    finally:
        event.remove(Engine, "connect", replace_it)
    assert list(path.parent.glob("*.damaged-*")) == []


def test_whatever_is_flipped_in_the_file_no_run_is_wrong_and_none_is_lost_for_good(path, url, caplog):
    runs = train([replace(SMALL, weights_seed=seed) for seed in range(3)])
    with closing(Store(url, PLENTY)) as store:
        for run in runs:
            store.save(run, "fine")
        shown = {row["key"]: {**row, "used": 0.0} for row in store.summaries()}
    whole, rng = path.read_bytes(), random.Random(7)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(rng.choice((1, 4, 40))):
            # Half of them where pages begin: there the structure lies, elsewhere mostly the runs.
            at = rng.randrange(len(whole) // 4096) * 4096 + rng.randrange(rng.choice((64, 4096)))
            damaged[at] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged[: rng.choice((len(whole), rng.randrange(len(whole))))])
        with closing(Store(url, PLENTY)) as store:
            for row in store.summaries():
                assert {**row, "used": 0.0} == shown[row["key"]]
            for run in runs:
                loaded = store.load(run.config)
                if loaded is not None:
                    assert_same_run(loaded, run)
                store.save(run, "fine")
            store.summaries()
            assert store.problem is None
        path.unlink(missing_ok=True)
    assert all(record.exc_info is None for record in caplog.records)


def test_a_table_of_another_layout_under_our_name_is_moved_aside(path, url, run):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE runs_v3 (key TEXT PRIMARY KEY, trajectory BLOB)")
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
        assert_kept(store, run)
        assert store.problem is None
    assert len(list(path.parent.glob("runs.db.damaged-*"))) == 1


def test_a_table_of_an_older_layout_stays_beside_ours(path, url, run):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE runs (key TEXT PRIMARY KEY)")
        connection.execute("CREATE TABLE runs_v0 (key TEXT PRIMARY KEY)")
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
        assert_kept(store, run)
    assert not list(path.parent.glob("runs.db.damaged-*"))


def test_a_file_deleted_while_in_use_is_begun_anew(path, url, run):
    [longer] = train([SMALL.with_iterations(300)])
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
        for file in path.parent.iterdir():
            file.unlink()
        store.save(run, "fine")
        store.save(longer, "fine")
        assert store.problem is None
        assert path.exists()
    with closing(Store(url, PLENTY)) as store:
        assert_kept(store, longer)

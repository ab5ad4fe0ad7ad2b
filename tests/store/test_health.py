"""Only a file that is damaged is found to be: not one that was read wrongly, nor one that somebody holds."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from initcore import Trajectory
from initcore.store import health
from initcore.store.health import condemned, faults
from initcore.store.rows import TABLES
from initcore.store.store import Store
from tests.helpers.failing_disk import with_failing_disk
from tests.helpers.stores import PLENTY, warnings_in


@pytest.fixture
def healthy(path: Path, url: str, run: Trajectory) -> Path:
    """A file with one run in it."""
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
    return path


def flipped(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


def execute(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(sql)


@pytest.mark.parametrize("thorough", [False, True])
def test_a_healthy_file_is_not_condemned(healthy: Path, thorough: bool) -> None:
    before = healthy.read_bytes()
    assert faults(healthy, TABLES, thorough) == []
    assert not condemned(healthy, TABLES, thorough)
    assert healthy.read_bytes() == before


DAMAGES: dict[str, Callable[[Path], object]] = {
    "another header": lambda path: flipped(path, 3),
    "a broken tree": lambda path: flipped(path, 100),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "a table without a column": lambda path: execute(path, "ALTER TABLE runs_v3 DROP COLUMN seconds"),
    "a schema that is no SQL": lambda path: execute(path, "UPDATE sqlite_master SET sql = 'CREATE TABL'"),
    "a schema that is no text": lambda path: execute(
        path, "UPDATE sqlite_master SET sql = CAST(x'ff43fe' AS TEXT)"
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is(healthy: Path, damage: Callable[[Path], object]) -> None:
    damage(healthy)
    assert condemned(healthy, TABLES)


def test_a_damage_of_one_row_is_no_damage_of_the_file(healthy: Path) -> None:
    execute(healthy, "UPDATE sqlite_master SET sql = replace(sql, 'config TEXT NOT NULL', 'config TEXT')")
    execute(healthy, "UPDATE runs_v3 SET config = NULL, verdict = CAST(x'ff' AS TEXT)")
    execute(healthy, "UPDATE sqlite_master SET sql = replace(sql, 'config TEXT', 'config TEXT NOT NULL')")
    assert not condemned(healthy, TABLES)


def test_an_index_that_tells_otherwise_than_its_table_is_found_by_who_looks_closely(healthy: Path) -> None:
    execute(
        healthy,
        """UPDATE sqlite_master SET sql = 'CREATE INDEX runs_v3_used ON runs_v3 (bytes, used, "key")'
           WHERE name = 'runs_v3_used'""",
    )
    assert not condemned(healthy, TABLES)
    assert condemned(healthy, TABLES, thorough=True)


def test_a_file_that_somebody_holds_or_that_is_not_there_is_not_condemned(
    healthy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(healthy, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert not condemned(healthy, TABLES)
    assert not condemned(healthy.with_name("nothing.db"), TABLES)
    assert not healthy.with_name("nothing.db").exists()
    assert not condemned(healthy.parent, TABLES)


# Every read that opening, listing and loading take fails once, each in a file of its own; with several
# failing in a row, and with all of them from there on until the disk is well again.
PROGRAM = """
import shutil, sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from initcore import train
from initcore.classroom.rooms import Rooms
from initcore.store import database
from initcore.store.store import Store
from tests.helpers.class_of import asking, student
from tests.helpers.failing_disk import fail, seen
from tests.helpers.stores import PLENTY, SMALL, assert_kept

database.RETRY_SECONDS = 0.0
folder, tries = Path(sys.argv[1]), 0
runs = train([replace(SMALL, weights_seed=seed) for seed in range(3)])
whole = folder / "whole"
with closing(Store(f"sqlite:///{whole}/runs.db", PLENTY)) as store:
    for run in runs:
        store.save(run, "fine")
with closing(Rooms(f"sqlite:///{whole}/runs.db")) as rooms:
    teacher = asking(rooms)
    rooms.answer(teacher.code, 1, student(1), 0)
for many in (1, 3, 1000):
    for nth in range(1, 1000):
        copy = folder / "copy"
        shutil.copytree(whole, copy)
        url = f"sqlite:///{copy}/runs.db"
        with closing(Store(url, PLENTY)) as store, closing(Rooms(url)) as rooms:
            fail(nth, many)
            look, load = lambda: rooms.look(teacher.code), lambda: store.load(runs[0].config)
            for use in (store.summaries, load, look):
                try:
                    use()
                except Exception as refused:
                    assert type(refused).__name__ == "RoomsUnavailable", refused
            reads = seen()
            fail(0)
            assert len(store.summaries()) == 3, (nth, many)
            for run in runs:
                assert_kept(store, run)
            assert rooms.look(teacher.code).question is not None
            assert rooms.answer_of(teacher.code, 1, student(1)) == 0
        assert not list(copy.glob("*.damaged-*")), (nth, many)
        shutil.rmtree(copy)
        if reads < nth:
            break
        tries += 1
print(tries)
"""


def test_whatever_read_fails_nothing_is_moved_aside_and_nothing_lost(tmp_path: Path, caplog) -> None:
    tries = int(with_failing_disk(PROGRAM, str(tmp_path), folder=tmp_path))
    assert tries > 60
    assert warnings_in(caplog) == []

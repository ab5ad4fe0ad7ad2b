"""Whose file it is: new and our own ones are opened, all others are refused and not touched in any way."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from initcore import Trajectory
from initcore.classroom.room import RoomsUnavailable
from initcore.classroom.rooms import Rooms
from initcore.store import database
from initcore.store.dialects import NotOurs
from initcore.store.ours import STAMP, require_ours
from initcore.store.store import Store
from tests.helpers.stores import PLENTY, SMALL, assert_kept, warnings_in

WRITTEN = Path(__file__).with_name("written_earlier.sqlite")
NO_DATABASE = "the file that its URL names is no database, and is left as it is"
ANOTHERS = "the file that its URL names is another program's database, and is left as it is"


def sql(*statements: str) -> Callable[[Path], object]:
    """What makes a database of those statements."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return make


def theirs_in_the_journal(path: Path) -> None:
    """Another program's database, whose tables are all still in its journal, as after a crash."""
    other = path.with_name("other.db")
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE theirs (key)")
    path.write_bytes(other.read_bytes())
    Path(f"{path}-wal").write_bytes(Path(f"{other}-wal").read_bytes())
    connection.close()
    other.unlink()


STRANGERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a table": (lambda path: path.write_text("x,y\n1,2\n"), NO_DATABASE),
    "one byte": (lambda path: path.write_bytes(b"\0"), NO_DATABASE),
    "nonsense": (lambda path: path.write_bytes(random.Random(7).randbytes(70_000)), NO_DATABASE),
    "nothing but zeros": (lambda path: path.write_bytes(bytes(8192)), NO_DATABASE),
    "a dump of ours": (lambda path: path.write_text("CREATE TABLE runs_v3 (key TEXT)"), NO_DATABASE),
    "their database": (sql("CREATE TABLE runs (id)", "CREATE TABLE experiments (id)"), ANOTHERS),
    "their database of texts on ours": (
        sql("CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('CREATE TABLE runs_v3')"),
        ANOTHERS,
    ),
    "their empty database": (sql("PRAGMA application_id = 7", "PRAGMA user_version = 1"), ANOTHERS),
    "their database in the journal": (theirs_in_the_journal, ANOTHERS),
    "their database, damaged": (
        lambda path: path.write_bytes(b"SQLite format 3\0" + random.Random(7).randbytes(9000)),
        ANOTHERS,
    ),
}


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir() if file.is_file()
    }


@pytest.mark.parametrize(("make", "reason"), STRANGERS.values(), ids=STRANGERS.keys())
def test_a_file_that_is_not_ours_is_refused_in_a_sentence_and_not_touched(
    path: Path, url: str, run: Trajectory, make, reason: str, caplog, monkeypatch
) -> None:
    monkeypatch.setattr(database, "RETRY_SECONDS", 0.0)
    path.parent.mkdir()
    make(path)
    before = contents(path.parent)
    for _ in range(2):
        with closing(Store(url, PLENTY)) as store, closing(Rooms(url)) as rooms:
            assert store.load(SMALL) is None
            store.save(run, "fine")
            assert store.summaries() == []
            with pytest.raises(RoomsUnavailable):
                rooms.open()
            assert store.problem == (
                f"Results are not being kept: the database could not be read ({reason}). "
                "Training goes on without a cache."
            )
            assert store.notice is None
        assert contents(path.parent) == before
    assert set(warnings_in(caplog)) == {
        store.problem,
        f"No room can be used: the database could not be written ({reason}).",
    }


def test_a_file_that_cannot_be_read_is_left_to_who_opens_it(tmp_path: Path) -> None:
    require_ours(tmp_path)
    require_ours(tmp_path / "nowhere" / "runs.db")
    assert list(tmp_path.iterdir()) == []


OURS: dict[str, Callable[[Path], object]] = {
    "an empty file": lambda path: path.write_bytes(b""),
    "an empty database": sql("CREATE TABLE gone (key)", "DROP TABLE gone"),
    "one of an earlier version": lambda path: path.write_bytes(WRITTEN.read_bytes()),
    "one of the first version": sql("CREATE TABLE runs_v0 (key TEXT PRIMARY KEY)"),
}


@pytest.mark.parametrize("make", OURS.values(), ids=OURS.keys())
def test_a_file_that_is_ours_or_nobodys_is_used_and_stamped(
    path: Path, url: str, run: Trajectory, make
) -> None:
    path.parent.mkdir()
    make(path)
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
        assert_kept(store, run)
        assert (store.problem, store.notice) == (None, None)
    assert path.read_bytes()[68:72] == STAMP.to_bytes(4, "big") == b"INLB"


def test_a_file_of_ours_that_is_damaged_is_still_ours(path: Path, url: str, run: Trajectory) -> None:
    with closing(Store(url, PLENTY)) as store:
        store.save(run, "fine")
    whole = path.read_bytes()
    rng = random.Random(7)
    for content, flips in ((whole, 200), (whole[:72], 0), (WRITTEN.read_bytes(), 200)):
        for _ in range(20):
            damaged = bytearray(content)
            for _ in range(flips):
                damaged[rng.choice((rng.randrange(7), rng.randrange(100, len(content))))] = rng.randrange(256)
            path.write_bytes(damaged)
            require_ours(path)


def test_a_file_of_ours_whose_tables_are_still_in_its_journal_is_ours(path: Path, url: str) -> None:
    store = Store(url, PLENTY)
    store.summaries()
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    journal = Path(f"{path}-wal").read_bytes()
    store.close()
    with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as connection:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    assert tables == (0,), "or this tests nothing"
    Path(f"{copy}-wal").write_bytes(journal)
    require_ours(copy)
    Path(f"{copy}-wal").write_bytes(journal.replace(b"CREATE TABLE runs_v", b"CREATE TABLE theirs"))
    with pytest.raises(NotOurs):
        require_ours(copy)

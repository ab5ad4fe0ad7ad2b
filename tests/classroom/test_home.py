"""Rooms live beside the store in a file of their own, and those of an earlier version move there unharmed."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from initcore.classroom import home as home_module
from initcore.classroom.home import home_of, moving
from initcore.classroom.room import Room, RoomGone, RoomsUnavailable
from initcore.classroom.rooms import Rooms
from initcore.classroom.teacher import Teacher
from initcore.store import database, dialects
from tests.helpers.class_of import QUESTION, asking, student
from tests.helpers.stores import warnings_in
from tests.store.test_written_earlier import KEY, OPENED, ROOM, WRITTEN

TABLES = ("rooms_v1", "room_questions_v1", "room_answers_v1")


@pytest.fixture
def earlier(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store as an earlier version wrote it, with a room in it that has a question and an answer."""
    monkeypatch.setattr(database, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(dialects, "WAIT_SECONDS", 0.2)
    path.parent.mkdir()
    shutil.copy(WRITTEN, path)
    return path


@pytest.fixture
def here(url: str) -> Iterator[Rooms]:
    with closing(Rooms(url, lambda: OPENED + 60)) as here:
        yield here


def ask(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


def tables(path: Path) -> set[str]:
    return {name for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}


def contents(path: Path) -> list[list[tuple]]:
    return [ask(path, f"SELECT * FROM {name} ORDER BY 1, 2") for name in TABLES]


def seen(rooms: Rooms) -> tuple[Room, int]:
    return Teacher(rooms, ROOM, KEY).look()


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("sqlite:///runs.db", "sqlite:///runs-rooms.db"),
        ("sqlite+pysqlite:////data/a.b/lab", "sqlite+pysqlite:////data/a.b/lab-rooms"),
        ("sqlite://", "sqlite://"),
        ("postgresql+psycopg://somebody:hidden@host/lab", "postgresql+psycopg://somebody:hidden@host/lab"),
        ("not a url", "not a url"),
    ],
)
def test_only_beside_a_file_do_rooms_have_one_of_their_own(url: str, home: str) -> None:
    assert home_of(url) == home
    assert len(moving(url)) == (2 if home != url else 0)


def test_rooms_of_an_earlier_version_move_with_all_that_is_in_them(
    earlier: Path, home: Path, here: Rooms
) -> None:
    before = contents(earlier)
    assert [len(rows) for rows in before] == [1, 1, 1]
    room, answered = seen(here)
    assert (room.code, answered, room.counts) == (ROOM, 1, (0, 1))
    assert contents(home) == before
    assert not tables(earlier) & set(TABLES), "an answer may not be kept for longer than it is said to be"
    assert tables(earlier) == {"runs_v2"}


def test_a_room_that_has_ended_does_not_come_back(earlier: Path, url: str, here: Rooms) -> None:
    Teacher(here, ROOM, KEY).end()
    with closing(Rooms(url, lambda: OPENED + 60)) as later, pytest.raises(RoomGone):
        later.look(ROOM)


def test_rooms_are_not_taken_from_under_who_holds_the_file(earlier: Path, here: Rooms) -> None:
    with closing(sqlite3.connect(earlier, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RoomsUnavailable):
            seen(here)
        other.execute("ROLLBACK")
    assert set(TABLES) < tables(earlier)
    assert seen(here)[1] == 1
    assert not tables(earlier) & set(TABLES)


def test_a_move_that_was_interrupted_is_made_again_and_nothing_newer_is_lost(
    earlier: Path, home: Path, url: str, monkeypatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(home_module, "_clear", lambda connection, path: None)  # where it was killed
        with closing(Rooms(url, lambda: OPENED + 60)) as before:
            Teacher(before, ROOM, KEY).ask(QUESTION)
            before.answer(ROOM, 2, student(7), 1)
    assert set(TABLES) < tables(earlier)
    with closing(Rooms(url, lambda: OPENED + 60)) as after:
        room, answered = seen(after)
        assert (room.number, room.question, answered) == (2, QUESTION, 1)
    assert not tables(earlier) & set(TABLES)
    assert [len(rows) for rows in contents(home)] == [1, 2, 2]


def test_a_room_that_an_older_program_opens_meanwhile_moves_the_next_time(
    earlier: Path, url: str, here: Rooms
) -> None:
    mine = asking(here)
    here.close()
    with closing(sqlite3.connect(earlier)) as connection, connection:
        connection.execute("ATTACH ? AS written", (f"{WRITTEN}",))
        for name in TABLES:
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM written.{name}")
            connection.execute(f"UPDATE {name} SET code = 'K7QX2M'")
    with closing(Rooms(url, lambda: OPENED + 60)) as later:
        assert Teacher(later, "K7QX2M", KEY).look()[1] == 1
        assert seen(later)[1] == 1
        assert later.look(mine.code)
    assert not tables(earlier) & set(TABLES)


def test_of_a_store_that_is_damaged_the_rooms_that_can_be_read_are_kept(
    earlier: Path, home: Path, here: Rooms, caplog
) -> None:
    [(root,)] = ask(earlier, "SELECT rootpage FROM sqlite_master WHERE name = 'room_answers_v1'")
    content = bytearray(earlier.read_bytes())
    content[4096 * (root - 1)] = 0xFF
    earlier.write_bytes(content)
    room, answered = seen(here)
    assert (room.question is not None, answered) == (True, 0)
    assert "room_answers_v1" in tables(earlier), "what could not be read is not deleted"
    assert warnings_in(caplog) == [
        "Of room_answers_v1, which moves to a file of its own, not all could be read."
    ]


def test_beside_a_new_store_there_is_nothing_to_move(path: Path, home: Path, here: Rooms) -> None:
    assert here.look(asking(here).code)
    assert home.exists()
    assert not path.exists()

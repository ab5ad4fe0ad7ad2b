"""Rooms in a database that fails or is damaged: said to whoever asks, and nothing is kept that was not."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from initcore import Trajectory
from initcore.classroom import rooms
from initcore.classroom.room import RoomError, RoomGone, RoomsUnavailable
from initcore.classroom.rooms import Rooms
from initcore.store import database
from initcore.store.store import Store
from tests.helpers.class_of import asking, opened, student
from tests.helpers.stores import PLENTY, damaged_store, warnings_in


@pytest.fixture
def here(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """Rooms in which every look is a fresh one."""
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.0)
    with closing(Rooms(url)) as here:
        yield here


def test_a_database_that_does_not_work_is_said_to_whoever_asks(tmp_path: Path, caplog) -> None:
    (tmp_path / "file").write_text("a regular file")
    with closing(Rooms(f"sqlite:///{tmp_path}/file/runs.db")) as here:
        for do in (
            here.open,
            lambda: here.look("K7QX2M"),
            lambda: here.answer("K7QX2M", 1, student(1), 0),
            lambda: here.answer_of("K7QX2M", 1, student(1)),
        ):
            with pytest.raises(
                RoomsUnavailable, match="database does not work at the moment; please try again"
            ):
                do()
        here.sweep()
    [line] = warnings_in(caplog)
    assert line.startswith("No room can be used: the database could not be written (file exists).")


def test_an_answer_that_was_not_kept_is_not_said_to_be(here: Rooms, home: Path, monkeypatch) -> None:
    monkeypatch.setattr(database, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr("initcore.store.dialects.WAIT_SECONDS", 0.1)
    teacher = asking(here)
    with closing(sqlite3.connect(home, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RoomsUnavailable):
            here.answer(teacher.code, 1, student(1), 0)
        assert here.answer_of(teacher.code, 1, student(1)) is None
        other.execute("ROLLBACK")
    here.answer(teacher.code, 1, student(1), 0)
    assert here.answer_of(teacher.code, 1, student(1)) == 0


def test_a_damaged_file_ends_the_rooms_in_it_and_takes_new_ones(here: Rooms, home: Path) -> None:
    teacher = asking(here)
    here.close()
    content = bytearray(home.read_bytes())
    content[100] = 0xFF
    home.write_bytes(content)
    assert here.notice is None
    with pytest.raises(RoomGone):
        here.look(teacher.code)
    assert here.notice == "The rooms of this server were damaged; they have to be opened anew."
    assert here.look(opened(here).code)
    [aside] = home.parent.glob("*.damaged-*Z")
    assert aside.read_bytes() == content


@pytest.mark.parametrize("fresh_journal", [False, True])
@pytest.mark.parametrize("size", [0, 300_000])
def test_a_room_is_kept_in_a_file_that_lost_its_journal_while_it_was_open(
    here: Rooms, home: Path, url: str, size: int, fresh_journal: bool
) -> None:
    asking(here)
    if fresh_journal:
        here.close()
        opened(here)
    home.write_bytes(home.read_bytes()[:100] + random.Random(7).randbytes(size))
    Path(f"{home}-wal").unlink()
    code = opened(here).code
    with closing(Rooms(url)) as another_process:
        assert another_process.look(code)


@pytest.mark.parametrize("happens", ["damaged", "deleted", "full"])
def test_whatever_happens_to_the_runs_no_room_is_touched(
    here: Rooms, path: Path, url: str, run: Trajectory, happens: str
) -> None:
    teacher = asking(here)
    here.answer(teacher.code, 1, student(1), 2)
    with closing(Store(url, 1 if happens == "full" else PLENTY)) as store:
        store.save(run, "fine")
        if happens == "damaged":
            store.close()
            damaged_store(path)
        if happens == "deleted":
            path.unlink()
        store.save(run, "fine")
        store.summaries()
    for rooms_now in (here, Rooms(url)):
        assert rooms_now.look(teacher.code).question is not None
        assert rooms_now.answer_of(teacher.code, 1, student(1)) == 2
        rooms_now.close()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("rooms_v1", "expires", "soon"),
        ("rooms_v1", "number", "one"),
        ("rooms_v1", "hidden", "[1]"),
        ("rooms_v1", "hidden", "{"),
        ("rooms_v1", "experiment", b"\xff"),
        ("room_questions_v1", "text", b"\xff"),
        ("room_questions_v1", "text", ""),
        ("room_questions_v1", "options", '["only one"]'),
        ("room_questions_v1", "options", "null"),
    ],
)
def test_a_damaged_room_is_no_room(here: Rooms, home: Path, table: str, column: str, value: object) -> None:
    teacher, other = asking(here), opened(here)
    with closing(sqlite3.connect(home)) as connection, connection:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE code = ?", (value, teacher.code))
    for do in (
        lambda: here.look(teacher.code),
        lambda: here.answer(teacher.code, 1, student(1), 0),
        teacher.look,
    ):
        with pytest.raises(RoomError):
            do()
    assert here.look(other.code)


@pytest.mark.parametrize("option", [-1, 3, 77, "He"])
def test_a_damaged_answer_is_left_out_of_the_answers(here: Rooms, home: Path, option: object) -> None:
    teacher = asking(here)
    for number in range(2):
        here.answer(teacher.code, 1, student(number), number)
    with closing(sqlite3.connect(home)) as connection, connection:
        connection.execute(
            "UPDATE room_answers_v1 SET option = ? WHERE participant = ?", (option, student(1))
        )
    assert [answer.participant for answer in teacher.answers()] == [student(0)]
    teacher.reveal(True)
    assert here.look(teacher.code).counts == (1, 0, 0)

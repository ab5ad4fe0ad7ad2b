"""Rooms: opened, looked at, answered in, over after a day; and what happens when the database fails."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from initcore.classroom import rooms
from initcore.classroom.room import (
    IDLE_SECONDS,
    LETTERS,
    ROOM_SECONDS,
    RoomError,
    RoomGone,
)
from initcore.classroom.rooms import Rooms
from tests.helpers.class_of import QUESTION, asking, opened, student


@dataclass
class Clock:
    """A clock that the test sets."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """Rooms in which every look is a fresh one."""
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.0)
    with closing(Rooms(url, clock)) as here:
        yield here


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_new_room_has_a_code_of_its_own_and_nothing_in_it(here: Rooms, clock: Clock) -> None:
    code, key = here.open()
    room = here.look(code)
    assert set(code) <= set(LETTERS)
    assert (room.code, room.expires) == (code, clock.now + ROOM_SECONDS)
    assert (room.number, room.question, room.open, room.revealed, room.locked) == (
        0,
        None,
        False,
        False,
        False,
    )
    assert (room.hidden, room.experiment, room.push, room.counts) == ((), "", 0, None)
    assert len(key) >= 22  # 128 bits, six a character
    assert here.open() != (code, key)


def test_rooms_are_counted_while_they_are_open(here: Rooms, clock: Clock) -> None:
    assert here.count() == 0
    here.open()
    clock.now += 10
    here.open()
    assert here.count() == 2
    clock.now += ROOM_SECONDS - 10
    assert here.count() == 1


def test_the_key_is_not_in_the_database(here: Rooms, home: Path) -> None:
    _, key = here.open()
    here.close()
    assert key.encode() not in home.read_bytes()


def test_a_code_is_found_however_it_is_typed(here: Rooms) -> None:
    code, _ = here.open()
    assert here.look(f" {code[:3].lower()}-{code[3:]} ").code == code


def test_a_code_that_is_nobodys_is_said_so(here: Rooms) -> None:
    with pytest.raises(RoomGone, match=r"^There is no room K7QX2M: it has ended"):
        here.look("K7QX2M")
    with pytest.raises(RoomGone):
        here.answer("K7QX2M", 1, student(1), 0)
    assert here.answer_of("K7QX2M", 1, student(1)) is None


def test_a_changed_answer_replaces_the_one_before(here: Rooms) -> None:
    teacher = asking(here)
    for option in (0, 2, 1):
        here.answer(teacher.code, 1, student(1), option)
    here.answer(teacher.code, 1, student(2), 2)
    assert [here.answer_of(teacher.code, 1, student(number)) for number in (1, 2, 3)] == [1, 2, None]
    teacher.reveal(True)
    assert here.look(teacher.code).counts == (0, 1, 1)


def test_counts_are_nobodys_before_they_are_revealed(here: Rooms) -> None:
    teacher = asking(here)
    here.answer(teacher.code, 1, student(1), 2)
    assert here.look(teacher.code).counts is None
    assert teacher.look()[0].counts is None
    assert teacher.look()[1] == 1


def test_answers_are_taken_only_to_the_question_asked_while_answering_is_open(here: Rooms) -> None:
    teacher = opened(here)
    with pytest.raises(RoomError, match="Another question is being asked by now"):
        here.answer(teacher.code, 0, student(1), 0)
    teacher.ask(QUESTION)
    for number in (0, 2, -1):
        with pytest.raises(RoomError, match="Another question"):
            here.answer(teacher.code, number, student(1), 0)
    for option in (-1, 3, 10**9):
        with pytest.raises(RoomError, match="not one of the options"):
            here.answer(teacher.code, 1, student(1), option)
    for somebody in ("", "x" * 32, student(1) + "0", "' OR 1=1 --"):
        with pytest.raises(RoomError, match="nobody's"):
            here.answer(teacher.code, 1, somebody, 0)
    teacher.take_answers(False)
    with pytest.raises(RoomError, match="Answering is closed"):
        here.answer(teacher.code, 1, student(1), 0)
    teacher.take_answers(True)
    here.answer(teacher.code, 1, student(1), 0)
    assert teacher.look()[1] == 1


def test_a_room_is_over_after_a_day_and_its_answers_are_deleted(
    here: Rooms, clock: Clock, home: Path
) -> None:
    teacher = asking(here)
    here.answer(teacher.code, 1, student(1), 0)
    clock.now += ROOM_SECONDS - 1
    later, _ = here.open()
    assert here.look(teacher.code).open
    clock.now += 1
    for do in (
        lambda: here.look(teacher.code),
        lambda: here.answer(teacher.code, 1, student(1), 0),
        teacher.look,
    ):
        with pytest.raises(RoomGone):
            do()
    here.sweep()
    assert here.look(later)
    assert [rows(home, f"{name}_v1") for name in ("rooms", "room_questions", "room_answers")] == [1, 0, 0]


def test_a_sweep_is_made_now_and_then(here: Rooms, clock: Clock, home: Path) -> None:
    here.open()
    here.sweep()
    clock.now += ROOM_SECONDS
    here.sweep()
    assert rows(home, "rooms_v1") == 1
    here.open()
    assert rows(home, "rooms_v1") == 1


def test_no_more_rooms_than_the_server_takes(
    here: Rooms, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_ROOMS", 3)
    for _ in range(3):
        here.open()
    with pytest.raises(RoomError, match="as many rooms as it takes"):
        here.open()
    clock.now += ROOM_SECONDS
    here.open()


def test_where_rooms_are_scarce_one_that_is_not_used_makes_way_after_an_hour(
    here: Rooms, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_ROOMS", 3)
    asked, shown, idle = opened(here), opened(here), opened(here)
    asked.ask(QUESTION)
    shown.show("?init=he")
    clock.now += IDLE_SECONDS
    with pytest.raises(RoomError, match="as many rooms as it takes"):
        here.open()
    clock.now += 1
    here.open()
    assert here.look(asked.code)
    assert here.look(shown.code)
    with pytest.raises(RoomGone):
        here.look(idle.code)
    with pytest.raises(RoomError, match="as many rooms as it takes"):
        here.open()


def test_no_more_answers_than_a_room_takes(here: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST_ANSWERS", 3)
    teacher = asking(here)
    for number in range(3):
        here.answer(teacher.code, 1, student(number), 0)
    with pytest.raises(RoomError, match="takes no more answers"):
        here.answer(teacher.code, 1, student(3), 0)
    here.answer(teacher.code, 1, student(2), 1)
    assert teacher.look()[1] == 3


def test_a_look_is_remembered_for_a_second(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Rooms(url)) as here, closing(Rooms(url)) as elsewhere:
        teacher = opened(here)
        elsewhere.look(teacher.code)
        teacher.lock(True)
        assert here.look(teacher.code).locked  # who did it sees it at once
        for _ in range(60):
            assert not elsewhere.look(teacher.code).locked
        monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.0)
        assert elsewhere.look(teacher.code).locked


def test_codes_that_are_made_up_do_not_fill_the_memory(here: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST_REMEMBERED", 5)
    code, _ = here.open()
    for sign in LETTERS:
        with pytest.raises(RoomGone):
            here.look(sign * 6)
    assert len(here._looks) <= 5
    assert here.look(code)


def test_rooms_are_counted_until_their_day_is_over(here: Rooms, clock: Clock) -> None:
    assert here.count() == 0
    here.open()
    clock.now += 60
    here.open()
    assert here.count() == 2
    clock.now += ROOM_SECONDS - 30
    assert here.count() == 1

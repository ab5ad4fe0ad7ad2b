"""Rooms as rows: what is written reads back, what is damaged is no room, and what is over is deleted."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select, update

from initcore.classroom.room import HIDEABLE, ROOM_SECONDS, Question, Room, RoomGone
from initcore.classroom.rows import (
    ANSWERS,
    QUESTIONS,
    ROOMS,
    TABLES,
    evict,
    fresh_row,
    hidden_of,
    is_over,
    options_text,
    question_of,
    room_of,
    room_row,
    sweep,
)
from tests.helpers.class_of import QUESTION, student
from tests.helpers.stores import in_memory

CODE, NOW = "K7QX2M", 1_000_000.0
OTHER = "ZZZZZZ"


@pytest.fixture
def connection() -> Iterator[Connection]:
    with in_memory(TABLES) as connection:
        yield connection


def put(connection: Connection, code: str = CODE, expires: float = NOW + ROOM_SECONDS, **values: Any) -> None:
    """A room as it is opened, but for these values."""
    connection.execute(insert(ROOMS).values({**fresh_row(code, "key", expires), **values}))


def ask(connection: Connection, number: int, question: Question = QUESTION, code: str = CODE) -> None:
    row = {"code": code, "number": number, "text": question.text, "options": options_text(question)}
    connection.execute(insert(QUESTIONS).values(row))


def answer(connection: Connection, who: int, option: Any, number: int = 1, code: str = CODE) -> None:
    row = {"code": code, "number": number, "participant": student(who), "option": option, "time": NOW}
    connection.execute(insert(ANSWERS).values(row))


def room(connection: Connection, code: str = CODE) -> Room:
    row, tally = room_row(connection, code)
    assert row is not None
    return room_of(row, tally)


def codes(connection: Connection) -> set[str]:
    return set(connection.execute(select(ROOMS.c.code)).scalars())


def test_a_fresh_row_is_a_room_with_nothing_in_it(connection: Connection) -> None:
    put(connection)
    assert room(connection) == Room(CODE, NOW + ROOM_SECONDS)
    assert "key" not in fresh_row(CODE, "key", NOW).values()


def test_the_present_question_is_the_one_of_the_rooms_number(connection: Connection) -> None:
    later = Question("And now?", ("yes", "no"))
    put(connection, number=2, open=True, locked=True, experiment="init=he", push=7)
    ask(connection, 1)
    ask(connection, 2, later)
    put(connection, OTHER, number=1)
    ask(connection, 1, code=OTHER)
    assert room(connection) == Room(
        CODE, NOW + ROOM_SECONDS, 2, later, open=True, locked=True, experiment="init=he", push=7
    )
    assert room(connection, OTHER).question == QUESTION


def test_answers_are_counted_of_this_question_in_this_room(connection: Connection) -> None:
    put(connection, number=2, revealed=True)
    put(connection, OTHER, number=2, revealed=True)
    for number in (1, 2):
        ask(connection, number)
        ask(connection, number, code=OTHER)
    for who, option in enumerate((0, 2, 2, 2, 0)):
        answer(connection, who, option, number=2)
    answer(connection, 7, 1, number=1)
    answer(connection, 7, 1, number=2, code=OTHER)
    assert room(connection).counts == (2, 0, 3)
    assert room(connection, OTHER).counts == (0, 1, 0)


def test_counts_are_shown_of_options_there_are_and_only_when_revealed(connection: Connection) -> None:
    put(connection, number=1, revealed=True)
    ask(connection, 1)
    for who, option in enumerate((0, 3, -1, 77)):
        answer(connection, who, option)
    assert room(connection).counts == (1, 0, 0)
    connection.execute(update(ROOMS).values(revealed=False))
    assert room(connection).counts is None


def test_nothing_is_revealed_before_the_first_question(connection: Connection) -> None:
    put(connection, revealed=True)
    assert room(connection).counts is None


def test_a_room_that_is_not_there_has_no_row_and_a_locked_one_no_counts(connection: Connection) -> None:
    assert room_row(connection, CODE) == (None, [])
    put(connection, number=1)
    ask(connection, 1)
    answer(connection, 1, 0)
    row, tally = room_row(connection, CODE, lock=True)
    assert row is not None
    assert (row.text, tally) == (QUESTION.text, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("expires", "soon"),
        ("number", "one"),
        ("number", 1.5),
        ("number", 2),  # a question that is not there
        ("push", "often"),
        ("hidden", "null"),
        ("hidden", "[1]"),
        ("hidden", "{"),
        ("hidden", ""),
        ("experiment", b"\xff"),
    ],
)
def test_a_damaged_row_is_no_room_and_the_log_says_which(
    connection: Connection, caplog: pytest.LogCaptureFixture, column: str, value: object
) -> None:
    put(connection, number=1)
    ask(connection, 1)
    assert room(connection).number == 1
    connection.exec_driver_sql(f"UPDATE rooms_v1 SET {column} = ?", (value,))
    with pytest.raises(RoomGone, match=CODE):
        room(connection)
    [said] = caplog.messages
    assert said.startswith(f"The room {CODE} is damaged: ")


def test_a_room_is_over_from_the_moment_it_expires(connection: Connection) -> None:
    put(connection)
    row, _ = room_row(connection, CODE)
    assert not is_over(row, NOW + ROOM_SECONDS - 1)
    assert is_over(row, NOW + ROOM_SECONDS)
    assert is_over(None, NOW)
    connection.exec_driver_sql("UPDATE rooms_v1 SET expires = 'never'")
    row, _ = room_row(connection, CODE)
    assert row is not None
    assert is_over(row, NOW)


def test_a_sweep_takes_all_of_what_is_over_and_nothing_else(connection: Connection) -> None:
    for code, expires in ((CODE, NOW), (OTHER, NOW + 1)):
        put(connection, code, expires, number=1)
        ask(connection, 1, code=code)
        answer(connection, 1, 0, code=code)
    assert sweep(connection, NOW)
    for table in (ROOMS, QUESTIONS, ANSWERS):
        assert connection.execute(select(table.c.code)).scalars().all() == [OTHER], table.name
    assert not sweep(connection, NOW), "there is nothing left to sweep"


def test_of_the_rooms_not_used_the_oldest_makes_way_one_at_a_time(connection: Connection) -> None:
    opened = {"CCCCCC": 30, "DDDDDD": 10, "FFFFFF": 20, "GGGGGG": 40}
    for code, at in opened.items():
        put(connection, code, NOW + at + ROOM_SECONDS)
    put(connection, "HHHHHH", NOW + ROOM_SECONDS, number=1)
    put(connection, "JJJJJJ", NOW + ROOM_SECONDS, push=1)
    left = codes(connection)
    for gone in ("DDDDDD", "FFFFFF", "CCCCCC"):
        assert evict(connection, NOW + 40)
        left.remove(gone)
        assert codes(connection) == left
    assert not evict(connection, NOW + 40)
    assert connection.execute(select(func.count()).select_from(ROOMS)).scalar() == 3


@pytest.mark.parametrize("options", [("ä", "b"), ('"quoted"', "b, c"), ("[]", "null", "\\")])
def test_options_read_back(options: tuple[str, ...]) -> None:
    question = Question("?", options)
    assert question_of(question.text, options_text(question)) == question


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("", '["a", "b"]'),
        (None, '["a", "b"]'),
        (b"\xff", '["a", "b"]'),
        ("?", '["a"]'),
        ("?", '["a", "a"]'),
        ("?", '["a", 1]'),
        ("?", '{"a": "b"}'),
        ("?", "null"),
        ("?", "["),
        ("?", None),
        ("?", 3),
    ],
)
def test_a_damaged_question_is_a_value_error(text: object, options: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        question_of(text, options)


def test_controls_that_cannot_be_hidden_are_left_out() -> None:
    first, second = HIDEABLE[:2]
    assert hidden_of(f'["{second}", "weights", "{first}", ""]') == (second, first)
    assert hidden_of("[]") == ()

"""How rooms lie in the database: three tables, and what is made of their rows."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    select,
)

from initcore.classroom.room import (
    CODE_LENGTH,
    HIDEABLE,
    ROOM_SECONDS,
    Question,
    Room,
    RoomError,
    gone,
    hash_of,
)

log = logging.getLogger(__name__)

TABLES = MetaData()

# As with the runs, another layout takes another name.
ROOMS = Table(
    "rooms_v1",
    TABLES,
    Column("code", String(CODE_LENGTH), primary_key=True),
    Column("key_hash", String(64), nullable=False),
    Column("expires", Float(53), nullable=False),
    Column("number", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("revealed", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("hidden", Text, nullable=False),
    Column("experiment", Text, nullable=False),
    Column("push", Integer, nullable=False),
    Index("rooms_v1_expires", "expires"),
)
QUESTIONS = Table(
    "room_questions_v1",
    TABLES,
    Column("code", String(CODE_LENGTH), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("options", Text, nullable=False),
)
ANSWERS = Table(
    "room_answers_v1",
    TABLES,
    Column("code", String(CODE_LENGTH), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("participant", String(32), primary_key=True),
    Column("option", Integer, nullable=False),
    Column("time", Float(53), nullable=False),
)


_KINDS = {"expires": float, "number": int, "experiment": str, "push": int}


def fresh_row(code: str, key: str, expires: float) -> dict[str, Any]:
    """A new room's row by column name."""
    flags = {"open": False, "revealed": False, "locked": False}
    counters = {"number": 0, "push": 0}
    texts = {"key_hash": hash_of(key), "hidden": "[]", "experiment": ""}
    return {"code": code, "expires": expires, **flags, **counters, **texts}


def room_row(
    connection: Connection, code: str, lock: bool = False
) -> tuple[Row[Any] | None, Sequence[Row[Any]]]:
    """The room with its present question, None if there is none, and the answers counted by option.

    A lock keeps the room from being ended meanwhile, and counts nothing.
    """
    present = and_(QUESTIONS.c.code == ROOMS.c.code, QUESTIONS.c.number == ROOMS.c.number)
    columns = (*ROOMS.c, QUESTIONS.c.text, QUESTIONS.c.options)
    wanted = select(*columns).select_from(ROOMS.outerjoin(QUESTIONS, present)).where(ROOMS.c.code == code)
    if lock:
        return connection.execute(wanted.with_for_update(read=True, of=ROOMS)).first(), []
    row = connection.execute(wanted).first()
    here = (ANSWERS.c.code == code, ANSWERS.c.number == (row.number if row is not None else 0))
    tally = select(ANSWERS.c.option, func.count().label("given")).where(*here).group_by(ANSWERS.c.option)
    return row, connection.execute(tally).all()


def room_of(row: Row[Any], tally: Sequence[Row[Any]]) -> Room:
    """The room in a row, with its counts if they are revealed; RoomGone, and a line in the log, when the
    row is damaged.
    """
    shared = ("code", "expires", "number", "open", "revealed", "locked", "experiment", "push")
    try:
        question = question_of(row.text, row.options) if row.number else None
        counts = None
        if question is not None and row.revealed:
            found = {line.option: line.given for line in tally}
            counts = tuple(found.get(option, 0) for option in range(len(question.options)))
        values = {name: getattr(row, name) for name in shared}
        if not all(isinstance(values[name], kind) for name, kind in _KINDS.items()):
            raise ValueError("a column is of another type")
        return Room(**values, question=question, hidden=hidden_of(row.hidden), counts=counts)
    except ValueError as reason:
        log.warning("The room %.12s is damaged: %s.", row.code, reason)
        raise gone(row.code) from None


def is_over(row: Row[Any] | None, now: float) -> bool:
    """Whether a room is not there, or no longer."""
    return row is None or not isinstance(row.expires, float) or row.expires <= now


def sweep(connection: Connection, now: float) -> bool:
    """Deletes what belongs to rooms that are over; whether any was."""
    over = connection.execute(select(ROOMS.c.code).where(ROOMS.c.expires <= now)).scalars().all()
    for table in (ANSWERS, QUESTIONS, ROOMS) if over else ():
        connection.execute(delete(table).where(table.c.code.in_(over)))
    return bool(over)


def evict(connection: Connection, opened_before: float) -> bool:
    """Deletes the oldest of the rooms opened before then (s) in which nothing was asked or shown; whether
    there was one.
    """
    unused = and_(ROOMS.c.number == 0, ROOMS.c.push == 0, ROOMS.c.expires < opened_before + ROOM_SECONDS)
    oldest = select(ROOMS.c.code).where(unused).order_by(ROOMS.c.expires).limit(1)
    code = connection.execute(oldest).scalar()
    if code is not None:
        connection.execute(delete(ROOMS).where(ROOMS.c.code == code))
    return code is not None


def options_text(question: Question) -> str:
    """A question's options as one column of the database."""
    return json.dumps(question.options)


def question_of(text: Any, options: Any) -> Question:
    """The question in two columns of the database; ValueError when it is damaged."""
    try:
        return Question(text, tuple(_strings(options)))
    except RoomError as error:
        raise ValueError(str(error)) from None


def hidden_of(names: Any) -> tuple[str, ...]:
    """The hidden controls in a column of the database; ValueError when it is damaged."""
    return tuple(name for name in _strings(names) if name in HIDEABLE)


def _strings(text: Any) -> Sequence[str]:
    listed = json.loads(text) if isinstance(text, str) else None
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise ValueError("it is not a list of texts")
    return listed

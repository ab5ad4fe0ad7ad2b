"""The rooms of a server: opened by anybody, and what everybody with a room's code may do: look and answer.

Whatever else is done with a room takes its key; that is the `Teacher`'s part. Several processes may
share the database, and several hundred people may answer in the same moment.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from initcore.classroom.home import home_of, moving, store_file
from initcore.classroom.room import (
    IDLE_SECONDS,
    MOST_ANSWERS,
    MOST_ROOMS,
    ROOM_SECONDS,
    Room,
    RoomError,
    RoomGone,
    RoomsUnavailable,
    gone,
    is_participant,
    new_code,
    new_key,
    room_code,
)
from initcore.classroom.rows import (
    ANSWERS,
    ROOMS,
    TABLES,
    evict,
    fresh_row,
    is_over,
    room_of,
    room_row,
    sweep,
)
from initcore.store.database import Database

BEGUN_ANEW = "The rooms of this server were damaged; they have to be opened anew."

PROBLEM = "No room can be used: the database could not be {doing} ({reason})."

LOOK_SECONDS = 1.0
"""How old what everybody looks at may be: sixty students cost one read a second."""

MOST_REMEMBERED = 1000
"""Codes of which the last look is remembered, those that were made up among them."""

SWEEP_SECONDS = 600.0
"""How often a process looks for rooms whose day is over."""

T = TypeVar("T")


class Rooms:
    """The rooms that belong to the store at `url`.

    Safe to use from any thread, and for several processes at once. Every method but `sweep` and `close`
    raises RoomsUnavailable while the database does not work. `clock` says what time it is.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._database = Database(
            home_of(url), TABLES, moving(url), PROBLEM, BEGUN_ANEW, beside=store_file(url)
        )
        self._lock = threading.Lock()
        self._looks: dict[str, tuple[float, Room | RoomGone]] = {}
        self._swept = -SWEEP_SECONDS

    @property
    def notice(self) -> str | None:
        """One sentence for the reader on what was lost, None while nothing was."""
        return self._database.notice

    def open(self) -> tuple[str, str]:
        """A new room's code and its key, which is nowhere else; RoomError when there are too many rooms."""
        code, key, now = "", new_key(), self.clock()

        def work(connection: Connection) -> RoomError | None:
            nonlocal code
            sweep(connection, now)
            full = connection.execute(select(func.count()).select_from(ROOMS)).scalar_one() >= MOST_ROOMS
            if full and not evict(connection, now - IDLE_SECONDS):
                return RoomError("This server has as many rooms as it takes; one will be free within a day.")
            code = new_code()  # one that is taken is refused by the database, and another is drawn
            connection.execute(insert(ROOMS).values(fresh_row(code, key, now + ROOM_SECONDS)))
            return None

        self.write(work)
        return code, key

    def count(self) -> int:
        """How many rooms there are whose day is not over."""
        now = self.clock()
        alive = select(func.count()).select_from(ROOMS).where(ROOMS.c.expires > now)
        return self.read(lambda connection: int(connection.execute(alive).scalar_one()))

    def look(self, code: str) -> Room:
        """The room, at most a second old; RoomGone when there is none of that code."""
        code, now = room_code(code), time.monotonic()
        with self._lock:
            at, known = self._looks.get(code, (-LOOK_SECONDS, None))
            aged = now - at >= LOOK_SECONDS
            if aged and known is not None:
                self._looks[code] = now, known  # who comes meanwhile need not wait for the one who reads
        if aged or known is None:
            known = self._read_room(code)
            with self._lock:
                if len(self._looks) >= MOST_REMEMBERED:
                    self._looks.clear()
                self._looks[code] = now, known
        if isinstance(known, RoomGone) or known.expires <= self.clock():
            raise gone(code)
        return known

    def _read_room(self, code: str) -> Room | RoomGone:
        row, tally = self.read(lambda connection: room_row(connection, code))
        try:
            return gone(code) if row is None else room_of(row, tally)
        except RoomGone as damaged:
            return damaged

    def answer(self, code: str, number: int, participant: str, option: int) -> None:
        """Keeps one person's answer to a question in place of one given before.

        RoomError when answers are not taken: another question is being asked by now, answering is
        closed, the option is not one, or the room is full. RoomGone when there is no such room.
        """
        code, now = room_code(code), self.clock()
        if not is_participant(participant):
            raise RoomError("This answer is nobody's.")
        place = and_(ANSWERS.c.code == code, ANSWERS.c.number == number, ANSWERS.c.participant == participant)

        def work(connection: Connection) -> RoomError | None:
            row = room_row(connection, code, lock=True)[0]
            if (refusal := _refused(row, code, number, option, now)) is not None:
                return refusal
            values = {"option": option, "time": now}
            if connection.execute(update(ANSWERS).where(place).values(values)).rowcount:
                return None
            held = select(func.count()).select_from(ANSWERS).where(ANSWERS.c.code == code)
            if connection.execute(held).scalar_one() >= MOST_ANSWERS:
                return RoomError("This room takes no more answers.")
            where = {"code": code, "number": number, "participant": participant}
            connection.execute(insert(ANSWERS).values({**where, **values}))
            return None

        self.write(work)

    def answer_of(self, code: str, number: int, participant: str) -> int | None:
        """What that person has answered to a question, None if nothing."""
        place = (ANSWERS.c.code == code, ANSWERS.c.number == number, ANSWERS.c.participant == participant)
        return self.read(
            lambda connection: connection.execute(select(ANSWERS.c.option).where(*place)).scalar()
        )

    def sweep(self) -> None:
        """Deletes the rooms whose day is over, now and then; whoever visits the app calls this."""
        with self._lock:
            now = time.monotonic()
            if now - self._swept < SWEEP_SECONDS:
                return
            self._swept = now
        self._database.write(lambda connection: sweep(connection, self.clock()))

    def forget(self, code: str) -> None:
        """Makes the next look at a room a fresh one."""
        with self._lock:
            self._looks.pop(code, None)

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, in one transaction."""
        result = self._database.read(lambda connection: (work(connection),))
        if result is None:
            raise RoomsUnavailable
        return result[0]

    def write(self, work: Callable[[Connection], RoomError | None]) -> None:
        """Does `work` in one transaction, and raises what it returns: why it wrote nothing."""
        refusals: list[RoomError] = []

        def attempt(connection: Connection) -> bool:
            refusals.clear()
            if (refusal := work(connection)) is not None:
                refusals.append(refusal)
            return refusal is None

        if not self._database.write(attempt):
            raise refusals[0] if refusals else RoomsUnavailable

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()


def _refused(row: Row[Any] | None, code: str, number: int, option: int, now: float) -> RoomError | None:
    """Why an answer is not taken."""
    if row is None or is_over(row, now):
        return gone(code)
    if row.number != number or not number:
        return RoomError("Another question is being asked by now.")
    if not row.open:
        return RoomError("Answering is closed.")
    try:
        question = room_of(row, []).question
    except RoomGone as damaged:
        return damaged
    known = question is not None and option in range(len(question.options))
    return None if known else RoomError("This is not one of the options.")

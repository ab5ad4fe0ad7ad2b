"""What the key of a room opens: asking, revealing, steering the experiment, taking the answers home."""

import csv
import hmac
import io
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from initcore.classroom.room import (
    HIDEABLE,
    MOST_QUESTIONS,
    Answer,
    Question,
    Room,
    RoomError,
    WrongKey,
    gone,
    hash_of,
    room_code,
)
from initcore.classroom.rooms import Rooms
from initcore.classroom.rows import (
    ANSWERS,
    QUESTIONS,
    ROOMS,
    is_over,
    options_text,
    question_of,
    room_of,
    room_row,
)
from initcore.classroom.steering import experiment_in
from initcore.words.spreadsheet import neutral

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Teacher:
    """A room in the hands of somebody with a key.

    Every method checks the key and raises RoomGone, WrongKey or RoomsUnavailable, and RoomError for what
    the room does not do. What was done is seen at once by this process, by others within a second.
    """

    rooms: Rooms
    code: str
    key: str = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", room_code(self.code))

    def look(self) -> tuple[Room, int]:
        """The room as it is now, and how many have answered the present question."""
        row, tally = self.rooms.read(lambda connection: room_row(connection, self.code))
        room = room_of(self._checked(row), tally)
        return room, sum(line.given for line in tally)

    def ask(self, question: Question) -> None:
        """Asks the next question, and takes answers to it; nothing of it is revealed."""

        def work(connection: Connection, row: Row[Any]) -> RoomError | None:
            if row.number >= MOST_QUESTIONS:
                return RoomError(f"A room has at most {MOST_QUESTIONS} questions; open another room.")
            place = {"code": self.code, "number": row.number + 1}
            texts = {"text": question.text, "options": options_text(question)}
            connection.execute(insert(QUESTIONS).values({**place, **texts}))
            self._set(connection, number=row.number + 1, open=True, revealed=False)
            return None

        self._do(work)

    def take_answers(self, take: bool) -> None:
        """Opens or closes answering."""
        self._change(open=take)

    def reveal(self, shown: bool) -> None:
        """Shows everybody how many gave each answer, and takes no more of them; or hides it again."""
        self._change(revealed=True, open=False) if shown else self._change(revealed=False)

    def lock(self, locked: bool) -> None:
        """Gives every student the room's experiment without controls; or gives the controls back."""
        self._change(locked=locked)

    def hide(self, names: Iterable[str]) -> None:
        """Hides those controls from the students, and no others."""
        self._change(hidden=json.dumps([name for name in HIDEABLE if name in set(names)]))

    def show(self, link: str, app: str = "") -> None:
        """Has everybody look at the experiment of a link; RoomError when it is not followed everywhere.

        `app` as in `experiment_in`.
        """
        experiment = experiment_in(link, app)

        def work(connection: Connection, row: Row[Any]) -> None:
            self._set(connection, experiment=urlencode(experiment.to_query()), push=row.push + 1)

        self._do(work)

    def answers(self) -> list[Answer]:
        """Every answer to every question, by question and time."""
        row, rows = self.rooms.read(self._with_answers)
        self._checked(row)
        answers = []
        for line in rows:
            try:
                question = question_of(line.text, line.options)
                if line.option not in range(len(question.options)):
                    raise ValueError("it is none of the options")
                answers.append(Answer(line.number, question, line.participant, line.option, line.time))
            except ValueError as reason:
                log.warning("An answer in room %s is damaged: %s.", self.code, reason)
        return answers

    def end(self) -> None:
        """Deletes the room and all that is in it."""

        def work(connection: Connection, _: Row[Any]) -> None:
            for table in (ANSWERS, QUESTIONS, ROOMS):
                connection.execute(delete(table).where(table.c.code == self.code))

        self._do(work)

    def _with_answers(self, connection: Connection) -> tuple[Row[Any] | None, Sequence[Row[Any]]]:
        same = (ANSWERS.c.code == QUESTIONS.c.code) & (ANSWERS.c.number == QUESTIONS.c.number)
        columns = (*ANSWERS.c, QUESTIONS.c.text, QUESTIONS.c.options)
        wanted = (
            select(*columns).select_from(ANSWERS.join(QUESTIONS, same)).where(ANSWERS.c.code == self.code)
        )
        ordered = wanted.order_by(ANSWERS.c.number, ANSWERS.c.time, ANSWERS.c.participant)
        return connection.execute(self._row).first(), connection.execute(ordered).all()

    def _change(self, **values: Any) -> None:
        self._do(lambda connection, _: self._set(connection, **values))

    def _set(self, connection: Connection, **values: Any) -> None:
        connection.execute(update(ROOMS).where(ROOMS.c.code == self.code).values(values))

    def _do(self, work: Callable[[Connection, Row[Any]], RoomError | None]) -> None:
        """Does `work` in the transaction that has checked the key."""

        def checked(connection: Connection) -> RoomError | None:
            try:
                row = self._checked(connection.execute(self._row.with_for_update()).first())
            except RoomError as refusal:
                return refusal
            return work(connection, row)

        self.rooms.write(checked)
        self.rooms.forget(self.code)

    @property
    def _row(self) -> Select[Any]:
        return select(ROOMS).where(ROOMS.c.code == self.code)

    def _checked(self, row: Row[Any] | None) -> Row[Any]:
        """The row, if it is there and in the right hands; RoomGone or WrongKey otherwise."""
        if row is None or is_over(row, self.rooms.clock()):
            raise gone(self.code)
        if not hmac.compare_digest(str(row.key_hash).encode(), hash_of(self.key).encode()):
            raise WrongKey(f"This link's key is not the key of room {self.code}.")
        return row


CSV_COLUMNS = ("question", "text", "participant", "answer", "time")


def to_csv(answers: Sequence[Answer]) -> str:
    """The answers as CSV, a line each; participants are numbered in the order in which they came.

    No cell is a formula to a spreadsheet, whatever a question says.
    """
    numbers = {name: at for at, name in enumerate(dict.fromkeys(a.participant for a in answers), start=1)}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for answer in answers:
        option = answer.question.options[answer.option]
        time = datetime.fromtimestamp(answer.time, UTC).isoformat(timespec="seconds")
        values = (answer.number, answer.question.text, numbers[answer.participant], option, time)
        writer.writerow(map(neutral, values))
    return text.getvalue()

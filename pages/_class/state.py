"""What a session remembers of a class: as one of it, of its answers, and as its teacher."""

import secrets
from dataclasses import dataclass, field

from initcore.classroom.room import Question, Room
from initcore.experiment.experiment import Experiment


@dataclass
class Attendance:
    """The room a session is in, and how it follows it.

    `room` is the room as it was last seen, `seen` its code and the push up to which it was followed,
    `called` its code, the push that was heard of last, and during which question; `shown` is the
    teacher's experiment that was seen last, `steered` what was locked and hidden then. `mine` are the
    person's own experiments that the teacher's took the place of, the newest last, and `wanted` the
    one to go to.
    """

    room: Room | None = None
    seen: tuple[str, int] | None = None
    called: tuple[str, int, int] = ("", 0, 0)
    shown: Experiment | None = None
    steered: tuple[bool, tuple[str, ...]] = (False, ())
    mine: list[Experiment] = field(default_factory=list)
    wanted: Experiment | None = None


@dataclass
class Answers:
    """`given` is what this browser has answered at which stage of which question; None before.

    `somebody` stands for a browser that cannot be told, and `not_kept` says why an answer was not kept.
    """

    somebody: str = field(default_factory=lambda: secrets.token_hex(16))
    stage: tuple[str, int, bool, bool] | None = None
    given: int | None = None
    not_kept: str = ""


@dataclass
class Teaching:
    """`held` is the code and the key of the room last used, `key_hidden` whether the key is kept out of
    the address bar, which a projector shows.

    `not_done` says why the last thing wanted was not done, `repeated` which room's which question was
    asked again. `filled` is the question that the editor was filled with, `filled_as` what was chosen then.
    """

    held: tuple[str, str] = ("", "")
    key_hidden: bool = False
    not_done: str = ""
    repeated: tuple[str, int] | None = None
    filled: Question | None = None
    filled_as: str | None = None

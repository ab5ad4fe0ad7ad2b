"""What a room is: a teacher's question, what students see of the experiment, and the limits of it all.

A room is opened by anybody and read by everybody who has its code, so every text has a most length
and every list a most count: a stranger cannot fill the disk.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

from initcore.experiment.settings import SETTINGS
from initcore.experiment.values import shown

LETTERS = "23456789CDFGHJKMNPQRTVWXY"
"""No two look alike, and with no vowels they make no words."""

CODE_LENGTH = 6
"""Short enough to copy from a screen; a quarter of a thousand million codes are not found by guessing."""

KEY_BYTES = 16
"""128 random bits: nobody guesses a teacher's key, so a plain hash of it keeps it safe."""

ROOM_SECONDS = 24 * 3600.0

IDLE_SECONDS = 3600.0
"""Seconds after which a room where nothing was asked or shown makes way for a new one, where rooms are
scarce."""

MOST_ROOMS = 200
MOST_QUESTIONS = 50
MOST_ANSWERS = 10_000
"""Most answers in one room, to all its questions: 500 people and 20 questions. All rooms full are about
300 MB."""

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
MOST_TEXT, MOST_OPTION_TEXT, MOST_LINK = 200, 60, 2000

HIDEABLE = tuple(row.name for row in SETTINGS if row.hideable)
"""The controls that a room may hide, as fields of a comparison."""

_PARTICIPANT = re.compile(r"[0-9a-f]{32}")


class RoomError(Exception):
    """Something that a room does not do; the message is one sentence for whoever asked."""


class RoomGone(RoomError):
    """There is no such room, or no longer."""


class WrongKey(RoomError):
    """The key is not that room's."""


class RoomsUnavailable(RoomError):
    """The database does not work at the moment."""

    def __init__(self) -> None:
        super().__init__("This server's database does not work at the moment; please try again in a minute.")


@dataclass(frozen=True)
class Question:
    """What the class is asked: a text and 2 to 6 different options. RoomError for what is not allowed."""

    text: str
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _line(self.text))
        object.__setattr__(self, "options", tuple(filter(None, map(_line, self.options))))
        if not 1 <= len(self.text) <= MOST_TEXT:
            raise RoomError(f"A question has 1 to {MOST_TEXT} characters; this one has {len(self.text)}.")
        if not FEWEST_OPTIONS <= len(self.options) <= MOST_OPTIONS:
            allowed = f"{FEWEST_OPTIONS} to {MOST_OPTIONS}"
            raise RoomError(f"A question has {allowed} options; this one has {len(self.options)}.")
        longest = max(self.options, key=len)
        if len(longest) > MOST_OPTION_TEXT:
            raise RoomError(f"An option has 1 to {MOST_OPTION_TEXT} characters; one has {len(longest)}.")
        if len(set(self.options)) < len(self.options):
            raise RoomError("No two options of a question may be the same.")


@dataclass(frozen=True)
class Room:
    """A room as everybody may see it.

    `number` counts the questions asked, 0 before the first. `counts` are the answers to each option of
    the present one, None until they are revealed. `experiment` is a comparison's query string, which
    everybody is to look at anew whenever `push` grows.
    """

    code: str
    expires: float
    number: int = 0
    question: Question | None = None
    open: bool = False
    revealed: bool = False
    locked: bool = False
    hidden: tuple[str, ...] = ()
    experiment: str = ""
    push: int = 0
    counts: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Answer:
    """One answer, with the question as it was asked; `participant` means nothing outside its room."""

    number: int
    question: Question
    participant: str
    option: int
    time: float


def new_code() -> str:
    """A room's code, for people to type: CODE_LENGTH of LETTERS, from the system's own randomness."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def new_key() -> str:
    """A teacher's key, KEY_BYTES of the system's own randomness, as text that fits an address."""
    return secrets.token_urlsafe(KEY_BYTES)


def room_code(text: str) -> str:
    """The code in what a person typed; RoomGone when it cannot be one.

    >>> room_code(" k7q-x2m ")
    'K7QX2M'
    """
    code = text.upper().replace(" ", "").replace("-", "")
    if len(code) != CODE_LENGTH:
        raise RoomGone(f"A room's code has {CODE_LENGTH} letters and digits, such as K7QX2M.")
    if strange := "".join(sign for sign in dict.fromkeys(code) if sign not in LETTERS):
        raise RoomGone(f"No room's code has {shown(strange)} in it; the letters and digits are {LETTERS}.")
    return code


def is_participant(text: str) -> bool:
    """Whether a text can be the name that a browser goes by in a room."""
    return _PARTICIPANT.fullmatch(text) is not None


def _line(text: Any) -> str:
    """A text on one line, without what cannot be printed."""
    if not isinstance(text, str):
        raise RoomError("A question and its options are texts.")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def gone(code: str) -> RoomGone:
    """The complaint that there is no such room; nothing is kept of those that were, so it cannot say why."""
    return RoomGone(f"There is no room {code}: it has ended, its day is over, or the code is another.")


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()

"""What the board is told of what changes, as types; see `payload`."""

from collections.abc import Sequence
from dataclasses import dataclass

from initcore.figures.payload import Encoded, Marked


@dataclass(frozen=True)
class Picture:
    """A map of one run."""

    iteration: int
    map: Encoded
    """bytes (cells, cells), as `initcore.figures.maps` says, deflated."""


@dataclass(frozen=True)
class Told:
    """What is said of a run at one iteration."""

    iteration: int
    tone: str
    """Of the verdict: bad, warn, good or info."""

    verdict: str
    plain: str
    """What that means, in plain words."""

    evidence: Marked
    also: str
    """What else holds, in lower case; empty for nothing."""

    fix: Marked
    """What would mend it, in words; empty for nothing."""

    tries: str
    """What trying that would set, in a few words; empty where it is not offered."""

    beside: int | None
    """The place of the card that has it, where one stands in the comparison already; else null."""

    trying: bool
    """Whether the fix is being tried just now, and what is said of it may change."""

    balanced: Sequence[str]
    """Balanced accuracies on training and test examples, in words; none of even classes."""

    naive: bool
    """Whether the textbook formula of the first cost fails on it."""


@dataclass(frozen=True, eq=False)
class Growth:
    """What has grown of one run since the browser was told last."""

    reached: int
    """The iteration that it has come to."""

    diverged: int | None
    """The iteration at which it diverged; null where it has not."""

    accurate: int | None
    """The first recorded iteration with the accuracy that is looked for; null where there is none."""

    time: str
    """How long it was trained, in words."""

    record: int
    """The place of the first of these records: what the browser has from there on is replaced."""

    iterations: Encoded
    """ints (K,): recorded iterations, rising."""

    costs: Encoded
    """doubles (K,), in nats; infinite where the run diverged."""

    frame: int
    """The place of the first of these kept iterations: what the browser has from there on is replaced."""

    kept: Encoded
    """ints (F,): iterations whose map can be had, rising."""

    train: Encoded
    """floats (F,): train accuracy, 0 to 1."""

    test: Encoded
    """floats (F,): test accuracy, 0 to 1."""

    test_costs: Encoded
    """floats (F,), in nats."""

    picture: Picture | None = None
    told: Told | None = None


@dataclass(frozen=True)
class Band:
    """What has grown of the costs of one initialization's seeds together: quartiles, in nats."""

    record: int
    """The place of the first of these: what the browser has from there on is replaced."""

    iterations: Encoded
    """ints (K,)."""

    low: Encoded
    middle: Encoded
    high: Encoded
    """floats (K,) each."""

    singles: Sequence[Encoded]
    """floats (K,) of each seed; none where they are not asked for."""

    digits: Encoded
    """floats (K,): digits in which runs and twins agree; empty without twins."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table that the server fills: text, a tone or none, and small lines below."""

    text: str
    tone: str
    below: Sequence[str]


@dataclass(frozen=True)
class Rows:
    """A table that the server fills, where it is of many seeds, at one iteration."""

    iteration: int
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Moment:
    """What has changed; a run, a band or the rows that have not are null."""

    status: str
    live: bool
    """Whether it is running."""

    rests: bool
    """Whether frames ahead are worth asking for."""

    share: float
    """How much of the work is done, 0 to 1."""

    headline: str
    """Where the comparison stands, in words."""

    runs: Sequence[Growth | None]
    bands: Sequence[Band | None] | None = None
    rows: Rows | None = None


@dataclass(frozen=True)
class Pack:
    """Maps ahead of one run, and what is said of it, so that it can be scrubbed without asking."""

    reached: int
    """The iteration that the run had come to: with more, it is asked for anew."""

    iterations: Encoded
    """ints (F,): which iterations they are of, rising."""

    frames: Encoded
    """bytes (F, cells, cells), deflated."""

    told: Sequence[Told]
    """What is said at some iterations, rising."""


@dataclass(frozen=True)
class Ahead:
    """All that makes a board playable without asking."""

    runs: Sequence[Pack]
    rows: Sequence[Rows]


@dataclass(frozen=True)
class Instant:
    """A comparison as it was at one iteration."""

    pictures: Sequence[Picture | None]
    """Null where no parameters are finite."""

    told: Sequence[Told]
    rows: Rows | None = None

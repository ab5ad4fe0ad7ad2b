"""What the board is sent, as types: the server makes these records, the browser draws them.

A board is told once what it shows (`Board`), and then what has changed (`moments`): of each run what has
grown since the browser was told last, so that a moment is small however long a run is.

`to_json` turns a record into JSON types, its fields by their names. A field whose default is None is
left out where it is None; every other one is always there. Texts marked as encoded are base64 of
little-endian bytes: `ints` are int32, `floats` float32, `doubles` float64, `bytes` as they are
(see `wire`). A test holds the browser's code to the fields that are listed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

from initcore.figures.palette import Palette

Encoded = str
"""An array's bytes in base64."""

Marked = Sequence[tuple[str, str | None]]
"""A text in pieces, each with the term of the glossary that it is, null where it is none."""


@dataclass(frozen=True)
class Card:
    """One run, as far as it stays the same."""

    key: str
    label: str
    color: str
    """#rrggbb, its initialization's."""

    formula: str
    cells: int
    """Of a side of the map."""

    largest: str
    """The share of the largest class, where naming it is as good as the accuracy that is looked for."""


@dataclass(frozen=True)
class Points:
    """Examples, and the square of the plane that the maps cover."""

    id: str
    """Changes when the data do."""

    classes: Sequence[str]
    """The names of the classes."""

    note: str
    """What the maps leave out, in a sentence; empty for nothing."""

    x: Encoded
    """floats (m,)."""

    y: Encoded
    """floats (m,)."""

    labels: Encoded
    """bytes (m,): numbers of classes; of the training examples first."""

    train: int
    """How many of them are training examples; the others are test examples."""

    extent: Sequence[float]
    """Left, right, bottom and top."""


@dataclass(frozen=True)
class Figures:
    """Plotly's figures as it has them in JSON, with the curves yet to be filled in."""

    cost: Mapping[str, Any]
    digits: Mapping[str, Any] | None
    """To how many digits runs and their twins agree; null where there are no twins."""

    chance: float
    """The cost of guessing, in nats, which is always in view."""

    settled: float
    """The share of the run after which the view fits its costs."""

    points: int
    """What a curve is drawn with at most."""


@dataclass(frozen=True)
class Head:
    """A column of the results table."""

    name: str
    """What it holds, as programs read it."""

    head: str
    """What it is called where there is little room."""

    help: str


@dataclass(frozen=True)
class Board:
    """A comparison, as far as it stays the same."""

    experiment: str
    """Changes when the comparison does: what the reader held or opened is let go of."""

    cards: Sequence[Card]
    iterations: int
    """How long the runs will be."""

    seeds: Sequence[int]
    """The weights seeds of which one is on the cards; one seed where there are not many."""

    seed: int
    """The one on the cards, by its place."""

    points: Points
    figures: Figures
    columns: Sequence[Head]
    terms: Mapping[str, str]
    """What the glossary says each term means."""


@dataclass(frozen=True)
class Assets:
    """Where the browser finds files."""

    files: str
    """The path of the board's own, which changes when they do."""

    plotly: str


@dataclass(frozen=True)
class Mount:
    """What a page says of the board that stands on it; all else comes by the stream."""

    address: str
    """Where the stream of its comparison is."""

    status: str
    """What the page's buttons were drawn for."""

    at: int | None
    """The iteration that the page's address names; null for the newest."""

    replay: int
    """Changes when the runs are to be played from their start."""

    explains: bool
    """Whether there is a "Why?"."""

    assets: Assets
    palette: Palette


def to_json(value: Any) -> Any:
    """A record, or what is in one, as JSON types; mappings, such as plotly's figures, are of such already."""
    if is_dataclass(value):
        there = [
            (field.name, getattr(value, field.name), field.default is not MISSING) for field in fields(value)
        ]
        return {name: to_json(one) for name, one, may_lack in there if one is not None or not may_lack}
    if isinstance(value, list | tuple):
        return [to_json(one) for one in value]
    return value

"""What the board is sent, as types: the server makes these records, the browser draws them.

`to_json` turns a record into JSON types, its fields by their names. A field whose default is None is
left out where it is None; every other one is always there. Texts marked as encoded are base64 of
little-endian bytes: `ints` are int32, `floats` float32, `bytes` as they are (see `wire`). A test holds
the browser's code to the fields that are listed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

from initcore.figures.palette import Palette

Encoded = str
"""An array's bytes in base64."""


@dataclass(frozen=True)
class Pack:
    """Maps ahead of one run, so that it can be scrubbed without asking."""

    iterations: Encoded
    """ints (F,): which iterations they are of, rising."""

    frames: Encoded
    """bytes (F, cells, cells), deflated."""


@dataclass(frozen=True)
class Words:
    """The sentences of one iteration, one a picture and one a measured size."""

    symmetry: str
    gradient: str
    activation: str
    weight: str
    step: str
    distributions: str
    network: str
    classes: str


@dataclass(frozen=True)
class Parcel:
    """Several arrays in one, whose first axis is iterations (F,), among them `iterations` itself.

    Of what was measured (`initcore.measures.signals.Signals`): `distinct`, `dead` and `saturated`
    (F, H), units of each hidden layer; `activation`, `gradient`, `weight` and `step` (F, L), root mean
    squares of each weight layer. A frame has more: what units are drawn with
    (`initcore.figures.units.units_of`), `answers` (F, C, C) to test examples by their class and the answer
    (`initcore.measures.classes.said_of`), and distributions (`initcore.measures.histograms`), as
    `weights_` or `outputs_`, with `common_` where all layers have one span, and what is said there.
    """

    layout: Sequence[Sequence[Any]]
    """Name, type (i4, f4 or u1) and shape of each array, in the order of the bytes."""

    deflated: bool
    """Whether the bytes are to be inflated."""

    data: Encoded
    """The bytes of the arrays, one after the other."""

    words: Sequence[Words] | None = None
    """Of each iteration (F,), where these are frames; left out where they are measurements."""


@dataclass(frozen=True)
class Why:
    """The evidence on one run."""

    widths: Sequence[int]
    """Units of each layer, inputs first, outputs last."""

    drawn: Sequence[int]
    """Units drawn of each layer that is drawn, inputs first."""

    inputs: Sequence[str]
    """What the inputs drawn are called."""

    outputs: Sequence[str]
    """What the outputs are called; empty for one output."""

    classes: Sequence[str]
    """What the classes are called."""

    examples: Sequence[int]
    """Test examples of each class."""

    rows: Sequence[int]
    """The weight layers whose distributions are shown, from 0."""

    length: int
    """Iterations that the axes are long."""

    note: str
    """What is left out of the picture of the network; empty where nothing is."""

    measured: Parcel
    """Measurements of the whole run so far."""

    frame: Parcel
    """The frame (1, ...) that the server drew last."""

    ahead_id: str
    """Changes when frames ahead have to be asked for anew."""

    ahead: Parcel | None = None
    """Frames ahead of a run at rest, where they were asked for."""


@dataclass(frozen=True)
class TooLarge:
    """In place of the evidence on a run that cannot be measured while one waits."""

    sorry: str


@dataclass(frozen=True)
class Card:
    """One run."""

    key: str
    label: str
    color: str
    """#rrggbb, its initialization's."""

    formula: str
    tag: str
    """A word or two on the map; empty for none."""

    tone: str
    """Of the verdict: bad, warn, good or info."""

    verdict: str
    evidence: str
    also: str
    """What else holds, in lower case; empty for nothing."""

    fix: str
    """What would mend it, in words; empty for nothing."""

    tries: str
    """What trying that would set, in a few words; empty where it is not offered."""

    beside: int | None
    """The place of the card that has it, where one stands in the comparison already; else null."""

    kept: Encoded
    """ints (K,): iterations whose map can be had, rising."""

    costs: Encoded
    """floats (K,), in nats; infinite where the run diverged."""

    train: Encoded
    """floats (K,): train accuracy, 0 to 1."""

    test: Encoded
    """floats (K,): test accuracy, 0 to 1."""

    diverged: int | None
    """The iteration at which it diverged; null where it has not."""

    shown: int
    """The iteration of `map`."""

    cells: int
    """Of a side of the map."""

    map: Encoded
    """bytes (cells, cells), as `initcore.figures.maps` says."""

    pack_id: str
    """Changes when maps ahead have to be asked for anew."""

    why: Why | TooLarge | None = None
    pack: Pack | None = None


@dataclass(frozen=True)
class Points:
    """The training examples, and the square of the plane that the maps cover."""

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
    """bytes (m,): numbers of classes."""

    extent: Sequence[float]
    """Left, right, bottom and top."""


@dataclass(frozen=True)
class Figures:
    """Plotly's figures, as plotly has them in JSON."""

    cost: Mapping[str, Any]
    digits: Mapping[str, Any] | None
    """To how many digits runs and their twins agree; null where there are no twins."""


@dataclass(frozen=True)
class Board:
    """A comparison at one moment."""

    experiment: str
    """Changes when the comparison does: what the reader held or opened is let go of."""

    status: str
    live: bool
    """Whether it is running."""

    rests: bool
    """Whether frames ahead are worth asking for."""

    runs: Sequence[Card]
    explained: Sequence[str] | None
    """Labels of the runs to open a "Why?" of; null where none can be had."""

    points: Points
    figures: Figures
    palette: Palette


@dataclass(frozen=True)
class Assets:
    """Where the browser finds files; added by the page that serves them."""

    files: str
    plotly: str
    version: str
    """Changes when the board's files do."""


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

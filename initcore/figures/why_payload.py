"""What the browser is sent of the evidence on a run, as types; see `payload`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from initcore.figures.payload import Encoded


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

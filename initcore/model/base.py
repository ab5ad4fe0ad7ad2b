"""What the records of the model are made of: the contract of every initialization, activation, loss and
optimizer, said once.

The records themselves are written where their mathematics is (`activations.py`, `losses.py`,
`optimizers.py`, the catalogue), each file ending in its registry, an explicit tuple of them. Screen,
command line, README and tests read the registries; nothing lists the names a second time.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Call = Callable[[], object]
"""A numpy call with its arguments bound, ready to be made again and again."""


@dataclass(frozen=True)
class Layer:
    """Where a weight matrix sits: its fans, its place (1 is the first) and how many there are."""

    fan_in: int
    fan_out: int
    index: int
    depth: int


def layers_of(widths: tuple[int, ...]) -> list[Layer]:
    """Where each weight matrix of a network with those widths sits."""
    depth = len(widths) - 1
    return [Layer(*fans, index, depth) for index, fans in enumerate(pairwise(widths), start=1)]


Draw = Callable[[np.random.RandomState, Layer], Array]
"""Draws one weight matrix, shape (fan_out, fan_in), or one bias vector, shape (fan_out,), from the
stream it is given."""


@dataclass(frozen=True)
class Elsewhere:
    """The same scheme in another framework: its name there, and a line of code that makes such weights.

    The code fills `w`, a layer's weights in that framework's own layout, or makes the layer.
    """

    framework: str
    name: str
    code: str


@dataclass(frozen=True)
class Scale:
    """A sound standard deviation of weights: `gain` / sqrt(fan_in), whose it is, and which draws so."""

    author: str
    gain: float
    initialization: str


HE = Scale("He", math.sqrt(2), "he")
XAVIER = Scale("Xavier", 1.0, "xavier")
LECUN = Scale("LeCun", 1.0, "lecun_truncated")


@dataclass(frozen=True)
class Activation:
    """A hidden activation with its derivative and gain.

    `apply(z, a)` gives the calls that write the activations of pre-activations `z` into `a`; `z` and
    `a` are one buffer unless `keeps_z`. `chain(grad, z, a, scratch)` gives those that multiply `grad`
    by the derivative at `z`; where `z` is not kept it is the same buffer as `a`, and the derivative
    is written in terms of the activation. `scratch` is another buffer of that shape. `gain` is the
    factor on 1/sqrt(fan_in) that keeps the signal's scale (PyTorch's `calculate_gain`).
    """

    name: str
    label: str
    formula: str
    gain: float
    apply: Callable[[Array, Array], list[Call]]
    chain: Callable[[Array, Array, Array, Array], list[Call]]
    keeps_one: bool = False
    """Whether the activation of 1 is 1, so that it may be applied over the row that feeds biases."""
    floor: float | None = None
    """What a unit gives where it is inactive and its derivative 0: 0 for relu, -1 for tanh and elu.
    None where there is no such value."""
    ceiling: float | None = None
    """The value a saturated unit gives, or None where there is no upper bound."""
    linear: bool = False
    """Whether it is a straight line, so that layers of it are one layer."""
    keeps_z: bool = False
    """Whether the derivative needs the pre-activation itself, as with gelu."""
    cost: int = 1
    """How many tanh the activation and its derivative take: 0 where both are cheap arithmetic."""
    suits: Scale = HE
    """The scale of weights that keeps its signal from layer to layer, but for `damping`."""
    damping: float = 1.0
    """By what its slope shrinks what differs between examples, where `suits` does not make up for it:
    weights have to be so much larger."""


Refine = Callable[[list[Array], list[Array], Array, Activation], list[Array]]
"""Matrices (fan_out, fan_in), biases (fan_out,), training inputs (n_in, m) and the activation, to the
matrices to start from."""


@dataclass(frozen=True)
class Initialization:
    """One way to fill the weight matrices.

    `family` is the heading it is listed under. `formula` is LaTeX and `plain` the same in one line
    of text; `color` is its colour on every chart and page, as `#rrggbb`; `draw` makes one layer's
    matrix. `bias` makes a layer's biases, None where they start at zero. `refine`, for schemes that
    look at the data, takes the drawn matrices (fan_out, fan_in), the biases (fan_out,) that the run
    starts with, the training inputs (n_in, m) and the hidden activation, and returns the matrices to
    start from. A scheme that `takes_formula` is drawn with the standard deviation its config spells
    out; its `draw` is what it is without one.
    """

    name: str
    label: str
    family: str
    formula: str
    plain: str
    source: str
    purpose: str
    color: str
    draw: Draw
    bias: Draw | None = None
    refine: Refine | None = None
    takes_formula: bool = False
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True)
class Loss:
    """What an output layer is trained by.

    Labels are (m,), class numbers as floats. `cost(logits, labels)` gives the mean cross-entropy
    (...) in nats of logits (..., outputs, m), and `naive` the same by the textbook formula.
    `targets(labels, out)` writes labels into `out` (..., outputs, m) as `error` wants them. `error(
    logits, targets, out)` gives the calls that write the derivative of the cost by the logits,
    times m / `share`, into `out`.
    """

    name: str
    label: str
    formula: str
    cost: Callable[[Array, Array], Array]
    naive: Callable[[Array, Array], Array]
    targets: Callable[[Array, Array], object]
    error: Callable[[Array, Array, Array], list[Call]]
    share: float
    single: bool = False
    """Whether it is that of one output, the logit of class 1, and not of an output a class."""


@dataclass(frozen=True)
class Optimizer:
    """One rule by which gradients move parameters.

    `slots` is how many numbers it remembers for every parameter. `update(moving)` gives the calls of
    one step; see `optimizers.Moving` for what they work on. The step of a `proportional` one is the
    gradient times the learning rate and nothing else, so that a factor of the one may be left to the
    other. One that `counts_updates` moves by how many there have been, as Adam's correction does.
    Updates of an `adaptive` one are about as large as the rate, whatever the gradient's size.
    """

    name: str
    label: str
    formula: str
    source: str
    description: str
    slots: int
    update: Callable[..., list[Call]]
    takes_momentum: bool = False
    adaptive: bool = False
    proportional: bool = False
    counts_updates: bool = False


class Named(Protocol):
    """Whatever has a name to be registered and found by."""

    @property
    def name(self) -> str:
        """What it is called in configs, links and on the command line."""


Record = TypeVar("Record", bound=Named)


class Registry(Generic[Record]):
    """Records by name, in the order given; ValueError if two have the same name."""

    def __init__(self, kind: str, records: Iterable[Record]) -> None:
        self.kind = kind
        self._records: dict[str, Record] = {}
        for record in records:
            if record.name in self._records:
                raise ValueError(f"{kind} {record.name!r} is registered twice")
            self._records[record.name] = record

    def __getitem__(self, name: str) -> Record:
        """The record of that name; ValueError naming the allowed ones if there is none."""
        if name not in self._records:
            raise ValueError(f"`{self.kind}` must be one of {', '.join(self._records)}; got {name!r}")
        return self._records[name]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the records, in order."""
        return tuple(self._records)

"""Names to records: the one list of initializations, activations and datasets.

Screen, command line, README and tests read these registries; nothing lists the names a second time.
This module holds only the shapes of the records. The records themselves are written where their
mathematics is: `initializers.py`, `activations.py`, `datasets.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


Draw = Callable[[np.random.RandomState, Layer], Array]
"""Draws one weight matrix, shape (fan_out, fan_in), from the stream it is given."""


@dataclass(frozen=True)
class Initialization:
    """One way to fill the weight matrices.

    `formula` is LaTeX and `plain` the same in one line of text; `color` is its colour on every
    chart and page, as `#rrggbb`; `draw` makes one layer's matrix.
    """

    name: str
    label: str
    formula: str
    plain: str
    source: str
    purpose: str
    color: str
    draw: Draw


@dataclass(frozen=True)
class Activation:
    """A hidden activation with its derivative and gain.

    `apply(z)` gives the calls that overwrite pre-activations with activations. `chain(grad, a,
    scratch)` gives those that multiply `grad` by the derivative, written in terms of the
    activation `a`; `scratch` has the shape of `a` and the dtype `scratch_dtype`. `gain` is
    the factor on 1/sqrt(fan_in) that keeps the signal's scale (PyTorch's `calculate_gain`).
    """

    name: str
    label: str
    formula: str
    gain: float
    apply: Callable[[Array], list[Call]]
    chain: Callable[[Array, Array, NDArray], list[Call]]
    scratch_dtype: type
    keeps_one: bool
    """Whether the activation of 1 is 1, so that it may be applied over the row that feeds biases."""
    floor: float
    """The value an inactive unit gives: 0 for relu, -1 for tanh."""
    ceiling: float | None
    """The value a saturated unit gives, or None where there is no upper bound."""


@dataclass(frozen=True)
class Dataset:
    """A made dataset: `make(samples, noise, seed)` returns inputs (samples, 2) and labels (samples,)."""

    name: str
    label: str
    description: str
    make: Callable[[int, float, int], tuple[NDArray, NDArray]]


class Named(Protocol):
    @property
    def name(self) -> str: ...


Record = TypeVar("Record", bound=Named)


class Registry(Generic[Record]):
    """Records by name, in the order they were added."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._records: dict[str, Record] = {}

    def add(self, record: Record) -> Record:
        """Adds a record and returns it; ValueError if the name is taken."""
        if record.name in self._records:
            raise ValueError(f"{self.kind} {record.name!r} is registered twice")
        self._records[record.name] = record
        return record

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
        return tuple(self._records)


INITIALIZATIONS: Registry[Initialization] = Registry("initialization")
ACTIVATIONS: Registry[Activation] = Registry("activation")
DATASETS: Registry[Dataset] = Registry("dataset")

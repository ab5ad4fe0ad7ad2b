"""The contract of a data set: what it is made from, what it says of itself, and what it hands on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from initcore.data.extras import EXTRAS
from initcore.model.base import Array


@dataclass(frozen=True)
class Draft:
    """What a made dataset is made from: examples of each class, noise, and the seed."""

    counts: tuple[int, ...]
    noise: float
    seed: int


@dataclass(frozen=True)
class Dataset:
    """A dataset. `make(draft)` returns inputs (samples, features) and class numbers (samples,).

    Real data pays no heed to the draft: it is all there is, and is split into training and test
    examples. `classes` is how many it has, and how few a made one may have; `most_classes` how many.
    An `uploaded` one is a table of one's own: it is named by the run, kept in no store, and says itself
    how many features and classes it has.
    """

    name: str
    label: str
    description: str
    make: Callable[[Draft], tuple[NDArray[Any], NDArray[Any]]]
    features: int = 2
    classes: int = 2
    most_classes: int = 2
    real: bool = False
    uploaded: bool = False


class Source(Protocol):
    """The settings that decide which data a run has: a `RunConfig`, or whatever says as much."""

    @property
    def dataset(self) -> str:
        """The data set's name, one of DATASETS, or `csv`."""

    @property
    def table(self) -> str:
        """The key of an uploaded table; empty for other data."""

    @property
    def samples(self) -> int:
        """Training examples of made data."""

    @property
    def test_samples(self) -> int:
        """Test examples of made data."""

    @property
    def noise(self) -> float:
        """The spread of made data, 0 to 1; each generator says what is spread."""

    @property
    def balance(self) -> float:
        """How many times as many examples the first class has as each of the others."""

    @property
    def label_noise(self) -> float:
        """The share of training labels that are put in another class."""

    @property
    def classes(self) -> int:
        """How many classes made data has."""

    @property
    def extra_inputs(self) -> tuple[str, ...]:
        """The names of inputs that are worked out from the two of the data, of EXTRAS, in their order."""

    @property
    def standardized(self) -> bool:
        """Whether each feature is brought to mean 0 and variance 1 over the training examples."""

    @property
    def data_seed(self) -> int:
        """The seed of the training examples, and of the split of real data."""

    @property
    def test_seed(self) -> int:
        """The seed of the test examples."""


@dataclass(frozen=True, eq=False)
class Data:
    """Inputs (n_in, m) and labels (m,), class numbers as floats, for training and testing. Read-only.

    The last of the inputs are the `extra_inputs`, by their names in EXTRAS; all before are the data's own.
    Inputs are what raw ones become when `mean` (n_in,) is taken away and they are divided by `deviation`
    (n_in,): 0 and 1 where they are left as they are, and a deviation of inf, which makes 0 of it, where an
    input never changes. `fill`, one of each input that is the data's own, is what stands for a raw one that
    is missing, nan where none is; raw extra inputs are worked out from raw inputs that are filled.
    `train_rows` (m,) and `test_rows` (m,) are the places of the examples in data that
    are split, 0 the first; empty for data that are made.
    """

    train_inputs: Array
    train_labels: Array
    test_inputs: Array
    test_labels: Array
    classes: int = 2
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    mean: Array = field(default_factory=lambda: np.empty(0))
    deviation: Array = field(default_factory=lambda: np.empty(0))
    fill: Array = field(default_factory=lambda: np.empty(0))
    train_rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    test_rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    extra_inputs: tuple[str, ...] = ()

    @property
    def input_names(self) -> tuple[str, ...]:
        """What each of the n_in inputs is called; x1, x2 and so on where the data name none."""
        count = len(self.train_inputs) - len(self.extra_inputs)
        own = self.feature_names or tuple(f"x{number}" for number in range(1, count + 1))
        return (*own, *(EXTRAS[name].called(*own) for name in self.extra_inputs))

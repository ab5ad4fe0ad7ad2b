"""What a run is trained and tested on: made data, scikit-learn's real data, or a CSV of one's own.

Inputs are handed on as (features, m), one column an example: the course's convention.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

import initcore.generators  # noqa: F401  (fills the registry with the made data)
from initcore.config import RunConfig
from initcore.registry import DATASETS, Array, Dataset, Draft
from initcore.tables import Table, table

TEST_SHARE = 0.25
"""Of each class of real data, what is kept for testing."""


@dataclass(frozen=True, eq=False)
class Data:
    """Inputs (n_in, m) and labels (m,), class numbers as floats, for training and testing. Read-only."""

    train_inputs: Array
    train_labels: Array
    test_inputs: Array
    test_labels: Array
    classes: int = 2
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()


def load(config: RunConfig) -> Data:
    """The data a run trains and is tested on; made once and shared.

    TableError when they are an uploaded CSV that is not at hand.
    """
    facts = (config.label_noise, config.standardized, config.data_seed)
    if config.dataset == "csv":
        return _of_table(table(config.table), facts)
    if DATASETS[config.dataset].real:
        return _real(config.dataset, facts)
    sizes = (config.samples, config.test_samples)
    drawn = (config.classes, config.balance, config.noise)
    return _made(config.dataset, sizes, drawn, config.test_seed, facts)


def training_size(config: RunConfig) -> int:
    """How many examples a run is trained on."""
    return config.samples if not DATASETS[config.dataset].real else load(config).train_labels.size


Facts = tuple[float, bool, int]
"""Label noise, whether to standardise, data seed."""


@lru_cache(maxsize=64)
def _made(
    name: str, sizes: tuple[int, int], drawn: tuple[int, float, float], test_seed: int, facts: Facts
) -> Data:
    classes, balance, noise = drawn
    parts: list[NDArray] = []
    for size, seed in zip(sizes, (facts[2], test_seed), strict=True):
        parts += DATASETS[name].make(Draft(class_counts(size, classes, balance), noise, seed))
    return _finished(parts, facts, classes=classes)


def class_counts(samples: int, classes: int, balance: float) -> tuple[int, ...]:
    """How many examples each class has: the first `balance` times as many as each other.

    Every class has one at least; what does not divide goes to the last ones.
    """
    others = samples / (balance + classes - 1)
    first = min(max(1, int(balance * others + 1e-9)), samples - classes + 1)
    rest, over = divmod(samples - first, classes - 1)
    return (first, *(rest + (place >= classes - 1 - over) for place in range(classes - 1)))


@lru_cache(maxsize=16)
def _real(name: str, facts: Facts) -> Data:
    import sklearn.datasets

    bunch: Any = getattr(sklearn.datasets, f"load_{name}")()
    names = tuple(map(str, bunch.feature_names)), tuple(map(str, bunch.target_names))
    return _finished(_split(bunch.data, bunch.target, facts[2]), facts, len(names[1]), *names)


_by_table: "WeakKeyDictionary[Table, dict[Facts, Data]]" = WeakKeyDictionary()


def _of_table(one: Table, facts: Facts) -> Data:
    """Kept as long as the table is, and no longer."""
    known = _by_table.setdefault(one, {})
    if facts not in known:
        parts = _split(one.inputs, one.labels, facts[2])
        known[facts] = _finished(parts, facts, len(one.class_names), one.feature_names, one.class_names)
    return known[facts]


def _split(inputs: NDArray, labels: NDArray, seed: int) -> list[NDArray]:
    """Inputs (m, n_in) and labels to train on, inputs and labels to test on: a quarter of each class."""
    stream, test = np.random.RandomState(seed), np.zeros(labels.size, bool)
    for number in np.unique(labels):
        places = stream.permutation(np.flatnonzero(labels == number))
        test[places[: int(TEST_SHARE * places.size)]] = True
    return [inputs[~test], labels[~test], inputs[test], labels[test]]


def _finished(
    parts: list[NDArray],
    facts: Facts,
    classes: int,
    feature_names: tuple[str, ...] = (),
    class_names: tuple[str, ...] = (),
) -> Data:
    """Data from inputs (m, n_in) and labels, training before testing, once what was asked is done to them."""
    label_noise, standardized, seed = facts
    train, labels, test, test_labels = parts
    if label_noise:
        labels = _flipped(labels, label_noise, classes, seed)
    if standardized:
        mean, deviation = train.mean(axis=0), train.std(axis=0)
        # What never changes says nothing: it becomes 0, and stays finite.
        deviation[deviation <= 1e-12 * np.abs(mean)] = np.inf
        deviation[deviation == 0] = np.inf
        train, test = (train - mean) / deviation, (test - mean) / deviation
    arrays = [np.ascontiguousarray(part.T, dtype=float) for part in (train, labels, test, test_labels)]
    for array in arrays:
        array.flags.writeable = False
    train, labels, test, test_labels = arrays
    return Data(train, labels, test, test_labels, classes, feature_names, class_names)


def _flipped(labels: NDArray, share: float, classes: int, seed: int) -> NDArray:
    """The labels with that share of them, to the nearest example, replaced by another class."""
    stream = np.random.RandomState([seed, 1])
    wrong = stream.permutation(labels.size)[: round(share * labels.size)]
    flipped = labels.copy()
    flipped[wrong] = (labels[wrong] + stream.randint(1, classes, wrong.size)) % classes
    return flipped


def _no_draft(draft: Draft) -> tuple[NDArray, NDArray]:
    raise ValueError("real data are not made")


for _name, _label, _text, _features, _classes in (
    ("iris", "Iris", "150 flowers of three kinds, four lengths each (Fisher 1936).", 4, 3),
    ("wine", "Wine", "178 wines of three growers, 13 measurements each.", 13, 3),
    ("breast_cancer", "Breast cancer", "569 tumours, malignant or benign, 30 measurements each.", 30, 2),
    ("digits", "Digits", "1797 handwritten digits of 8 x 8 pixels.", 64, 10),
    ("csv", "Your own CSV", "A file of yours; it stays in this browser session.", 0, 0),
):
    DATASETS.add(Dataset(_name, _label, _text, _no_draft, _features, _classes, real=True))

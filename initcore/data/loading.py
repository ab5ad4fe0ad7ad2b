"""What a run is trained and tested on: made data, scikit-learn's real data, or a CSV of one's own.

Inputs are handed on as (features, m), one column an example: the course's convention.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data, Draft, Source
from initcore.data.datasets import DATASETS
from initcore.data.extras import extras_of
from initcore.data.tables import Table, table
from initcore.memory import Attached, Memory, remembered

TEST_SHARE = 0.25
"""Share of each class of real data that is kept for testing."""

MOST_SPLITS = 16
"""Ways in which one uploaded table is split and standardised that are remembered."""


def load(source: Source) -> Data:
    """The data a run trains and is tested on; made once and shared.

    TableError when they are an uploaded CSV that is not at hand.
    """
    preparation = (source.label_noise, source.standardized, source.data_seed, source.extra_inputs)
    record = DATASETS[source.dataset]
    if record.uploaded:
        return _of_table(table(source.table), preparation)
    if record.real:
        return _real(source.dataset, preparation)
    sizes = (source.samples, source.test_samples)
    drawn = (source.classes, source.balance, source.noise)
    return _made(source.dataset, sizes, drawn, source.test_seed, preparation)


def training_size(source: Source) -> int:
    """How many examples a run is trained on."""
    return source.samples if not DATASETS[source.dataset].real else load(source).train_labels.size


Preparation = tuple[float, bool, int, tuple[str, ...]]
"""Label noise, whether to standardise, data seed, extra inputs."""


@remembered(64)
def _made(
    name: str,
    sizes: tuple[int, int],
    drawn: tuple[int, float, float],
    test_seed: int,
    preparation: Preparation,
) -> Data:
    classes, balance, noise = drawn
    parts: list[NDArray[Any]] = []
    for size, seed in zip(sizes, (preparation[2], test_seed), strict=True):
        parts += DATASETS[name].make(Draft(class_counts(size, classes, balance), noise, seed))
    return _finished(parts, preparation, Data(*_NOTHING, classes=classes))


def class_counts(samples: int, classes: int, balance: float) -> tuple[int, ...]:
    """How many examples each class has: the first `balance` times as many as any other one.

    Every class has one at least; what does not divide goes to the last ones.
    """
    others = samples / (balance + classes - 1)
    first = min(max(1, int(balance * others + 1e-9)), samples - classes + 1)
    rest, over = divmod(samples - first, classes - 1)
    return (first, *(rest + (place >= classes - 1 - over) for place in range(classes - 1)))


@remembered(16)
def _real(name: str, preparation: Preparation) -> Data:
    import sklearn.datasets

    bunch: Any = getattr(sklearn.datasets, f"load_{name}")()
    names = tuple(map(str, bunch.feature_names)), tuple(map(str, bunch.target_names))
    return _split(bunch.data, bunch.target, preparation, Data(*_NOTHING, len(names[1]), *names))


_by_table: Attached[Table, Memory[Preparation, Data]] = Attached()
"""Kept as long as the table is, and no longer."""


def _of_table(one: Table, preparation: Preparation) -> Data:
    def make() -> Data:
        named = Data(*_NOTHING, len(one.class_names), one.feature_names, one.class_names)
        data = _split(one.inputs, one.labels, preparation, named)
        if one.places is None:
            return data
        rows = _fixed(one.places[data.train_rows]), _fixed(one.places[data.test_rows])
        return replace(data, train_rows=rows[0], test_rows=rows[1])

    return _by_table.once(one, lambda: Memory(MOST_SPLITS)).once(preparation, make)


def _split(inputs: NDArray[Any], labels: NDArray[Any], preparation: Preparation, named: Data) -> Data:
    """Inputs (m, n_in) and labels, a quarter of each class kept for testing, prepared."""
    stream, test = np.random.RandomState(preparation[2]), np.zeros(labels.size, bool)
    for number in np.unique(labels):
        places = stream.permutation(np.flatnonzero(labels == number))
        test[places[: int(TEST_SHARE * places.size)]] = True
    parts = [inputs[~test], labels[~test], inputs[test], labels[test]]
    rows = _fixed(np.flatnonzero(~test)), _fixed(np.flatnonzero(test))
    return _finished(parts, preparation, replace(named, train_rows=rows[0], test_rows=rows[1]))


_NOTHING = (np.empty((0, 0)), np.empty(0), np.empty((0, 0)), np.empty(0))
"""Inputs and labels before there are any."""


def _finished(parts: list[NDArray[Any]], preparation: Preparation, named: Data) -> Data:
    """Data from inputs (m, n_in) and labels, training before testing, once what was asked is done to them.

    `named` is what is known of them but for the examples.
    """
    label_noise, standardized, seed, extra = preparation
    train, labels, test, test_labels = parts
    if label_noise:
        labels = _flipped(labels, label_noise, named.classes, seed)
    train, test, fill = _filled(train, test)
    if extra:
        train, test = (np.column_stack([part, *extras_of(extra, *part.T)]) for part in (train, test))
    mean, deviation = np.zeros(train.shape[1]), np.ones(train.shape[1])
    if standardized:
        with np.errstate(over="ignore"):  # a square of what is at the limit of a table's numbers is beyond it
            mean, deviation = train.mean(axis=0), train.std(axis=0)
        # What never changes says nothing: it becomes 0, and stays finite.
        deviation[deviation <= 1e-12 * np.abs(mean)] = np.inf
        deviation[deviation == 0] = np.inf
        train, test = (train - mean) / deviation, (test - mean) / deviation
    arrays = [np.ascontiguousarray(part.T, dtype=float) for part in (train, labels, test, test_labels)]
    inputs, labels, test_inputs, test_labels = map(_fixed, arrays)
    return replace(
        named,
        train_inputs=inputs,
        train_labels=labels,
        test_inputs=test_inputs,
        test_labels=test_labels,
        mean=_fixed(mean),
        deviation=_fixed(deviation),
        fill=_fixed(fill),
        extra_inputs=extra,
    )


def _filled(train: NDArray[Any], test: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Inputs (m, n_in) with the training examples' median for each that is missing; and these medians.

    A median is nan where nothing is missing, and 0 where no training example has the value.
    """
    fill = np.full(train.shape[1], np.nan)
    gaps = np.isnan(train).any(axis=0) | np.isnan(test).any(axis=0)
    if not gaps.any():
        return train, test, fill
    for column in np.flatnonzero(gaps):
        known = train[~np.isnan(train[:, column]), column]
        fill[column] = np.median(known) if known.size else 0.0
    return np.where(np.isnan(train), fill, train), np.where(np.isnan(test), fill, test), fill


def _fixed(array: NDArray[Any]) -> NDArray[Any]:
    """The same array, which nobody may write to any more."""
    array.flags.writeable = False
    return array


def _flipped(labels: NDArray[Any], share: float, classes: int, seed: int) -> NDArray[Any]:
    """The labels with that share of them, to the nearest example, replaced by another class."""
    stream = np.random.RandomState([seed, 1])
    wrong = stream.permutation(labels.size)[: round(share * labels.size)]
    flipped = labels.copy()
    flipped[wrong] = (labels[wrong] + stream.randint(1, classes, wrong.size)) % classes
    return flipped

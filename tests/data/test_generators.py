"""Made data lie where their descriptions say, in the proportions asked for; real data are split fairly."""

import numpy as np
import pytest
from numpy.typing import NDArray

from initcore import ConfigError, RunConfig, train
from initcore.data.base import Draft
from initcore.data.datasets import DATASETS
from initcore.data.generators import BOARD
from initcore.data.loading import class_counts, load
from tests.helpers.small import MADE

REAL = {"iris": (150, 4, 3), "wine": (178, 13, 3), "breast_cancer": (569, 30, 2), "digits": (1797, 64, 10)}
MANY = [record.name for record in DATASETS if record.most_classes > 2]


def _points(name: str, counts: tuple[int, ...] = (26, 27), noise: float = 0.0) -> tuple[NDArray, NDArray]:
    return DATASETS[name].make(Draft(counts, noise, 7))


def _counts(config: RunConfig) -> list[int]:
    return np.bincount(load(config).train_labels.astype(int), minlength=config.class_count).tolist()


@pytest.mark.parametrize("samples", [4, 53, 300, 10_000])
@pytest.mark.parametrize("classes", [2, 3, 4])
@pytest.mark.parametrize("balance", [0.05, 0.5, 1.0, 2.0, 20.0])
def test_counts_are_as_balanced_as_asked(samples: int, classes: int, balance: float) -> None:
    first, *others = class_counts(samples, classes, balance)
    assert first + sum(others) == samples
    assert min(first, *others) >= 1
    assert max(others) - min(others) <= 1
    ideal = balance * samples / (balance + classes - 1)
    assert abs(first - ideal) <= 1 or min(others) == 1 or first == 1


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("balance", [0.25, 2.0])
def test_every_dataset_has_the_counts_asked_for(name: str, balance: float) -> None:
    config = RunConfig(dataset=name, samples=90, balance=balance)
    assert _counts(config) == list(class_counts(90, 2, balance))


@pytest.mark.parametrize("name", MANY)
@pytest.mark.parametrize("classes", [3, 7, 10])
def test_more_classes_have_theirs_too(name: str, classes: int) -> None:
    config = RunConfig(dataset=name, samples=97, classes=classes, balance=2.0)
    assert _counts(config) == list(class_counts(97, classes, 2.0))
    assert config.widths[-1] == classes


@pytest.mark.parametrize("few", ["samples", "test_samples"])
def test_every_class_must_have_an_example(few: str) -> None:
    with pytest.raises(ConfigError, match=f"`{few}` must be at least one for each of 10 classes; got 9"):
        RunConfig.from_dict({"dataset": "blobs", "classes": 10, few: 9})
    assert _counts(RunConfig(dataset="blobs", classes=10, samples=10, test_samples=10)) == [1] * 10


def test_without_noise_circles_and_quantiles_are_told_apart_by_the_radius() -> None:
    points, labels = _points("circles")
    assert np.allclose(np.hypot(*points.T), np.where(labels == 0, 1.0, 0.8))
    points, labels = _points("quantiles", (10, 20, 30))
    radius = np.hypot(*points.T)
    for one in (0, 1):
        assert radius[labels == one].max() < radius[labels == one + 1].min()


def test_without_noise_xor_and_checkerboard_are_told_apart_by_their_squares() -> None:
    points, labels = _points("xor")
    assert (np.abs(points) >= 0.1).all()
    assert np.array_equal(labels, (points[:, 0] * points[:, 1] < 0).astype(int))
    points, labels = _points("checkerboard", (200, 201))
    column, row = np.floor(points + BOARD / 2).astype(int).T
    assert np.array_equal(labels, (row + column) % 2)
    assert len(set(zip(row, column, strict=True))) == BOARD**2


def test_without_noise_spirals_lie_on_their_arms() -> None:
    points, labels = _points("spirals", (40, 40, 40))
    along = np.hypot(*points.T) / 2
    angle = np.arctan2(points[:, 1], points[:, 0]) - 2 * np.pi * (along + labels / 3)
    assert np.allclose(np.cos(angle), 1)


@pytest.mark.parametrize("name", MADE)
def test_noise_moves_the_points(name: str) -> None:
    still, noisy = _points(name)[0], _points(name, noise=0.2)[0]
    assert 0.05 < np.abs(noisy - still).mean() < 3


def test_label_noise_flips_its_share_of_the_training_labels_alone() -> None:
    clean = load(RunConfig(dataset="blobs", classes=4, samples=97))
    for share, wrong in ((0.1, 10), (0.5, 48)):
        noisy = load(RunConfig(dataset="blobs", classes=4, samples=97, label_noise=share))
        assert (noisy.train_labels != clean.train_labels).sum() == wrong
        assert set(noisy.train_labels) <= {0.0, 1.0, 2.0, 3.0}
        assert np.array_equal(noisy.train_inputs, clean.train_inputs)
        assert np.array_equal(noisy.test_labels, clean.test_labels)


@pytest.mark.parametrize("name", ["circles", "wine"])
def test_standardised_inputs_have_mean_0_and_deviation_1_in_training(name: str) -> None:
    plain = load(RunConfig(dataset=name, standardize="no"))
    data = load(RunConfig(dataset=name, standardize="yes"))
    np.testing.assert_allclose(data.train_inputs.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(data.train_inputs.std(axis=1), 1, rtol=1e-12)
    mean = plain.train_inputs.mean(axis=1, keepdims=True)
    deviation = plain.train_inputs.std(axis=1, keepdims=True)
    np.testing.assert_allclose(data.test_inputs, (plain.test_inputs - mean) / deviation, atol=1e-12)


def test_an_input_that_never_changes_becomes_0() -> None:
    plain = load(RunConfig(dataset="digits", standardize="no")).train_inputs
    constant = plain.std(axis=1) == 0
    assert constant.any()
    inputs = load(RunConfig(dataset="digits")).train_inputs
    assert not inputs[constant].any()
    assert np.isfinite(inputs).all()


@pytest.mark.parametrize("name", REAL)
def test_real_data_are_all_there_and_a_quarter_of_each_class_is_for_testing(name: str) -> None:
    size, features, classes = REAL[name]
    config = RunConfig(dataset=name, standardize="no")
    data = load(config)
    assert config.widths[0] == features
    assert config.class_count == data.classes == len(data.class_names) == classes
    assert len(data.feature_names) == features
    train_counts, test_counts = (
        np.bincount(labels.astype(int)) for labels in (data.train_labels, data.test_labels)
    )
    assert train_counts.sum() + test_counts.sum() == size
    assert np.array_equal(test_counts, (train_counts + test_counts) // 4)
    other = load(RunConfig(dataset=name, standardize="no", data_seed=2))
    assert not np.array_equal(other.test_inputs, data.test_inputs)
    for one in (data, other):
        every = np.hstack([one.train_inputs, one.test_inputs])
        assert every.shape == (features, size)


def test_the_same_examples_are_split_whatever_the_seed() -> None:
    splits = [load(RunConfig(dataset="iris", standardize="no", data_seed=seed)) for seed in (1, 2)]
    sorted_ones = [
        np.array(sorted(map(tuple, np.hstack([one.train_inputs, one.test_inputs]).T))) for one in splits
    ]
    assert np.array_equal(sorted_ones[0], sorted_ones[1])


@pytest.mark.parametrize("balance", [1.0, 2.0])
def test_zeros_learn_the_output_bias_and_only_where_classes_are_unbalanced(balance: float) -> None:
    config = RunConfig(initialization="zeros", balance=balance, learning_rate=0.1, iterations=2000)
    [run] = train([config])
    assert not any(weight.any() for weight in run.weights(-1))
    *hidden, last = run.biases(-1)
    assert not any(bias.any() for bias in hidden)
    shares = np.array(class_counts(300, 2, balance)) / 300
    assert last.item() == pytest.approx(np.log(shares[1] / shares[0]), abs=1e-6)
    assert run.costs[-1] == pytest.approx(-(shares * np.log(shares)).sum(), abs=1e-9)

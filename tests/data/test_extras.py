"""Extra inputs: each is what its code says, and what is fed is worked out from raw inputs."""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, train
from initcore.data.base import Data
from initcore.data.extras import EXTRAS, Extra, extras_of
from initcore.data.loading import load
from initcore.data.reading import read
from initcore.data.tables import MEDIAN, choose
from tests.helpers.csv_files import csv_file
from tests.helpers.small import MADE

EVERY = EXTRAS.names


def _raw(x1: np.ndarray, x2: np.ndarray) -> dict[str, np.ndarray]:
    """Every extra input of two, as one would write it by hand."""
    return {
        "x1sq": x1 * x1,
        "x2sq": x2 * x2,
        "x1x2": x2 * x1,
        "sinx1": np.sin(x1),
        "sinx2": np.sin(x2),
    }


@pytest.mark.parametrize("extra", list(EXTRAS), ids=lambda extra: extra.name)
def test_each_is_what_its_code_and_its_name_say(extra: Extra) -> None:
    x1, x2 = np.random.RandomState(3).standard_normal((2, 17)) * 3
    made = extra.make(x1, x2)
    np.testing.assert_array_equal(made, eval(extra.code, {"np": np, "x1": x1, "x2": x2}))
    np.testing.assert_allclose(made, _raw(x1, x2)[extra.name], rtol=1e-15)
    assert [name in extra.called("first", "second") for name in ("first", "second")] == [
        not np.array_equal(extra.make(x1 + 1, x2), made),
        not np.array_equal(extra.make(x1, x2 + 1), made),
    ]


def test_they_come_in_the_order_of_their_names() -> None:
    x1, x2 = np.array([2.0, 3.0]), np.array([5.0, 7.0])
    assert [row.tolist() for row in extras_of(("x1sq", "x1x2"), x1, x2)] == [[4.0, 9.0], [10.0, 21.0]]
    assert extras_of((), x1, x2) == []


def _parts(data: Data) -> tuple[np.ndarray, np.ndarray]:
    return data.train_inputs, data.test_inputs


@pytest.mark.parametrize("name", MADE)
def test_training_and_test_examples_have_them_after_their_own_inputs(name: str) -> None:
    settings: dict[str, Any] = {"dataset": name, "samples": 53, "test_samples": 31, "label_noise": 0.1}
    plain, more = load(RunConfig(**settings)), load(RunConfig(**settings, extra_inputs=EVERY))
    for own, fed in zip(_parts(plain), _parts(more), strict=True):
        assert fed.shape == (7, own.shape[1])
        assert np.array_equal(fed[:2], own)
        np.testing.assert_allclose(fed[2:], list(_raw(*own).values()), rtol=1e-12)
        assert fed.flags.c_contiguous
        assert not fed.flags.writeable
    assert np.array_equal(plain.train_labels, more.train_labels)
    assert (more.extra_inputs, plain.extra_inputs) == (EVERY, ())


def test_they_are_worked_out_before_anything_is_standardised_and_are_standardised_then() -> None:
    settings: dict[str, Any] = {"dataset": "moons", "samples": 53, "test_samples": 31}
    raw, plain = load(RunConfig(**settings)), load(RunConfig(**settings, standardize="yes"))
    more = load(RunConfig(**settings, standardize="yes", extra_inputs=("x2sq", "sinx1")))
    np.testing.assert_allclose(more.train_inputs.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(more.train_inputs.std(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(more.train_inputs[:2], plain.train_inputs, rtol=1e-12)
    fed = [np.stack([*part, part[1] ** 2, np.sin(part[0])]) for part in _parts(raw)]
    mean, deviation = fed[0].mean(axis=1, keepdims=True), fed[0].std(axis=1, keepdims=True)
    for expected, part in zip(fed, _parts(more), strict=True):
        np.testing.assert_allclose(part, (expected - mean) / deviation, rtol=1e-9, atol=1e-12)
    # The square of what is standardised is another input: they differ by more than a scale and a shift.
    assert abs(np.corrcoef(more.train_inputs[2], plain.train_inputs[1] ** 2)[0, 1]) < 0.9


def test_those_of_a_table_are_worked_out_from_what_is_filled() -> None:
    rows = [f"{'' if n % 5 == 0 else n},{n / 8},{'uv'[n % 2]}" for n in range(40)]
    made = choose(read(csv_file(rows=rows)), ("a", "b"), "kind", missing=MEDIAN)
    config = RunConfig(dataset="csv", table=made.id, standardize="no", extra_inputs=("x1sq", "x1x2"))
    data = load(config)
    assert data.fill.shape == (2,)
    for a, b, square, product in data.train_inputs.T.tolist():
        assert (square, product) == (a * a, a * b)
    gaps = np.isin(data.train_rows, np.arange(0, 40, 5))
    assert gaps.any()
    assert (data.train_inputs[2, gaps] == data.fill[0] ** 2).all()


def test_squares_of_the_largest_numbers_of_a_table_stay_finite() -> None:
    made = choose(
        read(csv_file(rows=[f"{n - 20}e98,{n / 8},{'uv'[n % 2]}" for n in range(40)])), ("a", "b"), "kind"
    )
    for standardize in ("yes", "no"):
        config = RunConfig(dataset="csv", table=made.id, standardize=standardize, extra_inputs=EVERY)
        assert all(np.isfinite(part).all() for part in _parts(load(config)))


def test_each_choice_of_them_is_data_of_its_own() -> None:
    one, other = RunConfig(extra_inputs=("x1sq",)), RunConfig(extra_inputs=("x2sq",))
    assert load(one) is load(RunConfig(extra_inputs=("x1sq",), weights_seed=5))
    assert not np.array_equal(load(one).train_inputs, load(other).train_inputs)


STRAIGHT: dict[str, Any] = {
    "initialization": "xavier",
    "hidden": (1,),
    "activation": "linear",
    "learning_rate": 1.0,
    "iterations": 500,
}
"""A network whose boundary is a straight line over whatever it is fed."""


@pytest.mark.numbers
@pytest.mark.parametrize("standardize", ["auto", "yes"])
@pytest.mark.parametrize(
    ("dataset", "helps", "helps_not"),
    [
        ("circles", ("x1sq", "x2sq"), ("x1x2", "sinx1", "sinx2")),
        ("quantiles", ("x1sq", "x2sq"), ("x1x2",)),
        ("xor", ("x1x2",), ("x1sq", "x2sq")),
    ],
)
def test_a_straight_line_is_enough_over_the_right_ones_and_over_no_others(
    dataset: str, helps: tuple[str, ...], helps_not: tuple[str, ...], standardize: str
) -> None:
    settings = {**STRAIGHT, "dataset": dataset, "standardize": standardize}
    helped = train([RunConfig(**settings, extra_inputs=helps, weights_seed=seed) for seed in (3, 4)])
    for run in helped:
        assert min(run.train_accuracy, run.test_accuracy) > 0.9
        assert run.costs[-1] < 0.1
    for extra in ((), helps_not):
        [run] = train([RunConfig(**settings, extra_inputs=extra)])
        assert run.train_accuracy < 0.65
        assert run.costs[-1] > 0.65

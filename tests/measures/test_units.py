"""Units: which are copies of another, which are dead and which saturated."""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, begin, train
from initcore.data.loading import load
from initcore.measures.seen import Seen
from initcore.measures.units import (
    FLAT,
    MOSTLY,
    alike_units,
    dead,
    dead_counts,
    distinct_units,
    move_as_one,
    saturated,
)
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.network import activations, matrices
from initcore.training.begin import begun_at

pytestmark = pytest.mark.numbers

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 300}


def _config(**settings: Any) -> RunConfig:
    return RunConfig(**{**SETTINGS, **settings})


def _start(**settings: Any) -> Array:
    return begin([_config(**settings)]).runs[0].theta.copy()


def test_dead_units_are_counted_layer_by_layer() -> None:
    theta = _start(initialization="xavier")
    first, second, _ = matrices(_config().shape, theta[None])
    first[0, [1, 3], -1] = -1e3
    second[0, 4] = 0  # its pre-activation is 0, which relu does not pass on either
    run = begun_at(_config(), theta)
    layers = activations(run.shape, theta[None], load(run.config).train_inputs)[:-1]
    expected = [sum(not unit.any() for unit in layer[0]) for layer in layers]
    assert list(Seen(run).dead) == expected
    assert expected[0] >= 2
    assert expected[1] >= 1
    for activation in ("tanh", "sigmoid"):
        assert Seen(begun_at(_config(activation=activation), theta)).dead == (0, 0)


def test_distinct_units_are_counted_by_incoming_weights_and_bias() -> None:
    shape, theta = _config().shape, _start()
    assert distinct_units(shape, theta) == [7, 5]
    first, second, last = matrices(shape, theta[None])
    first[0, 2] = first[0, 5] = first[0, 0]
    second[0, 1] = second[0, 3] * (1 + 1e-14)
    assert distinct_units(shape, theta) == [5, 4]
    first[0, 5, -1] += 0.01
    last[:] = 0  # outputs are not hidden units
    assert distinct_units(shape, theta) == [6, 4]
    assert distinct_units(shape, np.zeros(shape.size)) == [1, 1]
    assert distinct_units(shape, _start(initialization="small_random")) == [7, 5]


def test_units_that_move_as_one_are_those_that_are_not_distinct() -> None:
    for name in ("zeros", "constant", "he", "small_random"):
        run = train([RunConfig(**SETTINGS, initialization=name, activation="sigmoid")])[0]
        assert move_as_one(run.shape, run.theta) == (distinct_units(run.shape, run.theta) == [1, 1])


def test_a_copy_is_told_by_the_first_unit_that_it_is_like() -> None:
    shape, theta = _config().shape, _start()
    first, second, _ = matrices(shape, theta[None])
    first[0, 5] = first[0, 2]
    second[0, 4] = second[0, 0]
    assert [units.tolist() for units in alike_units(shape, theta)] == [[0, 1, 2, 3, 4, 2, 6], [0, 1, 2, 3, 0]]


def test_a_layer_moves_as_one_up_to_rounding_and_no_further() -> None:
    shape = _config().shape
    theta = np.full(shape.size, 0.3)
    assert move_as_one(shape, theta)
    for change, as_one in ((1e-11, True), (1e-7, False)):
        moved = theta.copy()
        matrices(shape, moved[None])[0][0, 3, 1] += change
        assert move_as_one(shape, moved) == as_one
        assert (distinct_units(shape, moved) == [1, 1]) == as_one


@pytest.mark.parametrize(
    ("activation", "floor"), [("relu", 0.0), ("elu", -1.0), ("leaky_relu", None), ("tanh", None)]
)
def test_a_unit_is_dead_at_a_flat_floor_for_every_example_and_nowhere_else(
    activation: str, floor: float | None
) -> None:
    at = -1.0 if floor is None else floor
    layer = np.array([[[at, at, at], [at, at, at + 1e-3], [1.0, 1.0, 1.0]]])
    expected = [[floor is not None, False, False]]
    assert dead(ACTIVATIONS[activation], layer).tolist() == expected


@pytest.mark.parametrize(("activation", "low", "high"), [("tanh", -1.0, 1.0), ("sigmoid", 0.0, 1.0)])
def test_a_unit_is_saturated_near_either_end_for_most_examples(
    activation: str, low: float, high: float
) -> None:
    edge, m = FLAT * (high - low), 20
    near, off = 0.9 * edge, 1.1 * edge
    few = round((1 - MOSTLY) * m)
    ends = np.where(np.arange(m) % 2, low + near, high - near)
    others = np.full(m, low + off)
    layer = np.stack([ends, others, ends.copy(), ends.copy()])
    layer[2, :few] = 0.5 * (low + high)
    layer[3, : few + 1] = 0.5 * (low + high)
    assert saturated(ACTIVATIONS[activation], layer[None]).tolist() == [[True, False, True, False]]


@pytest.mark.parametrize("activation", ["relu", "gelu", "linear"])
def test_nothing_saturates_that_has_no_bounds(activation: str) -> None:
    assert not saturated(ACTIVATIONS[activation], np.zeros((2, 3, 5))).any()


def test_dead_units_are_counted_for_the_inputs_that_are_given() -> None:
    shape, theta = _config().shape, np.zeros(_config().shape.size)
    first, second, _ = matrices(shape, theta[None])
    first[0, :, 0] = [1, 1, 1, -1, -1, -1, -1]
    second[0, :, -1] = [1, 1, -1, -1, 0]
    for x, counts in ((2.0, (4, 3)), (-2.0, (3, 3))):
        assert dead_counts(shape, theta, np.array([[x, x / 2], [0.0, 0.0]])) == counts
    assert dead_counts(shape, theta, np.array([[2.0, -2.0], [0.0, 0.0]])) == (0, 3)

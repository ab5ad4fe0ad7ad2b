"""The verdict on a run comes from its measurements, never from its name, and its evidence is true."""

import math
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, State, Trajectory, advance, begin, train
from initcore.data.loading import load
from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.verdicts import evidence
from initcore.measures.units import distinct_units
from initcore.model.base import Array
from initcore.model.network import Stack, logits, matrices, pack
from initcore.training.begin import begun_at
from tests.helpers.reading import measured

pytestmark = pytest.mark.numbers

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 300}
MOVES_AS_ONE = evidence("one_unit_a_layer", weights_moved=True, no_gradient=False)
each_activation = pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])


def _config(**settings: Any) -> RunConfig:
    return RunConfig(**{**SETTINGS, **settings})


def _trained(**settings: Any) -> Trajectory:
    return train([_config(**settings)])[0]


def _from(config: RunConfig, theta: Array) -> Trajectory:
    """A run that starts from theta (P,), whatever its config's initialization says, trained to its end."""
    return advance(State((begun_at(config, theta),)), config.iterations).runs[0]


def _start(**settings: Any) -> Array:
    return begin([_config(**settings)]).runs[0].theta.copy()


def _constant(config: RunConfig, value: float) -> Array:
    """Parameters (P,) whose weights are all `value`: symmetric, and not zero."""
    shape = config.shape
    weights = [matrix[0, :, :-1] for matrix in matrices(shape, np.full((1, shape.size), value))]
    return pack(shape, weights)


def _weight_gradients(run: Trajectory, theta: Array) -> Array:
    """The largest gradient by any weight, a layer, by matrices rather than by a mask."""
    data = load(run.config)
    gradient = Stack(run.shape, theta[None], data.train_inputs, data.train_labels).true_gradient()
    return np.array([np.abs(matrix[0, :, :-1]).max() for matrix in matrices(run.shape, gradient)])


@each_activation
@pytest.mark.parametrize("settings", [{"initialization": "zeros"}, {"gain": 0}, {"gain": 0, "samples": 44}])
def test_zeros_of_any_name_fail_to_break_symmetry(activation: str, settings: dict[str, Any]) -> None:
    run = _trained(activation=activation, **settings)
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("fails_to_break_symmetry", "bad")
    assert distinct_units(run.shape, run.theta) == [1, 1]
    moved = any(np.any(matrix[0, :, :-1]) for matrix in matrices(run.shape, run.theta[None]))
    said_moved, no_gradient = measured(verdict, "one_unit_a_layer", "weights_moved", "no_gradient")
    assert said_moved == moved
    if no_gradient:
        assert _weight_gradients(run, run.theta).max() == 0


def test_an_uneven_sigmoid_network_moves_without_breaking_symmetry() -> None:
    # Rounding makes equal units differ in their last digits here; that is not learning.
    run = _trained(initialization="zeros", activation="sigmoid", hidden=(10, 5), samples=301, iterations=1000)
    first = matrices(run.shape, run.theta[None])[0][0]
    assert len(np.unique(matrices(run.shape, run.theta[None])[1][0], axis=0)) > 1
    assert np.ptp(first, axis=0).max() < 1e-12
    assert distinct_units(run.shape, run.theta) == [1, 1]
    assert diagnose(run).evidence == (MOVES_AS_ONE,)


@each_activation
def test_constant_weights_that_are_not_zero_move_as_one(activation: str) -> None:
    config = _config(activation=activation)
    run = _from(config, _constant(config, 0.3))
    assert not np.array_equal(run.theta, run.frames[0])
    verdict = diagnose(run)
    assert verdict.name == "fails_to_break_symmetry"
    assert verdict.evidence == (MOVES_AS_ONE,)


def test_weights_that_stand_still_for_another_reason_are_not_said_to_have_no_gradient() -> None:
    config = _config(activation="tanh", learning_rate=1e-30)
    run = _from(config, _constant(config, 0.3))
    assert _weight_gradients(run, run.theta).max() > 0
    assert diagnose(run).evidence == (evidence("one_unit_a_layer", weights_moved=False, no_gradient=False),)


def test_a_verdict_follows_the_parameters_and_not_the_name() -> None:
    he, zeros = _start(), _start(initialization="zeros")
    long = {"iterations": 3000, "learning_rate": 0.3, "activation": "tanh"}
    genuine = {name: diagnose(_trained(initialization=name, **long)) for name in ("he", "zeros")}
    assert {verdict.name for verdict in genuine.values()} == {"healthy", "fails_to_break_symmetry"}
    assert diagnose(_from(_config(initialization="zeros", **long), he)) == genuine["he"]
    assert diagnose(_from(_config(**long), zeros)) == genuine["zeros"]
    assert diagnose(_from(_config(initialization="random", **long), he)) == genuine["he"]


@each_activation
def test_large_random_starts_saturated(activation: str) -> None:
    run = _trained(initialization="random", activation=activation, weights_seed=5)
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("too_large_weights", "warn")
    z = logits(run.shape, run.frames[:1], load(run.config).train_inputs)
    typical, *costs = measured(verdict, "starts_saturated", "typical", "first_cost", "naive_cost")
    assert typical == pytest.approx(np.median(np.abs(z)), rel=1e-9)
    assert costs == [run.costs[0], run.naive_first_cost]


@each_activation
@pytest.mark.parametrize("iterations", [1, 49, 300])
def test_small_random_starts_flat(activation: str, iterations: int) -> None:
    run = _trained(initialization="small_random", activation=activation, iterations=iterations)
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("vanishes", "warn")
    inputs = load(run.config).train_inputs
    z = logits(run.shape, run.frames[:1], inputs)[0]
    signals = [math.sqrt(layer.var(axis=1).mean()) for layer in (inputs, z)]
    data = load(run.config)
    gradient = Stack(run.shape, run.frames[:1], data.train_inputs, data.train_labels).true_gradient()
    first = matrices(run.shape, gradient)[0][0, :, :-1]
    size = math.sqrt((first**2).mean())
    sizes = measured(verdict, "signal_fades", "inputs", "end", "gradient")
    assert sizes == pytest.approx([*signals, size], rel=1e-9)
    assert measured(verdict, "signal_fades", "at_logits") == [True]
    assert measured(verdict, "leaves_chance", "iteration") == [None]
    assert abs(run.costs[-1] - math.log(2)) < 0.01


def test_small_random_that_leaves_late_says_when() -> None:
    run = _trained(initialization="small_random", learning_rate=0.3, dataset="moons", iterations=2000)
    verdict = diagnose(run)
    assert verdict.name == "vanishes"
    record = run.iterations.tolist().index(verdict.value("leaves_chance", "iteration"))
    assert run.costs[record] < 0.99 * math.log(2) <= run.costs[record - 1]


@pytest.mark.parametrize("layer", [1, 2])
def test_a_dead_network_is_named_with_its_layer(layer: int) -> None:
    config = _config(iterations=60)
    theta = _start()
    matrices(config.shape, theta[None])[layer - 1][:, :, -1] = -1e3
    verdict = diagnose(_from(config, theta))
    width = config.hidden[layer - 1]
    assert (verdict.name, verdict.tone) == ("dead", "bad")
    assert verdict.evidence == (evidence("layer_dead", layer=layer, width=width, from_the_start=True),)


def test_a_layer_of_one_unit_may_be_dead() -> None:
    verdict = diagnose(_trained(initialization="zeros", hidden=(1, 1)))
    assert verdict.evidence == (evidence("layer_dead", layer=1, width=1, from_the_start=True),)


@each_activation
@pytest.mark.parametrize("hidden", [(1,), (1, 1), (1, 5), (5, 1)])
def test_layers_of_one_unit_do_not_count_as_symmetric(activation: str, hidden: tuple[int, ...]) -> None:
    for name in ("he", "xavier", "random"):
        run = _trained(initialization=name, hidden=hidden, activation=activation, iterations=50)
        assert diagnose(run).name != "fails_to_break_symmetry"

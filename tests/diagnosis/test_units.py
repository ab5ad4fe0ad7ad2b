"""What can be wrong with units: copies, dead layers, dead units, and an output bias that learns alone."""

import math
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory
from initcore.data.loading import load
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.units import dead, dead_from_the_start, only_output_bias, some_dead, symmetric
from initcore.diagnosis.verdicts import evidence
from initcore.measures.seen import MANY_DEAD, Seen
from initcore.measures.units import distinct_units
from initcore.model.base import Array
from initcore.model.network import Stack, activations, matrices, pack
from tests.helpers.observed import SETTINGS, config_of, killed, start_of, started, trained
from tests.helpers.reading import measured, remedy_of
from tests.helpers.units import with_dead

pytestmark = pytest.mark.numbers

MOVES_AS_ONE = evidence("one_unit_a_layer", weights_moved=True, no_gradient=False)

each_activation = pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])


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
    run = trained(activation=activation, **settings)
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
    run = trained(initialization="zeros", activation="sigmoid", hidden=(10, 5), samples=301, iterations=1000)
    first = matrices(run.shape, run.theta[None])[0][0]
    assert len(np.unique(matrices(run.shape, run.theta[None])[1][0], axis=0)) > 1
    assert np.ptp(first, axis=0).max() < 1e-12
    assert distinct_units(run.shape, run.theta) == [1, 1]
    assert diagnose(run).evidence == (MOVES_AS_ONE,)


@each_activation
def test_constant_weights_that_are_not_zero_move_as_one(activation: str) -> None:
    config = config_of(activation=activation)
    run = started(config, _constant(config, 0.3))
    assert not np.array_equal(run.theta, run.frames[0])
    verdict = diagnose(run)
    assert verdict.name == "fails_to_break_symmetry"
    assert verdict.evidence == (MOVES_AS_ONE,)


def test_weights_that_stand_still_for_another_reason_are_not_said_to_have_no_gradient() -> None:
    config = config_of(activation="tanh", learning_rate=1e-30)
    run = started(config, _constant(config, 0.3))
    assert _weight_gradients(run, run.theta).max() > 0
    assert diagnose(run).evidence == (evidence("one_unit_a_layer", weights_moved=False, no_gradient=False),)


@pytest.mark.parametrize("layer", [1, 2])
def test_a_dead_network_is_named_with_its_layer(layer: int) -> None:
    config = config_of(iterations=60)
    theta = start_of()
    matrices(config.shape, theta[None])[layer - 1][:, :, -1] = -1e3
    verdict = diagnose(started(config, theta))
    width = config.hidden[layer - 1]
    assert (verdict.name, verdict.tone) == ("dead", "bad")
    assert verdict.evidence == (
        evidence("layer_dead", layer=layer, width=width, floor=0.0, from_the_start=True),
    )


@pytest.mark.parametrize("activation", ["relu", "elu", "selu"])
def test_dead_units_are_said_to_give_what_they_give(activation: str) -> None:
    config = config_of(iterations=60, activation=activation)
    theta = start_of(activation=activation)
    for count in ([7], [6]):
        run = started(config, with_dead(config.shape, theta, count))
        [found] = [one for one in findings(run) if one.name in ("dead", "some_dead")]
        out = activations(run.shape, run.theta[None], load(config).train_inputs)[0][0]
        stuck = out[np.ptp(out, axis=1) == 0]
        assert len(stuck) == count[0]
        [floor] = measured(found, found.evidence[0].name, "floor")
        np.testing.assert_allclose(stuck, floor, rtol=1e-12, atol=0)


def test_a_layer_of_one_unit_may_be_dead() -> None:
    verdict = diagnose(trained(initialization="zeros", hidden=(1, 1)))
    assert verdict.evidence == (evidence("layer_dead", layer=1, width=1, floor=0.0, from_the_start=True),)


@each_activation
@pytest.mark.parametrize("hidden", [(1,), (1, 1), (1, 5), (5, 1)])
def test_layers_of_one_unit_do_not_count_as_symmetric(activation: str, hidden: tuple[int, ...]) -> None:
    for name in ("he", "xavier", "random"):
        run = trained(initialization=name, hidden=hidden, activation=activation, iterations=50)
        assert diagnose(run).name != "fails_to_break_symmetry"


def test_dead_units_are_counted_in_the_evidence_and_who_was_born_so() -> None:
    config = RunConfig(**{**SETTINGS, "hidden": (10,)})
    theta = with_dead(config.shape, start_of(hidden=(10,)), [8])
    run = started(config, theta)
    verdict = diagnose(run)
    assert verdict.name == "some_dead"
    counts = measured(verdict, "units_dead", "dead", "width", "layer", "born")
    alive = activations(run.shape, run.theta[None], load(config).train_inputs)[0][0].any(axis=1)
    assert counts == [10 - alive.sum(), 10, 1, 8]


def test_a_few_dead_units_are_no_ailment() -> None:
    config = RunConfig(**{**SETTINGS, "hidden": (10,)})
    theta = with_dead(config.shape, start_of(hidden=(10,)), [6])
    assert "some_dead" not in [one.name for one in findings(started(config, theta))]


def test_uneven_classes_are_what_the_output_bias_learns() -> None:
    shares = {}
    for balance in (1.0, 3.0):
        run = trained(initialization="zeros", balance=balance, samples=80, learning_rate=0.3)
        shares[balance] = diagnose(run)
    assert shares[1.0].name == "fails_to_break_symmetry"
    assert shares[3.0].name == "only_output_bias"
    cost, chance = measured(shares[3.0], "output_bias_alone", "cost", "chance")
    entropy = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    assert cost == pytest.approx(entropy, abs=6e-4)  # as near as 300 iterations bring it
    assert chance == pytest.approx(entropy, rel=1e-9)


def test_a_layer_that_died_on_the_way_is_told_from_one_that_never_lived() -> None:
    seen = Seen(killed(trained(), 0, 5))
    found = dead(seen)
    assert found is not None
    assert found.evidence == (evidence("layer_dead", layer=2, width=5, floor=0.0, from_the_start=False),)
    assert dead_from_the_start(seen) is None
    assert dead(Seen(trained())) is None


def test_the_first_dead_layer_is_named() -> None:
    found = dead(Seen(killed(trained(), 7, 5)))
    assert found is not None
    assert measured(found, "layer_dead", "layer") == [1]


def test_units_that_died_on_the_way_are_to_stay_alive_and_those_born_dead_to_live() -> None:
    config = config_of(hidden=(10,), learning_rate=1e-9)
    many = math.ceil(MANY_DEAD * 10)
    on_the_way = some_dead(Seen(killed(trained(hidden=(10,), learning_rate=1e-9), many)))
    theta = start_of(hidden=(10,))
    matrices(config.shape, theta[None])[0][0, :many, -1] = -1000
    from_the_start = some_dead(Seen(started(config, theta)))
    assert on_the_way is not None
    assert from_the_start is not None
    assert measured(on_the_way, "units_dead", "born")[0] < many / 2
    assert measured(from_the_start, "units_dead", "born")[0] >= many
    assert remedy_of(on_the_way).name == "lower_rate_or_leaky"
    assert remedy_of(from_the_start).name == "raise_biases"


def test_a_layer_that_is_all_dead_is_not_called_partly_dead() -> None:
    assert some_dead(Seen(killed(trained(hidden=(10,)), 10))) is None


def test_an_output_bias_that_has_learned_nothing_yet_is_not_said_to_learn() -> None:
    zeros = {"initialization": "zeros", "balance": 3.0, "samples": 80}
    assert only_output_bias(Seen(trained(**zeros, learning_rate=1e-9))) is None
    assert only_output_bias(Seen(trained(**zeros, learning_rate=0.3))) is not None


def test_units_that_drifted_apart_are_not_symmetric() -> None:
    config = config_of(activation="tanh", iterations=60)
    theta = _constant(config, 0.3)
    assert symmetric(Seen(started(config, theta))) is not None
    matrices(config.shape, theta[None])[0][0, 3, 0] = 0.2
    assert symmetric(Seen(started(config, theta))) is None

"""Activations: values, derivatives, and the facts that the network relies on."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from initcore.registry import ACTIVATIONS, Activation, Array

# (R, units, m) in primes. Away from 0, where relu has no derivative.
Z = np.random.RandomState(7).uniform(0.01, 5, (3, 5, 11)) * np.where(np.arange(11) % 3, 1, -1)

each_activation = pytest.mark.parametrize("activation", list(ACTIVATIONS), ids=lambda record: record.name)


def _values(activation: Activation, z: Array) -> Array:
    buffer = np.array(z, float)
    for call in activation.apply(buffer):
        call()
    return buffer


def _slope(activation: Activation, a: Array, grad: Array) -> Array:
    out = grad.copy()
    scratch: NDArray = np.empty(a.shape, activation.scratch_dtype)
    for call in activation.chain(out, a, scratch):
        call()
    return out


def test_the_promised_activations_are_there() -> None:
    assert set(ACTIVATIONS.names) >= {"relu", "tanh", "sigmoid"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relu", np.where(Z > 0, Z, 0)),
        ("tanh", (np.exp(2 * Z) - 1) / (np.exp(2 * Z) + 1)),
        ("sigmoid", 1 / (1 + np.exp(-Z))),
    ],
)
def test_values_are_the_textbooks(name: str, expected: Array) -> None:
    # The textbook forms lose a few of the 53 bits to cancellation; 1e-14 leaves them six.
    np.testing.assert_allclose(_values(ACTIVATIONS[name], Z), expected, rtol=0, atol=1e-14)


@each_activation
def test_the_derivative_is_that_of_the_function(activation: Activation) -> None:
    h = 1e-5
    measured = (_values(activation, Z + h) - _values(activation, Z - h)) / (2 * h)
    given = _slope(activation, _values(activation, Z), np.ones_like(Z))
    # Rounding of values up to 5 over 2h leaves 1e-10; truncation, h^2 f'''/6, less.
    np.testing.assert_allclose(given, measured, rtol=0, atol=2e-10)


@each_activation
def test_the_chain_multiplies_what_it_is_given(activation: Activation) -> None:
    a, grad = _values(activation, Z), np.random.RandomState(5).standard_normal(Z.shape)
    # One product in another order: one unit in the last place a factor.
    np.testing.assert_allclose(
        _slope(activation, a, grad), grad * _slope(activation, a, np.ones_like(Z)), rtol=1e-15
    )


def test_a_dead_unit_passes_no_gradient() -> None:
    relu = ACTIVATIONS["relu"]
    assert _slope(relu, np.zeros((2, 3)), np.ones((2, 3))).tolist() == np.zeros((2, 3)).tolist()


@each_activation
def test_huge_inputs_reach_floor_and_ceiling_without_a_warning(activation: Activation) -> None:
    huge = np.array([1e3, 1e155, 1e308, np.inf])
    assert (_values(activation, -huge) == activation.floor).all()
    expected = huge if activation.ceiling is None else np.full(4, activation.ceiling)
    assert np.array_equal(_values(activation, huge), expected)


@each_activation
def test_keeps_one_says_whether_a_one_stays_a_one(activation: Activation) -> None:
    # The bias row of a whole buffer is activated along with the rest where this is set.
    assert (_values(activation, np.ones(7)) == 1).all() == activation.keeps_one


def test_gains_are_those_of_pytorchs_calculate_gain() -> None:
    gains = {name: ACTIVATIONS[name].gain for name in ("relu", "tanh", "sigmoid")}
    assert gains == {"relu": math.sqrt(2), "tanh": 5 / 3, "sigmoid": 1.0}


@each_activation
def test_every_record_has_a_label_and_a_formula(activation: Activation) -> None:
    assert activation.label.strip() != ""
    assert "z" in activation.formula


def test_adding_an_activation_twice_raises() -> None:
    with pytest.raises(ValueError, match="'relu' is registered twice"):
        ACTIVATIONS.add(ACTIVATIONS["relu"])

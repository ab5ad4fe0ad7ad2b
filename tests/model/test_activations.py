"""Activations: values, derivatives, and the facts that the network relies on."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Activation, Array
from tests.helpers.textbook import FUNCTIONS

# (R, units, m) in primes. Away from 0, where relu has no derivative.
Z = np.random.RandomState(7).uniform(0.01, 5, (3, 5, 11)) * np.where(np.arange(11) % 3, 1, -1)

each_activation = pytest.mark.parametrize("activation", list(ACTIVATIONS), ids=lambda record: record.name)


def _values(activation: Activation, z: Array) -> Array:
    buffer = np.array(z, float)
    a = np.empty_like(buffer) if activation.keeps_z else buffer
    with np.errstate(all="ignore"):  # as in training
        for call in activation.apply(buffer, a):
            call()
    if activation.keeps_z:
        assert np.array_equal(buffer, z)
    return a


def _slope(activation: Activation, z: Array, grad: Array) -> Array:
    """`grad` times the derivative at pre-activations z."""
    out, a = grad.copy(), _values(activation, z)
    scratch = np.empty(a.shape)
    with np.errstate(all="ignore"):
        for call in activation.chain(out, z.copy() if activation.keeps_z else a, a, scratch):
            call()
    return out


def test_the_promised_activations_are_there() -> None:
    assert set(ACTIVATIONS.names) == set(FUNCTIONS)


@each_activation
def test_values_are_the_textbooks(activation: Activation) -> None:
    # The textbook forms lose a few of the 53 bits to cancellation; 1e-14 leaves them six.
    np.testing.assert_allclose(_values(activation, Z), FUNCTIONS[activation.name](Z), rtol=0, atol=1e-14)


@each_activation
def test_the_derivative_is_that_of_the_function(activation: Activation) -> None:
    h = 1e-5
    measured = (_values(activation, Z + h) - _values(activation, Z - h)) / (2 * h)
    given = _slope(activation, Z, np.ones_like(Z))
    # Rounding of values up to 6 over 2h leaves 1e-10; truncation, h^2 f'''/6, less.
    np.testing.assert_allclose(given, measured, rtol=0, atol=3e-10)


@each_activation
def test_the_chain_multiplies_what_it_is_given(activation: Activation) -> None:
    grad = np.random.RandomState(5).standard_normal(Z.shape)
    # One product in another order: one unit in the last place a factor.
    np.testing.assert_allclose(
        _slope(activation, Z, grad), grad * _slope(activation, Z, np.ones_like(Z)), rtol=1e-15
    )


def test_a_dead_unit_passes_no_gradient() -> None:
    relu = ACTIVATIONS["relu"]
    assert _slope(relu, np.zeros((2, 3)), np.ones((2, 3))).tolist() == np.zeros((2, 3)).tolist()


@each_activation
def test_huge_inputs_reach_floor_and_ceiling_without_a_warning(activation: Activation) -> None:
    huge = np.array([1e17, 1e155, 1e300])
    if activation.floor is not None:
        np.testing.assert_allclose(_values(activation, -huge), activation.floor, rtol=1e-16)
        assert (_slope(activation, -huge, np.ones(3)) == 0).all()
    scale = 1.0507009873554805 if activation.name == "selu" else 1.0
    expected = scale * huge if activation.ceiling is None else np.full(3, activation.ceiling)
    np.testing.assert_allclose(_values(activation, huge), expected, rtol=1e-15)
    for z in (huge, -huge):
        assert np.isfinite(_values(activation, z)).all()
        assert np.isfinite(_slope(activation, z, np.ones(3))).all()


@each_activation
def test_keeps_one_says_whether_a_one_stays_a_one(activation: Activation) -> None:
    # The bias row of a whole buffer is activated along with the rest where this is set.
    assert (_values(activation, np.ones(7)) == 1).all() == activation.keeps_one


def test_gains_are_those_of_pytorchs_calculate_gain() -> None:
    known = {"relu": math.sqrt(2), "tanh": 5 / 3, "sigmoid": 1.0, "linear": 1.0, "selu": 0.75}
    known["leaky_relu"] = math.sqrt(2 / (1 + 0.01**2))
    assert {name: ACTIVATIONS[name].gain for name in known} == known


@pytest.mark.parametrize("name", ["relu", "elu", "gelu", "silu", "softplus", "softsign"])
def test_other_gains_keep_the_second_moment_of_a_standard_normal(name: str) -> None:
    moment = sum(
        quad(lambda z: FUNCTIONS[name](np.array(z)) ** 2 * norm.pdf(z), *ends, epsabs=1e-13)[0]
        for ends in ((-12, 0), (0, 12))
    )
    assert ACTIVATIONS[name].gain == pytest.approx(1 / math.sqrt(moment), rel=1e-9)


@each_activation
def test_every_record_has_a_label_and_a_formula(activation: Activation) -> None:
    assert activation.label.strip() != ""
    assert "z" in activation.formula

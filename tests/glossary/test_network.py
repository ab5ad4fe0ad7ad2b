"""What the glossary says of a network's parts is so."""

import math

import numpy as np
import pytest

from initcore.diagnosis.scale import SATURATED_LOGIT
from initcore.glossary.network import NETWORK
from initcore.model.activations import ACTIVATIONS, SLOPE
from initcore.words.numbers import setting

TERMS = {term.name: term for term in NETWORK}
Z = np.linspace(-4, 4, 81)


def _of(activation: str, z: np.ndarray) -> np.ndarray:
    given, out = z.copy(), np.empty_like(z)
    for call in ACTIVATIONS[activation].apply(given, out):
        call()
    return out


@pytest.mark.parametrize(
    ("term", "activation", "formula"),
    [
        ("ReLU", "relu", lambda z: np.maximum(0, z)),
        ("leaky ReLU", "leaky_relu", lambda z: np.maximum(0.01 * z, z)),
        ("tanh", "tanh", lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))),
        ("sigmoid", "sigmoid", lambda z: 1 / (1 + np.exp(-z))),
    ],
)
def test_the_formula_of_an_activation_is_what_it_computes(term, activation, formula) -> None:
    assert TERMS[term].formula
    np.testing.assert_allclose(_of(activation, Z), formula(Z), rtol=1e-12, atol=1e-15)


def test_leaky_relus_slope_is_the_one_in_its_formula_and_it_has_no_floor_to_die_at() -> None:
    assert f"{setting(SLOPE)} z" in TERMS["leaky ReLU"].formula
    assert ACTIVATIONS["leaky_relu"].floor is None


def test_the_sigmoid_is_nowhere_steeper_than_a_quarter() -> None:
    slopes = np.diff(_of("sigmoid", Z)) / np.diff(Z)
    assert 0.249 < slopes.max() <= 0.25
    assert "a quarter at most" in TERMS["sigmoid"].means


def test_a_logit_is_undecided_at_0_and_sure_from_where_the_diagnosis_says() -> None:
    for logit in (-2.0, 0.0, 5.0):
        p = 1 / (1 + math.exp(-logit))
        assert math.log(p / (1 - p)) == pytest.approx(logit, abs=1e-12)
    assert f"±{setting(SATURATED_LOGIT)}" in TERMS["logit"].means
    assert f"From {setting(SATURATED_LOGIT)} on" in TERMS["typical |logit|"].means

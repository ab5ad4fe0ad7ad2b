"""What the glossary says of starts is what the initializations and the diagnosis do."""

import numpy as np
import pytest

from initcore import RunConfig, begin
from initcore.glossary.start import START
from initcore.model.activations import ACTIVATIONS
from initcore.model.network import matrices

TERMS = {term.name: term for term in START}


@pytest.mark.parametrize(
    ("term", "initialization", "factor"),
    [("He's scale", "he", 2), ("Xavier's scale", "xavier", 1), ("LeCun's scale", "lecun_truncated", 1)],
)
def test_weights_at_a_scale_have_the_standard_deviation_it_says(
    term: str, initialization: str, factor: int
) -> None:
    assert f"variance {factor}/fan-in" in TERMS[term].means
    assert TERMS[term].formula == f"σ = √({factor} / fan-in)"
    [run] = begin([RunConfig(initialization=initialization, hidden=(211, 307))]).runs
    weights = matrices(run.shape, run.theta[None])[1][0, :, :-1]
    assert weights.std() == pytest.approx(np.sqrt(factor / 211), rel=0.02)


def test_each_scale_belongs_to_the_activation_that_is_named_with_it() -> None:
    for activation, initialization, term in (
        ("relu", "he", "He's scale"),
        ("tanh", "xavier", "Xavier's scale"),
        ("selu", "lecun_truncated", "LeCun's scale"),
    ):
        record = ACTIVATIONS[activation]
        assert record.suits.initialization == initialization
        assert record.label in TERMS[term].means


def test_an_orthogonal_layer_is_one_by_the_formula_and_stretches_nothing() -> None:
    [run] = begin([RunConfig(initialization="orthogonal", hidden=(13, 7))]).runs
    weights = matrices(run.shape, run.theta[None])[1][0, :, :-1]
    np.testing.assert_allclose(weights @ weights.T, np.eye(7), atol=1e-12)
    np.testing.assert_allclose(np.linalg.svd(weights, compute_uv=False), 1, atol=1e-12)
    assert TERMS["orthogonal"].formula == "W Wᵀ = 1"


def test_relu_has_its_lowest_value_at_0() -> None:
    assert ACTIVATIONS["relu"].floor == 0
    assert "for ReLU 0" in TERMS["dead"].means

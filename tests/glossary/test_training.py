"""What the glossary says of training is so."""

import math

import numpy as np
import pytest

from initcore import RunConfig, train
from initcore.glossary.training import TRAINING
from initcore.measures.costs import chance_cost
from initcore.model.losses import naive_cost
from initcore.words.numbers import figure

TERMS = {term.name: term for term in TRAINING}


def test_an_even_guess_costs_what_it_says() -> None:
    [run] = train([RunConfig(iterations=1)])
    assert figure(chance_cost(run)) == figure(math.log(2)) == "0.693"
    assert "0.693 nats" in TERMS["nats"].means
    assert TERMS["nats"].formula == "log 2 = 0.693"


def test_the_naive_formula_gives_infinity_for_an_answer_that_is_sure_and_wrong() -> None:
    sure = np.array([[800.0]])
    assert naive_cost(sure, np.array([0])) == math.inf
    assert naive_cost(sure, np.array([1])) == 0
    assert "sure and wrong" in TERMS["naive formula"].means


@pytest.mark.parametrize("start", ["he", "random"])
@pytest.mark.parametrize("rate", [0.001, 0.1])
def test_adams_steps_are_about_as_long_as_the_rate_however_large_gradients_are(
    rate: float, start: str
) -> None:
    config = RunConfig(
        optimizer="adam", learning_rate=rate, initialization=start, iterations=200, record_every=1
    )
    [run] = train([config])
    steps = np.abs(np.diff(run.frames, axis=0))
    assert 0.9 * rate < steps[0].max() < 1.1 * rate
    assert steps.max() < 3.17 * rate  # Kingma and Ba 2015, section 2.1: (1 - beta1) / sqrt(1 - beta2)


def test_gradient_descent_and_l2_are_the_formulas() -> None:
    rate, l2 = 0.07, 3.0
    plain, pulled = train(
        [RunConfig(iterations=1, learning_rate=rate, l2=penalty, samples=41) for penalty in (0.0, l2)]
    )
    weights = plain.weights(0)
    for free, held, first in zip(plain.weights(-1), pulled.weights(-1), weights, strict=True):
        np.testing.assert_allclose(free - held, rate * l2 / 41 * first, rtol=1e-9, atol=1e-15)
    assert TERMS["gradient descent"].formula == "W ← W − η ∂J/∂W"
    assert TERMS["L2"].formula == "λ/2m · Σ W²"

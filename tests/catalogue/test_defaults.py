"""What frameworks do unless told otherwise: their weights and biases, and the formula of one's own."""

import math

import numpy as np
import pytest
from scipy import stats
from sklearn.neural_network import MLPClassifier

from initcore.catalogue import defaults
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.model.base import Array, Layer
from tests.helpers.laws import LAWS, SHAPES, SQUARE, TALL, WIDE, assert_follows_its_law, drawn, with_a_law

LAYER = Layer(fan_in=499, fan_out=211, index=1, depth=3)


def _biases(name: str, layer: Layer) -> Array:
    bias = INITIALIZATIONS[name].bias
    assert bias is not None
    return bias(np.random.RandomState(3), layer)


@pytest.mark.parametrize("name", with_a_law(defaults.RECORDS))
@pytest.mark.parametrize("shape", SHAPES)
def test_draws_follow_the_law_the_record_states(name: str, shape: str) -> None:
    assert_follows_its_law(name, SHAPES[shape])


@pytest.mark.parametrize(("name", "sixths"), [("sklearn_mlp", 6), ("sklearn_mlp_logistic", 2)])
def test_mlpclassifiers_biases_are_from_its_interval(name: str, sixths: int) -> None:
    layer = Layer(101, 4999, 1, 2)
    limit = math.sqrt(sixths / (layer.fan_in + layer.fan_out))
    assert stats.kstest(_biases(name, layer), stats.uniform(-limit, 2 * limit).cdf).pvalue > 1e-4


def test_pytorchs_biases_are_from_the_interval_of_its_weights() -> None:
    limit = 1 / math.sqrt(101)
    biases = _biases("torch_linear", Layer(101, 4999, 1, 2))
    assert stats.kstest(biases, stats.uniform(-limit, 2 * limit).cdf).pvalue > 1e-4
    assert np.abs(drawn("torch_linear", TALL)).max() <= limit


def test_the_playgrounds_biases_are_a_tenth_and_kerass_are_none() -> None:
    assert np.array_equal(_biases("playground", Layer(7, 3, 1, 2)), [0.1, 0.1, 0.1])
    assert INITIALIZATIONS["keras_dense"].bias is None


@pytest.mark.parametrize("name", ["sklearn_mlp", "sklearn_mlp_logistic"])
def test_mlpclassifier_starts_from_the_same_weights(name: str) -> None:
    line, *_ = INITIALIZATIONS[name].elsewhere
    classifier = eval(line.code, {"MLPClassifier": MLPClassifier})
    classifier.set_params(hidden_layer_sizes=(LAYER.fan_out, 3), random_state=7, solver="sgd", alpha=0.0)
    # The least step there is: the weights after it are those before it.
    classifier.set_params(learning_rate_init=1e-300, batch_size=8)
    inputs = np.random.RandomState(3).standard_normal((8, LAYER.fan_in))
    classifier.partial_fit(inputs, np.arange(8) % 2, classes=[0, 1])
    weights, biases = classifier.coefs_[0].ravel(), classifier.intercepts_[0]
    law = LAWS[name].law(LAYER)
    assert stats.kstest(weights, law.cdf).pvalue > 1e-4
    assert stats.kstest(biases, law.cdf).pvalue > 1e-4


@pytest.mark.parametrize("name", ["keras_dense", "sklearn_mlp"])
def test_glorots_weights_are_the_same_under_any_name(name: str) -> None:
    assert np.array_equal(drawn(name, WIDE), drawn("glorot_uniform", WIDE))


def test_only_ones_own_formula_takes_one_and_without_it_is_he() -> None:
    assert [record.name for record in INITIALIZATIONS if record.takes_formula] == ["formula"]
    for layer in (WIDE, TALL, SQUARE):
        assert np.array_equal(drawn("formula", layer), drawn("he", layer))

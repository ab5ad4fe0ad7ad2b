"""Another program's training, step for step: scikit-learn's MLPClassifier from the same weights."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from initcore import RunConfig, Trajectory, train
from initcore.data.base import Data
from initcore.data.loading import load

pytestmark = pytest.mark.numbers

NAMES = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic", "linear": "identity"}
OPTIMIZERS: dict[str, dict[str, Any]] = {
    "gd": {"solver": "sgd", "momentum": 0.0, "nesterovs_momentum": False},
    "momentum": {"solver": "sgd", "nesterovs_momentum": False},
    "nesterov": {"solver": "sgd", "nesterovs_momentum": True},
    "adam": {"solver": "adam"},
}
RATES = {"gd": 0.2, "momentum": 0.05, "nesterov": 0.05, "adam": 0.005}
OUTPUTS: dict[str, dict[str, Any]] = {
    "binary": {"dataset": "circles", "samples": 53},
    "classes": {"dataset": "blobs", "classes": 4, "noise": 0.2, "samples": 53},
    "real": {"dataset": "iris"},
}
STEPS = 41

each_activation = pytest.mark.parametrize("activation", NAMES)
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)
each_output = pytest.mark.parametrize("output", OUTPUTS)


def _config(optimizer: str, **settings: Any) -> RunConfig:
    shared = {"learning_rate": RATES[optimizer], "momentum": 0.8, "iterations": STEPS, "record_every": 1}
    return RunConfig(optimizer=optimizer, **{**shared, "hidden": (11, 7, 5), **settings})


def _classifier(run: Trajectory) -> MLPClassifier:
    """A classifier of the same settings, with the weights that `run` starts from."""
    config, data = run.config, load(run.config)
    classifier = MLPClassifier(
        config.hidden,
        activation=NAMES[config.activation],
        alpha=config.l2,
        batch_size=10**6,
        learning_rate="constant",
        learning_rate_init=config.learning_rate,
        shuffle=False,
        random_state=0,
        **{"momentum": config.momentum, **OPTIMIZERS[config.optimizer]},
    )
    # One step makes the arrays; the optimizer holds on to them, so they are filled in place.
    with pytest.warns(UserWarning, match="batch_size"):
        classifier.partial_fit(data.train_inputs.T, data.train_labels, classes=np.arange(config.class_count))
    optimizer = classifier._optimizer
    optimizer.t = 0
    for name in ("velocities", "ms", "vs"):
        for array in getattr(optimizer, name, ()):
            array[:] = 0
    _fill(classifier, run)
    return classifier


def _fill(classifier: MLPClassifier, run: Trajectory) -> None:
    for mine, theirs in zip(run.weights(0), classifier.coefs_, strict=True):
        theirs[:] = mine.T
    for mine, theirs in zip(run.biases(0), classifier.intercepts_, strict=True):
        theirs[:] = mine.ravel()


def _step(classifier: MLPClassifier, data: Data, some: slice | NDArray = slice(None)) -> None:
    with pytest.warns(UserWarning, match="batch_size"):
        classifier.partial_fit(data.train_inputs.T[some], data.train_labels[some])


def _assert_same_parameters(run: Trajectory, k: int, classifier: MLPClassifier) -> None:
    # It adds up in another order and writes the error as p - y, so each step differs in the last
    # place (1e-16 of numbers near 1). At these rates that is not amplified but by Adam, which divides
    # by the root of a square: there a gradient near 0 is wrong in more places. Such runs stay
    # below 1e-11.
    atol = 1e-11 if run.config.optimizer == "adam" else 1e-12
    for mine, theirs in zip(run.weights(k), classifier.coefs_, strict=True):
        np.testing.assert_allclose(mine, theirs.T, rtol=0, atol=atol)
    for mine, theirs in zip(run.biases(k), classifier.intercepts_, strict=True):
        np.testing.assert_allclose(mine.ravel(), theirs, rtol=0, atol=atol)


def _penalty(run: Trajectory, k: int) -> float:
    m = load(run.config).train_labels.size
    return sum(run.config.l2 / (2 * m) * float((w**2).sum()) for w in run.weights(k))


@each_activation
@each_optimizer
@each_output
@pytest.mark.parametrize("l2", [0.0, 2.0])
def test_the_whole_trajectory_agrees(activation: str, optimizer: str, output: str, l2: float) -> None:
    config = _config(optimizer, activation=activation, l2=l2, **OUTPUTS[output])
    [run] = train([config])
    classifier, data = _classifier(run), load(config)
    for k in range(STEPS):
        _step(classifier, data)
        assert classifier.loss_ == pytest.approx(run.costs[k] + _penalty(run, k), rel=0, abs=1e-11)
        _assert_same_parameters(run, k + 1, classifier)
    assert abs(run.theta - run.frames[0]).max() > 0.01
    assert classifier.score(data.test_inputs.T, data.test_labels) == run.test_accuracy


@each_activation
@each_optimizer
@pytest.mark.parametrize("output", ["binary", "classes"])
def test_mini_batches_agree(activation: str, optimizer: str, output: str) -> None:
    config = _config(optimizer, activation=activation, batch_size=16, batch_seed=5, **OUTPUTS[output])
    [run] = train([config])
    classifier, data = _classifier(run), load(config)
    m = data.train_labels.size
    for k in range(STEPS):
        epoch, place = divmod(k, -(-m // 16))
        order = np.random.RandomState([5, epoch]).permutation(m)
        _step(classifier, data, order[16 * place : 16 * (place + 1)])
        _assert_same_parameters(run, k + 1, classifier)


@pytest.mark.parametrize("initialization", ["xavier", "keras_dense", "torch_linear"])
def test_other_starts_agree(initialization: str) -> None:
    config = _config("gd", initialization=initialization, activation="tanh", **OUTPUTS["binary"])
    [run] = train([config])
    classifier, data = _classifier(run), load(config)
    for k in range(STEPS):
        _step(classifier, data)
        _assert_same_parameters(run, k + 1, classifier)


def test_where_gradients_are_tiny_the_two_forms_of_adam_part() -> None:
    # In the first updates through 20 layers, gradients are as small as epsilon.
    shared: dict[str, Any] = {
        "initialization": "xavier",
        "hidden": (32,) * 20,
        "learning_rate": 1e-4,
        "iterations": 600,
    }
    keras, torch = (train([RunConfig(optimizer=name, **shared)])[0] for name in ("adam", "torch_adam"))
    assert torch.costs[-1] < 0.002
    assert keras.costs[-1] > 20 * torch.costs[-1]

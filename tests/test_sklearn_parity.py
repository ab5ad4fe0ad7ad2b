"""Another program's training, step for step: scikit-learn's MLPClassifier from the same weights."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from initcore import RunConfig, Trajectory, train
from initcore.datasets import load

NAMES = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic"}
STEPS = 211


def _classifier(run: Trajectory) -> MLPClassifier:
    """A classifier for plain full-batch gradient descent, with the weights that `run` starts from."""
    config, data = run.config, load(run.config)
    classifier = MLPClassifier(
        config.hidden,
        activation=NAMES[config.activation],
        solver="sgd",
        alpha=0,
        batch_size=config.samples,
        learning_rate="constant",
        learning_rate_init=config.learning_rate,
        momentum=0,
        nesterovs_momentum=False,
        shuffle=False,
        random_state=0,
    )
    # One step makes the arrays; the optimizer holds on to them, so they are filled in place.
    classifier.partial_fit(data.train_inputs.T, data.train_labels, classes=[0.0, 1.0])
    for mine, theirs in zip(run.weights(0), classifier.coefs_, strict=True):
        theirs[:] = mine.T
    for mine, theirs in zip(run.biases(0), classifier.intercepts_, strict=True):
        theirs[:] = mine.ravel()
    return classifier


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("initialization", ["he", "xavier"])
@pytest.mark.parametrize("hidden", [(7,), (11, 7, 5)])
def test_the_whole_trajectory_agrees(activation: str, initialization: str, hidden: tuple[int, ...]) -> None:
    config = RunConfig(
        initialization=initialization,
        activation=activation,
        hidden=hidden,
        samples=53,
        learning_rate=0.2,
        iterations=STEPS,
        record_every=1,
    )
    [run] = train([config])
    classifier, data = _classifier(run), load(config)
    # It adds up in another order and writes the error as p - y, so each step differs in the last
    # place (1e-16 of numbers near 1). At this rate that is not amplified: moving every initial weight
    # by its last place moves none by more than 3e-15 in the end. 211 such steps stay below 1e-12.
    for k in range(STEPS):
        classifier.partial_fit(data.train_inputs.T, data.train_labels)
        assert classifier.loss_ == pytest.approx(run.costs[k], rel=0, abs=1e-12)
        for mine, theirs in zip(run.weights(k + 1), classifier.coefs_, strict=True):
            np.testing.assert_allclose(mine, theirs.T, rtol=0, atol=1e-12)
        for mine, theirs in zip(run.biases(k + 1), classifier.intercepts_, strict=True):
            np.testing.assert_allclose(mine.ravel(), theirs, rtol=0, atol=1e-12)
    assert abs(run.theta - run.frames[0]).max() > 0.01
    assert classifier.score(data.test_inputs.T, data.test_labels) == run.test_accuracy

"""The network: gradients against finite differences, and the layout of its parameters."""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig
from initcore.data.loading import load
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.network import Shape, Stack, activations, logits, matrices, pack
from tests.helpers.textbook import FUNCTIONS

R, M = 3, 17
HIDDEN = {1: (7,), 3: (11, 7, 5), 20: (5,) * 20}
LOSSES: dict[str, dict[str, Any]] = {
    "sigmoid": {"dataset": "moons"},
    "softmax": {"dataset": "blobs", "classes": 4, "noise": 0.2},
}
STEEP = {"sigmoid": 6.0, "softsign": 2.0, "silu": 1.8, "gelu": 1.5, "softplus": 1.8}
"""Times 1 / sqrt(fan_in), where `gain` would let the gradient fade over 20 layers."""

each_activation = pytest.mark.parametrize("activation", ACTIVATIONS.names)
each_depth = pytest.mark.parametrize("depth", HIDDEN)
each_loss = pytest.mark.parametrize("loss", LOSSES)


def _config(activation: str, depth: int, loss: str = "sigmoid", m: int = M) -> RunConfig:
    return RunConfig(activation=activation, hidden=HIDDEN[depth], samples=m, **LOSSES[loss])


def _theta(shape: Shape, runs: int = R, seed: int = 7) -> Array:
    """Random parameters (R, P), biases included, of a size that keeps the signal and the gradient."""
    theta = np.random.RandomState(seed).standard_normal((runs, shape.size))
    gain = STEEP.get(shape.activation, ACTIVATIONS[shape.activation].gain)
    for matrix in matrices(shape, theta):
        matrix *= gain / np.sqrt(matrix.shape[-1] - 1)
        if shape.activation == "sigmoid":  # centred, as its outputs have mean 1/2
            matrix[:, :, -1] -= matrix[:, :, :-1].sum(axis=-1) / 2
    return theta


def _stack(config: RunConfig, theta: Array) -> Stack:
    data = load(config)
    return Stack(config.shape, theta, data.train_inputs, data.train_labels)


def _costs(config: RunConfig, theta: Array) -> Array:
    return _stack(config, theta).costs()


def _same_side(config: RunConfig, one: Array, other: Array) -> Array:
    """Which runs (R,) have no unit that crosses 0 between two sets of parameters."""
    inputs, shape = load(config).train_inputs, config.shape
    layers = zip(*(activations(shape, theta, inputs)[:-1] for theta in (one, other)), strict=True)
    return np.all([((a > 0) == (b > 0)).all(axis=(1, 2)) for a, b in layers], axis=0)


@each_activation
@each_loss
@each_depth
def test_gradients_agree_with_finite_differences_in_every_layer(
    activation: str, loss: str, depth: int
) -> None:
    config = _config(activation, depth, loss)
    shape = config.shape
    theta = _theta(shape)
    gradient = _stack(config, theta).true_gradient()
    largest = np.zeros(R)
    for start, rows, columns in shape.layers:
        direction = np.zeros_like(theta)
        some = slice(start, start + rows * columns)
        direction[:, some] = np.random.RandomState(start).standard_normal((R, rows * columns))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        h = 1e-6
        ahead, behind = theta + h * direction, theta - h * direction
        measured = (_costs(config, ahead) - _costs(config, behind)) / (2 * h)
        given = (gradient * direction).sum(axis=1)
        # A cost near 1 is rounded to 1e-16 several times over; over 2h that leaves a few 1e-10.
        # Truncation, h^2 times the third derivative, is smaller. A function with a kink has a
        # derivative only where no unit switches on or off on the way.
        kinked = activation in ("relu", "leaky_relu", "selu")
        smooth = _same_side(config, ahead, behind) if kinked else np.ones(R, bool)
        assert smooth.any()
        np.testing.assert_allclose(given[smooth], measured[smooth], rtol=1e-6, atol=2e-9)
        largest = np.maximum(largest, abs(given))
        assert abs(given).max() > 1e-6, f"nothing to measure in the layer at {start}"
    assert (largest > 1e-3).all()


@each_activation
@each_loss
@pytest.mark.parametrize("depth", [1, 3])
def test_every_parameter_has_its_own_derivative(activation: str, loss: str, depth: int) -> None:
    config = _config(activation, depth, loss)
    shape = config.shape
    theta = _theta(shape, runs=1)
    gradient = _stack(config, theta).true_gradient()[0]
    h = 1e-6
    moved = np.repeat(theta, 2 * shape.size, axis=0)
    moved[: shape.size] += h * np.eye(shape.size)
    moved[shape.size :] -= h * np.eye(shape.size)
    ahead, behind = _costs(config, moved).reshape(2, shape.size)
    # As above; a kink within h of a single parameter would show as 1e-3, none is met here.
    np.testing.assert_allclose(gradient, (ahead - behind) / (2 * h), rtol=1e-6, atol=2e-9)


@each_activation
@pytest.mark.parametrize("depth", [1, 3])  # deeper, logits are large and the textbook's log(1 - p) is inexact
def test_a_stack_gives_the_costs_of_the_textbook_forward_pass(activation: str, depth: int) -> None:
    config = _config(activation, depth)
    shape, data = config.shape, load(config)
    theta = _theta(shape)
    p = 1 / (1 + np.exp(-logits(shape, theta, data.train_inputs)[:, 0]))
    textbook = -(np.log(p) * data.train_labels + np.log(1 - p) * (1 - data.train_labels)).mean(axis=-1)
    # Another order of summation over 17 terms, and a logarithm of a rounded number.
    np.testing.assert_allclose(_costs(config, theta), textbook, rtol=1e-12)


@each_activation
@each_depth
def test_activations_are_those_of_a_plain_loop(activation: str, depth: int) -> None:
    config = _config(activation, depth)
    shape, inputs = config.shape, load(config).train_inputs
    theta = _theta(shape)
    results = activations(shape, theta, inputs)
    assert [a.shape for a in results] == [(R, units, M) for units in shape.widths[1:]]
    for run in range(R):
        a = inputs
        for index, matrix in enumerate(matrices(shape, theta)):
            z = matrix[run, :, :-1] @ a + matrix[run, :, -1:]
            a = z if index == depth else FUNCTIONS[activation](z)
            # Sums of up to 12 products in another order, in up to 20 layers on end.
            np.testing.assert_allclose(results[index][run], a, rtol=1e-13, atol=1e-14)
    assert np.array_equal(logits(shape, theta, inputs), results[-1])


def test_activations_take_other_inputs_and_leave_theirs_alone() -> None:
    shape = Shape((2, 7, 5, 1), "tanh")
    theta, points = _theta(shape), np.random.RandomState(5).standard_normal((2, 31))
    before = theta.copy(), points.copy()
    assert logits(shape, theta, points).shape == (R, 1, 31)
    assert np.array_equal(theta, before[0])
    assert np.array_equal(points, before[1])


def test_pack_and_matrices_are_inverse() -> None:
    shape = Shape((2, 7, 5, 3, 1), "relu")
    stream = np.random.RandomState(7)
    weights = [stream.standard_normal((out, into)) for into, out in ((2, 7), (7, 5), (5, 3), (3, 1))]
    row = pack(shape, weights)
    assert row.shape == (shape.size,) == (21 + 40 + 18 + 4,)
    layers = matrices(shape, row[None])
    assert [layer.shape for layer in layers] == [(1, 7, 3), (1, 5, 8), (1, 3, 6), (1, 1, 4)]
    for layer, weight in zip(layers, weights, strict=True):
        assert np.array_equal(layer[0, :, :-1], weight)
        assert not layer[0, :, -1].any()


def test_matrices_are_views_that_cover_theta_once() -> None:
    shape = Shape((2, 7, 5, 1), "relu")
    theta = np.zeros((R, shape.size))
    for layer in matrices(shape, theta):
        layer += 1
    assert (theta == 1).all()


def test_pack_refuses_another_number_of_layers() -> None:
    with pytest.raises(ValueError, match="zip"):
        pack(Shape((2, 7, 1), "relu"), [np.zeros((7, 2))])

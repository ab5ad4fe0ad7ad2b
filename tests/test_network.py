"""The network: gradients against finite differences, and the layout of its parameters."""

import numpy as np
import pytest

from initcore import RunConfig
from initcore.datasets import load
from initcore.network import Shape, Stack, activations, logits, matrices, pack
from initcore.registry import ACTIVATIONS, Array
from tests.textbook import FUNCTIONS

R, M = 3, 17
HIDDEN = {1: (7,), 2: (7, 5), 3: (11, 7, 5)}

each_activation = pytest.mark.parametrize("activation", ACTIVATIONS.names)
each_depth = pytest.mark.parametrize("depth", HIDDEN)


def _config(activation: str, depth: int, m: int = M) -> RunConfig:
    return RunConfig(activation=activation, hidden=HIDDEN[depth], dataset="moons", samples=m)


def _theta(shape: Shape, runs: int = R, seed: int = 7) -> Array:
    """Random parameters (R, P), biases included, so that every unit is neither dead nor saturated."""
    return np.random.RandomState(seed).standard_normal((runs, shape.size)) * 0.7


def _stack(config: RunConfig, theta: Array) -> Stack:
    data = load(config)
    return Stack(Shape.of(config), theta, data.train_inputs, data.train_labels)


def _costs(config: RunConfig, theta: Array) -> Array:
    return _stack(config, theta).costs()


@each_activation
@each_depth
@pytest.mark.parametrize("seed", [5, 7, 11])
def test_gradients_agree_with_finite_differences(activation: str, depth: int, seed: int) -> None:
    config = _config(activation, depth)
    shape, inputs = Shape.of(config), load(config).train_inputs
    theta = _theta(shape)
    gradient = _stack(config, theta).true_gradient()
    direction = np.random.RandomState(seed).standard_normal(theta.shape)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    h = 1e-6
    ahead, behind = theta + h * direction, theta - h * direction
    if activation == "relu":
        # The cost has a derivative only where no unit switches on or off on the way.
        for one, other in zip(*(activations(shape, t, inputs)[:-1] for t in (ahead, behind)), strict=True):
            assert np.array_equal(one > 0, other > 0)
    measured = (_costs(config, ahead) - _costs(config, behind)) / (2 * h)
    given = (gradient * direction).sum(axis=1)
    assert (abs(given) > 1e-5).all()
    # A cost near 1 is rounded to 1e-16 several times over; over 2h that leaves a few 1e-10.
    # Truncation, h^2 times the third derivative, is smaller.
    np.testing.assert_allclose(given, measured, rtol=0, atol=1e-9)


@each_activation
@each_depth
def test_every_parameter_has_its_own_derivative(activation: str, depth: int) -> None:
    config = _config(activation, depth)
    shape = Shape.of(config)
    theta = _theta(shape, runs=1)
    gradient = _stack(config, theta).true_gradient()[0]
    h = 1e-6
    moved = np.repeat(theta, 2 * shape.size, axis=0)
    moved[: shape.size] += h * np.eye(shape.size)
    moved[shape.size :] -= h * np.eye(shape.size)
    ahead, behind = _costs(config, moved).reshape(2, shape.size)
    # As above; a kink within h of a single parameter would show as 1e-3, none is met here.
    np.testing.assert_allclose(gradient, (ahead - behind) / (2 * h), rtol=0, atol=1e-9)


@each_activation
@each_depth
def test_a_stack_gives_the_costs_of_the_textbook_forward_pass(activation: str, depth: int) -> None:
    config = _config(activation, depth)
    shape, data = Shape.of(config), load(config)
    theta = _theta(shape)
    p = 1 / (1 + np.exp(-logits(shape, theta, data.train_inputs)[:, 0]))
    textbook = -(np.log(p) * data.train_labels + np.log(1 - p) * (1 - data.train_labels)).mean(axis=-1)
    # Another order of summation over 17 terms, and a logarithm of a rounded number.
    np.testing.assert_allclose(_costs(config, theta), textbook, rtol=1e-12)


@each_activation
@each_depth
def test_activations_are_those_of_a_plain_loop(activation: str, depth: int) -> None:
    config = _config(activation, depth)
    shape, inputs = Shape.of(config), load(config).train_inputs
    theta = _theta(shape)
    results = activations(shape, theta, inputs)
    assert [a.shape for a in results] == [(R, units, M) for units in shape.widths[1:]]
    for run in range(R):
        a = inputs
        for index, matrix in enumerate(matrices(shape, theta)):
            z = matrix[run, :, :-1] @ a + matrix[run, :, -1:]
            a = z if index == depth else FUNCTIONS[activation](z)
            # Sums of up to 12 products in another order.
            np.testing.assert_allclose(results[index][run], a, rtol=0, atol=1e-14)
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

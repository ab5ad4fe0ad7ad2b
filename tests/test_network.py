"""The network: gradients against finite differences, and the layout of its parameters."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from initcore import RunConfig
from initcore.datasets import load
from initcore.network import Shape, Stack, activations, logits, matrices, pack
from initcore.registry import ACTIVATIONS, Array

R, M = 3, 17
FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": lambda z: np.tanh(z),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}
HIDDEN = {1: (7,), 2: (7, 5), 3: (11, 7, 5)}

each_activation = pytest.mark.parametrize("activation", ACTIVATIONS.names)
each_depth = pytest.mark.parametrize("depth", HIDDEN)


def _config(activation: str, depth: int, m: int = M) -> RunConfig:
    return RunConfig(activation=activation, hidden=HIDDEN[depth], dataset="moons", samples=m)


def _theta(shape: Shape, runs: int = R, seed: int = 7) -> Array:
    """Random parameters (R, P), biases included, so that every unit is neither dead nor saturated."""
    return np.random.RandomState(seed).standard_normal((runs, shape.size)) * 0.7


def _costs(config: RunConfig, theta: Array) -> Array:
    return Stack(Shape.of(config), theta, load(config)).costs()


@each_activation
@each_depth
@pytest.mark.parametrize("seed", [5, 7, 11])
def test_gradients_agree_with_finite_differences(activation: str, depth: int, seed: int) -> None:
    config = _config(activation, depth)
    shape, inputs = Shape.of(config), load(config).train_inputs
    theta = _theta(shape)
    gradient = Stack(shape, theta, load(config)).true_gradient()
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
    gradient = Stack(shape, theta, load(config)).true_gradient()[0]
    h = 1e-6
    moved = np.repeat(theta, 2 * shape.size, axis=0)
    moved[: shape.size] += h * np.eye(shape.size)
    moved[shape.size :] -= h * np.eye(shape.size)
    ahead, behind = _costs(config, moved).reshape(2, shape.size)
    # As above; a kink within h of a single parameter would show as 1e-3, none is met here.
    np.testing.assert_allclose(gradient, (ahead - behind) / (2 * h), rtol=0, atol=1e-9)


@each_activation
def test_a_step_goes_down_the_gradient_at_each_runs_own_rate(activation: str) -> None:
    config = _config(activation, 2)
    shape, theta = Shape.of(config), _theta(Shape.of(config))
    rates = np.array([0.01, 0.3, 2.0])
    stack = Stack(shape, theta, load(config), rates)
    gradient = stack.true_gradient()
    assert np.array_equal(stack.theta, theta)
    stack.step()
    # The step multiplies rate, 1/2m and gradient in another order: a few units in the last place.
    np.testing.assert_allclose(stack.theta, theta - rates[:, None] * gradient, rtol=1e-14, atol=1e-15)


@each_activation
@each_depth
def test_a_stack_gives_the_costs_of_the_textbook_forward_pass(activation: str, depth: int) -> None:
    config = _config(activation, depth)
    shape, data = Shape.of(config), load(config)
    theta = _theta(shape)
    p = 1 / (1 + np.exp(-logits(shape, theta, data.train_inputs)))
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
    assert np.array_equal(logits(shape, theta, inputs), results[-1][:, 0])


def test_activations_take_other_inputs_and_leave_theirs_alone() -> None:
    shape = Shape((2, 7, 5, 1), "tanh")
    theta, points = _theta(shape), np.random.RandomState(5).standard_normal((2, 31))
    before = theta.copy(), points.copy()
    assert logits(shape, theta, points).shape == (R, 31)
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


def test_a_stack_copies_the_parameters_it_is_given() -> None:
    config = _config("relu", 2)
    theta = _theta(Shape.of(config))
    before = theta.copy()
    stack = Stack(Shape.of(config), theta, load(config), np.full(R, 0.1))
    stack.step()
    assert np.array_equal(theta, before)
    assert not np.array_equal(stack.theta, before)


@each_activation
def test_training_allocates_no_array(activation: str) -> None:
    config = RunConfig(activation=activation, hidden=(31, 29), samples=997)
    shape = Shape.of(config)
    stack = Stack(shape, _theta(shape), load(config), np.full(R, 0.01))
    stack.step()
    # numpy's ufuncs may buffer up to this many elements of an operand, at most two of them at once,
    # whatever the size of the network; the rest is small Python objects.
    buffering = 2 * np.getbufsize() * 8 + 4096
    assert buffering < 8 * R * 29 * 997 / 4, "the network is too small to tell buffering from an array"
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(101):
            stack.step()
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < buffering
    assert after - before < 1024

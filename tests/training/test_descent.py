"""Descent: steps of each optimizer as their papers write them, mini-batches, L2, and no allocation."""

import math
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from initcore import RunConfig, begin, train
from initcore.data.loading import load
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.network import Stack, matrices
from initcore.model.optimizers import OPTIMIZERS
from initcore.training.descent import Descent, slot_count

R, M = 3, 17
RATES = np.array([0.01, 0.3, 2.0])

each_activation = pytest.mark.parametrize("activation", ACTIVATIONS.names)
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.names)


def _theta(config: RunConfig) -> Array:
    return np.random.RandomState(7).standard_normal((R, config.shape.size)) * 0.7


def _descent(config: RunConfig, theta: Array, rates: Array = RATES, iteration: int = 0) -> Descent:
    slots = np.zeros((slot_count(config), *theta.shape))
    return Descent(config, theta, slots, rates, load(config), iteration)


def _gradient(config: RunConfig, theta: Array, some: slice | NDArray = slice(None)) -> Array:
    """Of cost and penalty, by the stack's gradient alone."""
    data = load(config)
    inputs, labels = data.train_inputs[:, some], data.train_labels[some]
    gradient = Stack(config.shape, theta, inputs, labels).true_gradient()
    weights = np.ones_like(theta)
    for matrix in matrices(config.shape, weights):
        matrix[:, :, -1] = 0
    return gradient + config.l2 / data.train_labels.size * weights * theta


@each_activation
def test_a_step_goes_down_the_gradient_at_each_runs_own_rate(activation: str) -> None:
    config = RunConfig(activation=activation, hidden=(7, 5), dataset="moons", samples=M)
    theta = _theta(config)
    descent = _descent(config, theta)
    descent.step()
    # The step multiplies rate, 1/2m and gradient in another order: a few units in the last place.
    expected = theta - RATES[:, None] * _gradient(config, theta)
    np.testing.assert_allclose(descent.theta, expected, rtol=1e-14, atol=1e-15)


def _momentum(theta: Array, gradient: Callable[[Array], Array], steps: int) -> Array:
    v = np.zeros_like(theta)
    for _ in range(steps):
        v = 0.7 * v - RATES[:, None] * gradient(theta)
        theta = theta + v
    return theta


def _nesterov(theta: Array, gradient: Callable[[Array], Array], steps: int) -> Array:
    v = np.zeros_like(theta)
    for _ in range(steps):
        v = 0.7 * v - RATES[:, None] * gradient(theta)
        theta = theta + 0.7 * v - RATES[:, None] * gradient(theta)
    return theta


def _rmsprop(theta: Array, gradient: Callable[[Array], Array], steps: int) -> Array:
    s = np.zeros_like(theta)
    for _ in range(steps):
        g = gradient(theta)
        s = 0.9 * s + 0.1 * g**2
        theta = theta - RATES[:, None] * g / (np.sqrt(s) + 1e-8)
    return theta


def _adam(theta: Array, gradient: Callable[[Array], Array], steps: int) -> Array:
    m, s = np.zeros_like(theta), np.zeros_like(theta)
    for t in range(1, steps + 1):
        g = gradient(theta)
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        rate = RATES[:, None] * math.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        theta = theta - rate * m / (np.sqrt(s) + 1e-8)
    return theta


def _torch_adam(theta: Array, gradient: Callable[[Array], Array], steps: int) -> Array:
    """The lines of PyTorch's documentation of `torch.optim.Adam`, one by one."""
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    for t in range(1, steps + 1):
        g = gradient(theta)
        m = 0.9 * m + (1 - 0.9) * g
        v = 0.999 * v + (1 - 0.999) * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        theta = theta - RATES[:, None] * m_hat / (np.sqrt(v_hat) + 1e-8)
    return theta


PAPERS = {
    "momentum": _momentum,
    "nesterov": _nesterov,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "torch_adam": _torch_adam,
}


@pytest.mark.parametrize("optimizer", PAPERS)
@pytest.mark.parametrize("l2", [0.0, 3.0])
def test_an_optimizer_moves_as_its_paper_says(optimizer: str, l2: float) -> None:
    config = RunConfig(optimizer=optimizer, momentum=0.7, l2=l2, activation="tanh", hidden=(7, 5), samples=M)
    theta = _theta(config)
    descent = _descent(config, theta)
    for _ in range(5):
        descent.step()
    expected = PAPERS[optimizer](theta, lambda at: _gradient(config, at), 5)
    # The same sums in another order. Division by a root near 0 magnifies a last place a thousandfold.
    np.testing.assert_allclose(descent.theta, expected, rtol=1e-10, atol=1e-11)


@each_optimizer
@pytest.mark.parametrize("batch", [1, 5, 8])
def test_a_mini_batch_step_uses_the_examples_of_its_epochs_permutation(optimizer: str, batch: int) -> None:
    config = RunConfig(optimizer=optimizer, hidden=(7,), samples=M, batch_size=batch, batch_seed=5)
    theta = _theta(config)
    descent, seen = _descent(config, theta), []
    order = np.random.RandomState([5, 0]).permutation(M)
    for start in range(0, M, batch):
        some = order[start : start + batch]
        before, gradient = descent.theta.copy(), _gradient(config, descent.theta, some)
        descent.step()
        seen += some.tolist()
        if optimizer == "gd":
            expected = before - RATES[:, None] * gradient
            np.testing.assert_allclose(descent.theta, expected, rtol=1e-13, atol=1e-15)
    assert sorted(seen) == list(range(M))
    if optimizer == "gd":
        some = np.random.RandomState([5, 1]).permutation(M)[:batch]
        expected = descent.theta - RATES[:, None] * _gradient(config, descent.theta, some)
        descent.step()
        np.testing.assert_allclose(descent.theta, expected, rtol=1e-13, atol=1e-15)


def test_a_batch_as_large_as_the_data_is_the_full_batch() -> None:
    full = train([RunConfig(samples=M, iterations=20, hidden=(7,))])[0]
    for batch in (M, 1000):
        [run] = train([RunConfig(samples=M, iterations=20, hidden=(7,), batch_size=batch)])
        assert np.array_equal(run.theta, full.theta)


def test_costs_are_those_of_all_examples_without_the_penalty() -> None:
    plain, regularised = RunConfig(samples=M), RunConfig(samples=M, l2=7.0, batch_size=3)
    theta = _theta(plain)
    assert np.array_equal(_descent(plain, theta).costs(), _descent(regularised, theta).costs())


def test_other_seeds_of_the_order_give_other_runs_and_the_same_seed_the_same() -> None:
    first, again, other = train(
        [RunConfig(samples=M, iterations=20, batch_size=5, batch_seed=seed) for seed in (1, 1, 2)]
    )
    assert np.array_equal(first.theta, again.theta)
    assert not np.array_equal(first.theta, other.theta)
    assert np.array_equal(first.frames[0], other.frames[0])


def test_a_descent_copies_the_parameters_it_is_given() -> None:
    config = RunConfig(hidden=(7, 5), samples=M)
    theta = _theta(config)
    before = theta.copy()
    descent = _descent(config, theta)
    descent.step()
    assert np.array_equal(theta, before)
    assert not np.array_equal(descent.theta, before)


@each_activation
def test_training_allocates_no_array(activation: str) -> None:
    _assert_allocates_nothing(RunConfig(activation=activation, hidden=(31, 29), samples=997))


@each_optimizer
def test_optimizers_allocate_no_array(optimizer: str) -> None:
    _assert_allocates_nothing(RunConfig(optimizer=optimizer, l2=1.0, hidden=(31, 29), samples=997))


def test_softmax_allocates_no_array() -> None:
    _assert_allocates_nothing(RunConfig(dataset="digits", hidden=(31, 29)))


def _assert_allocates_nothing(config: RunConfig) -> None:
    descent = _descent(config, _theta(config) * 0.1, np.full(R, 0.001))
    descent.step()
    # numpy's ufuncs may buffer up to this many elements of an operand, at most two of them at once,
    # whatever the size of the network; the rest is small Python objects.
    buffering = 2 * np.getbufsize() * 8 + 4096
    # What other threads of the test runner allocate meanwhile counts too, so the best of three is taken.
    peak, left = map(min, zip(*(_allocated(descent) for _ in range(3)), strict=True))
    assert peak < buffering
    assert left < 1024


def _allocated(descent: Descent) -> tuple[int, int]:
    """Bytes that some steps allocate at most at once, and bytes that are still there after them."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(31):
            descent.step()
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak - before, after - before


def test_a_run_begins_with_empty_slots() -> None:
    for record in OPTIMIZERS:
        [run] = begin([RunConfig(optimizer=record.name)]).runs
        assert run.slots.shape == (record.slots, run.theta.size)
        assert not run.slots.any()

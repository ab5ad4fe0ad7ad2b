"""What is measured of a run before its first step."""

from dataclasses import replace

import numpy as np
import pytest

from initcore.measures.at_initialization import first_gradients, start_of
from initcore.training.trajectory import costs_at
from tests.helpers.small import CONFIG, begun, trained


def test_preactivations_are_what_a_plain_forward_pass_gives() -> None:
    run = begun(replace(CONFIG, bias="uniform"))
    fed = run.data.train_inputs
    for size, weight, bias in zip(start_of(run).preactivation, run.weights(0), run.biases(0), strict=True):
        z = weight @ fed + bias
        assert size == pytest.approx(np.sqrt(np.mean(z**2)))
        fed = np.maximum(z, 0)


def test_sizes_are_what_a_plain_forward_pass_gives() -> None:
    run = begun(replace(CONFIG, bias="uniform"))
    fed, start = run.data.train_inputs, start_of(run)
    layers = [fed]
    for weight, bias in zip(run.weights(0), run.biases(0), strict=True):
        layers.append(np.maximum(weight @ layers[-1] + bias, 0))
    layers[-1] = run.weights(0)[-1] @ layers[-2] + run.biases(0)[-1]
    differing = [layer - layer.mean(axis=1, keepdims=True) for layer in layers]
    assert start.size == pytest.approx([np.sqrt(np.mean(layer**2)) for layer in layers])
    assert start.signal == pytest.approx([np.sqrt(np.mean(layer**2)) for layer in differing])
    margins = np.sort(np.abs(layers[-1]).ravel())
    assert margins[0] < start.typical < start.largest < margins[-1]
    assert start.typical == pytest.approx(np.median(margins))


@pytest.mark.parametrize("name", ["constant", "zeros"])
def test_units_that_start_as_one(name: str) -> None:
    start = start_of(begun(replace(CONFIG, initialization=name)))
    assert start.distinct == (1,) * len(CONFIG.hidden)


def test_the_signal_of_a_layer_that_no_example_changes_is_nothing() -> None:
    """Its numbers may differ by the rounding of their mean."""
    start = start_of(begun(replace(CONFIG, initialization="zeros", bias="uniform")))
    assert start.signal[0] > 0
    assert (start.signal[1:] == 0).all()
    assert (start.size[1:] > 0).any()


def test_gradients_are_those_of_finite_differences() -> None:
    run = begun(CONFIG)
    step, layer, place = 1e-6, 1, (2, 3)
    first, _, _ = run.shape.layers[layer]
    at = first + place[0] * (CONFIG.hidden[0] + 1) + place[1]
    costs = []
    for sign in (1, -1):
        theta = run.theta.copy()
        theta[at] += sign * step
        costs.append(float(costs_at(CONFIG, theta[None])[0]))
    slope = (costs[0] - costs[1]) / (2 * step)
    gradients = first_gradients(run)
    assert gradients[layer][0][place] == pytest.approx(slope, rel=1e-6)
    sizes = [np.sqrt(np.mean(gradient[0, :, :-1] ** 2)) for gradient in gradients]
    assert start_of(run).gradient == pytest.approx(sizes)


@pytest.mark.parametrize("optimizer", ["gd", "adam", "momentum"])
def test_the_first_step_is_the_one_the_optimizer_takes(optimizer: str) -> None:
    config = replace(CONFIG, iterations=1, record_every=1, optimizer=optimizer)
    before, after = (trained(config, stop).weights(-1) for stop in (0, 1))
    moved = [np.linalg.norm(b - a) / np.linalg.norm(a) for a, b in zip(before, after, strict=True)]
    assert start_of(begun(config)).step == pytest.approx(moved)


def test_a_step_has_no_share_of_weights_that_are_all_0() -> None:
    assert np.isnan(start_of(begun(replace(CONFIG, initialization="zeros"))).step).all()


def test_gradients_shrink_with_the_weights() -> None:
    small, he = (start_of(begun(replace(CONFIG, initialization=name))) for name in ("small_random", "he"))
    assert (small.gradient < he.gradient).all()


def test_the_start_of_a_run_stays_what_it_was() -> None:
    assert start_of(trained(CONFIG)) is start_of(begun(CONFIG))

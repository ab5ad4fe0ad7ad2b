"""A run's start, layer by layer."""

from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig
from initcore.data.loading import load
from initcore.lesson.start import (
    first_gradients,
    first_step_shares,
    gradient_sizes,
    leaves_chance_at,
    signal_sizes,
)
from initcore.theory.signal import expected_signal_sizes
from initcore.training.begin import begin
from tests.helpers.small import CONFIG, trained

pytestmark = pytest.mark.numbers


def begun(config: RunConfig):
    return begin([config]).runs[0]


def test_signal_sizes_are_what_a_plain_forward_pass_gives() -> None:
    run = begun(replace(CONFIG, bias="uniform"))
    fed = load(CONFIG).train_inputs
    for size, weight, bias in zip(signal_sizes(run), run.weights(0), run.biases(0), strict=True):
        z = weight @ fed + bias
        assert size == pytest.approx(np.sqrt(np.mean(z**2)))
        fed = np.maximum(z, 0)


@pytest.mark.parametrize(("name", "scale"), [("he", 2.0), ("xavier", 1.0)])
def test_theory_agrees_with_the_mean_of_wide_networks(name: str, scale: float) -> None:
    runs = [
        begun(RunConfig(initialization=name, hidden=(128,) * 6, samples=40, weights_seed=seed))
        for seed in range(8)
    ]
    measured = np.sqrt(np.mean([signal_sizes(run) ** 2 for run in runs], axis=0))
    # The input has two features and the output one unit: they vary more than the wide layers between.
    assert measured[:-1] == pytest.approx(expected_signal_sizes(runs[0], scale)[:-1], rel=0.3)
    decay = measured[5] / measured[1]
    assert decay == pytest.approx((scale / 2) ** 2, rel=0.25)


def test_gradients_are_those_of_finite_differences() -> None:
    run = begun(CONFIG)
    step, layer, place = 1e-6, 1, (2, 3)
    start, _, _ = run.shape.layers[layer]
    at = start + place[0] * (CONFIG.hidden[0] + 1) + place[1]
    costs = []
    for sign in (1, -1):
        theta = run.theta.copy()
        theta[at] += sign * step
        costs.append(float(begun_cost(theta)))
    slope = (costs[0] - costs[1]) / (2 * step)
    assert first_gradients(run)[layer][0][place] == pytest.approx(slope, rel=1e-6)


def begun_cost(theta: np.ndarray) -> float:
    from initcore.training.trajectory import costs_at

    return costs_at(CONFIG, theta[None])[0]


def test_the_first_step_is_the_rate_times_the_gradient() -> None:
    config = replace(CONFIG, iterations=1, record_every=1)
    before, after = (trained(config, stop).weights(-1) for stop in (0, 1))
    moved = [np.linalg.norm(b - a) / np.linalg.norm(a) for a, b in zip(before, after, strict=True)]
    assert first_step_shares(begun(config)) == pytest.approx(moved)
    assert np.isinf(first_step_shares(begun(replace(config, initialization="zeros")))).all()


def test_gradients_shrink_with_the_weights() -> None:
    small, he = (begun(replace(CONFIG, initialization=name)) for name in ("small_random", "he"))
    assert (gradient_sizes(small) < gradient_sizes(he)).all()


def test_when_the_cost_leaves_chance() -> None:
    assert leaves_chance_at(trained(replace(CONFIG, initialization="zeros", samples=52))) is None
    run = trained(replace(CONFIG, iterations=3000))
    at = leaves_chance_at(run)
    assert at is not None
    place = int(np.flatnonzero(run.iterations == at)[0])
    assert run.costs[place] < 0.99 * np.log(2) + 1e-3 <= run.costs[place - 1] + 2e-2

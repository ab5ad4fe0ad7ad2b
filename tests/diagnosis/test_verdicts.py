"""The numbers that verdicts give as evidence are those that loops over the run's own parameters find."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, State, Trajectory, advance, begin, train
from initcore.data.loading import load
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.verdicts import Remedy
from initcore.model.base import Array
from initcore.model.network import activations, logits, matrices
from initcore.training.begin import begun_at
from initcore.training.trajectory import accuracies, costs_at
from tests.helpers.reading import measured, remedy_of

pytestmark = pytest.mark.numbers

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 300}
EXACT = 1e-9
"""Relative: the same quantity from other arithmetic."""


def _trained(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SMALL, **settings})])[0]


def _from(config: RunConfig, theta: Array) -> Trajectory:
    """A run of that config which starts from theta (P,), trained to its end."""
    return advance(State((begun_at(config, theta),)), config.iterations).runs[0]


def _first_update(run: Trajectory) -> float:
    """The geometric mean over layers of the first update over the weights, from a run of one step."""
    [one] = train([replace(run.config, iterations=1, record_every=1)])
    pairs = zip(*(matrices(run.shape, frame[None]) for frame in one.frames[:2]), strict=True)
    layers = [(after - before)[0, :, :-1] for before, after in pairs]
    weights = [matrix[0, :, :-1] for matrix in matrices(run.shape, one.frames[:1])]
    ratios = [np.linalg.norm(step) / np.linalg.norm(w) for step, w in zip(layers, weights, strict=True)]
    return math.exp(np.mean(np.log(ratios)))


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam"])
def test_a_rate_that_is_too_low_says_how_little_moves(optimizer: str) -> None:
    run = _trained(learning_rate=1e-6, optimizer=optimizer, iterations=1000)
    verdict = diagnose(run)
    assert verdict.name == "rate_too_low"
    assert measured(verdict, "first_update", "update") == pytest.approx([_first_update(run)], rel=EXACT)
    iterations, moved = measured(verdict, "hardly_moved", "iterations", "moved")
    assert iterations == 1000
    way = np.linalg.norm(run.theta - run.frames[0]) / np.linalg.norm(run.frames[0])
    assert moved == pytest.approx(way, rel=EXACT)
    further = costs_at(run.config, (run.theta + 3 * (run.theta - run.frames[0]))[None])[0]
    assert further < run.costs[-1]
    assert remedy_of(verdict) == Remedy("raise_rate", {"learning_rate": 1e-5}, {"rate": 1e-6})


def test_a_run_under_way_is_judged_by_where_it_will_be() -> None:
    # After 50 iterations any run has hardly moved; only one that is to end there is too slow for it.
    config = RunConfig(learning_rate=5e-4, iterations=15_000)
    [young] = advance(begin([config]), 100).runs
    assert diagnose(young).name == "still_learning"
    assert diagnose(young.asked_for(100)).name == "rate_too_low"


@pytest.mark.parametrize(
    ("settings", "larger"),
    [
        ({"learning_rate": 10.0}, False),
        ({"learning_rate": 3.0, "optimizer": "adam", "dataset": "moons"}, True),
    ],
)
def test_a_rate_that_is_too_high_says_how_large_the_first_update_is(
    settings: dict[str, Any], larger: bool
) -> None:
    settings = {"activation": "tanh", "initialization": "xavier", **settings}
    run = _trained(**settings)
    verdict = diagnose(run)
    assert verdict.name == "rate_too_high"
    [size] = measured(verdict, "first_update", "update")
    assert size == pytest.approx(_first_update(run), rel=EXACT)
    assert (size >= 1) == larger


def test_an_exploding_start_gives_both_ends_of_the_signal() -> None:
    run = _trained(hidden=(9,) * 9, gain=3.0, iterations=20)
    inputs = load(run.config).train_inputs
    z = logits(run.shape, run.frames[:1], inputs)
    size, grown = math.sqrt((inputs**2).mean()), math.sqrt((z**2).mean())
    signal = measured(diagnose(run), "signal_grows", "inputs", "logits", "a_layer")
    assert signal == pytest.approx([size, grown, (grown / size) ** 0.1], rel=EXACT)


@pytest.mark.parametrize("seed", range(3, 9))
def test_a_start_is_oversized_also_where_dead_units_keep_most_logits_at_0(seed: int) -> None:
    run = _trained(initialization="random", hidden=(8, 4), learning_rate=0.1, samples=300, weights_seed=seed)
    verdict = diagnose(run)
    assert verdict.name == "too_large_weights"
    z = np.abs(logits(run.shape, run.frames[:1], load(run.config).train_inputs))
    name, size = ("typical", np.median(z)) if np.median(z) >= 5 else ("tenth", np.quantile(z, 0.9))
    assert measured(verdict, "starts_saturated", name) == pytest.approx([size], rel=EXACT)


def test_what_does_not_differ_between_examples_is_0_and_not_rounding() -> None:
    run = _trained(initialization="zeros", bias="uniform")
    verdict = diagnose(run)
    assert verdict.name == "vanishes"
    assert measured(verdict, "signal_fades", "at_logits", "end", "gradient") == [False, 0, 0]


def test_gradients_that_grow_are_exploding_where_the_signal_is_bounded() -> None:
    run = _trained(hidden=(30,) * 45, gain=3.0, initialization="xavier", activation="tanh", iterations=9)
    last, first = measured(diagnose(run), "gradient_grows", "last", "first")
    assert first > 1000 * last


def test_dead_units_are_counted_in_the_evidence_and_who_was_born_so() -> None:
    config = RunConfig(**{**SMALL, "hidden": (10,)})
    theta = begin([config]).runs[0].theta.copy()
    matrices(begin([config]).runs[0].shape, theta[None])[0][0, :8, -1] = -1000
    run = _from(config, theta)
    verdict = diagnose(run)
    assert verdict.name == "some_dead"
    counts = measured(verdict, "units_dead", "dead", "width", "layer", "born")
    alive = activations(run.shape, run.theta[None], load(config).train_inputs)[0][0].any(axis=1)
    assert counts == [10 - alive.sum(), 10, 1, 8]


def test_a_few_dead_units_are_no_ailment() -> None:
    config = RunConfig(**{**SMALL, "hidden": (10,)})
    theta = begin([config]).runs[0].theta.copy()
    matrices(begin([config]).runs[0].shape, theta[None])[0][0, :6, -1] = -1000
    assert "some_dead" not in [one.name for one in findings(_from(config, theta))]


def test_overfitting_gives_accuracies_and_both_test_costs() -> None:
    run = _trained(
        samples=30, test_samples=100, hidden=(50,), label_noise=0.3, optimizer="adam", iterations=1500
    )
    verdict = diagnose(run)
    assert verdict.name == "overfits"
    names = ("train_accuracy", "test_accuracy", "lowest", "at", "now")
    train_share, test_share, low, at, now = measured(verdict, "test_cost_rises", *names)
    data, (kept, frames) = load(run.config), run.drawable
    shares = accuracies(run.shape, frames[-1:], data.test_inputs, data.test_labels)
    assert (train_share, test_share) == (run.train_accuracy, shares[0])
    z = logits(run.shape, frames, data.test_inputs)[:, 0]
    costs = (np.logaddexp(0, z) - z * data.test_labels).mean(axis=1)
    assert at == kept[costs.argmin()]
    assert (low, now) == pytest.approx((costs.min(), costs[-1]), rel=EXACT)


def test_uneven_classes_are_what_the_output_bias_learns() -> None:
    shares = {}
    for balance in (1.0, 3.0):
        run = _trained(initialization="zeros", balance=balance, samples=80, learning_rate=0.3)
        shares[balance] = diagnose(run)
    assert shares[1.0].name == "fails_to_break_symmetry"
    assert shares[3.0].name == "only_output_bias"
    cost, chance = measured(shares[3.0], "output_bias_alone", "cost", "chance")
    entropy = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    assert cost == pytest.approx(entropy, abs=6e-4)  # as near as 300 iterations bring it
    assert chance == pytest.approx(entropy, rel=EXACT)

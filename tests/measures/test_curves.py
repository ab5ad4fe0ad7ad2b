"""Accuracies and test costs along a run, its best, and how the cost has gone of late."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, State, Trajectory, advance, begin, train
from initcore.data.loading import load
from initcore.measures import curves as curves_module
from initcore.measures.curves import (
    accuracy_curves,
    before_last_tenth,
    best_of,
    known_curves,
    last_test_accuracy,
    learn,
    learn_whole,
    measure,
    recent_fall,
)
from initcore.memory import forget_everything
from initcore.model.base import Array
from initcore.model.losses import cost
from initcore.model.network import logits
from initcore.training.begin import begun_at
from initcore.training.trajectory import accuracies
from tests.helpers.small import trained
from tests.helpers.stores import DIVERGING

pytestmark = pytest.mark.numbers

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 300}


def _config(**settings: Any) -> RunConfig:
    return RunConfig(**{**SETTINGS, **settings})


def _trained(**settings: Any) -> Trajectory:
    return train([_config(**settings)])[0]


def _from(config: RunConfig, theta: Array) -> Trajectory:
    """A run that starts from theta (P,), whatever its config's initialization says, trained to its end."""
    return advance(State((begun_at(config, theta),)), config.iterations).runs[0]


def _start(**settings: Any) -> Array:
    return begin([_config(**settings)]).runs[0].theta.copy()


def test_curves_of_a_growing_run_are_those_of_the_whole() -> None:
    config = _config(weights_seed=17, iterations=330)
    state = begin([config])
    while not state.done:
        state = advance(state, 70)
        _assert_curves_are_direct(state.runs[0])
    whole = train([config])[0]
    for part in (whole.until(100), whole, whole.until(200), whole.asked_for(125)):
        _assert_curves_are_direct(part)


def test_curves_are_measured_from_what_they_are_asked_about() -> None:
    genuine = _trained(initialization="zeros")
    forged = _from(genuine.config, _start())
    for run in (genuine, forged, genuine):
        _assert_curves_are_direct(run)


def _assert_curves_are_direct(run: Trajectory) -> None:
    curves, data = accuracy_curves(run), load(run.config)
    kept, frames = run.drawable
    assert curves.iterations.tolist() == kept.tolist()
    train_shares = accuracies(run.shape, frames, data.train_inputs, data.train_labels)
    assert curves.train.tolist() == train_shares.tolist()
    test_shares = accuracies(run.shape, frames, data.test_inputs, data.test_labels)
    assert curves.test.tolist() == test_shares.tolist()


def test_test_costs_are_measured_beside_accuracies() -> None:
    config, state = RunConfig(**SETTINGS), begin([RunConfig(**SETTINGS)])
    while not state.done:
        state = advance(state, 70)
        [run] = state.runs
        data, frames = load(config), run.drawable[1]
        expected = cost(logits(run.shape, frames, data.test_inputs), data.test_labels)
        assert accuracy_curves(run).test_cost.tolist() == expected.tolist()


def test_what_was_measured_elsewhere_is_known_here_and_no_network_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state, parts = begin([_config(weights_seed=19, iterations=330)]), []
    for _ in range(6):
        parts.append((state.runs[0], measure(state.runs[0])))
        state = advance(state, 70)
    [whole] = state.runs
    direct = accuracy_curves(whole)
    parts.append((whole, measure(whole)))
    forget_everything()
    assert known_curves(whole)[0].iterations.size == 0
    monkeypatch.setattr(curves_module, "logits", None)
    for run, found in parts:
        learn(run, found)
    known, all_of_it = known_curves(whole)
    assert all_of_it
    for name in ("iterations", "train", "test", "test_cost"):
        assert getattr(known, name).tolist() == getattr(direct, name).tolist()
    assert accuracy_curves(whole).test.tolist() == direct.test.tolist()


def _with(iterations: list[int], costs: list[float]) -> Trajectory:
    """A run with other records than its own."""
    run = trained(stop=0)
    return replace(run, iterations=np.array(iterations), costs=np.array(costs))


@pytest.mark.parametrize(
    ("iterations", "place"),
    [
        ([0], 0),
        ([0, 50], 0),
        ([0, 50, 100], 1),
        ([0, 89, 90, 91, 100], 2),
        ([0, 91, 100], 0),
        (list(range(0, 1001, 50)), 18),
    ],
)
def test_a_tenth_of_the_run_or_more_has_followed(iterations: list[int], place: int) -> None:
    assert before_last_tenth(_with(iterations, [1.0] * len(iterations))) == place


def test_the_fall_is_a_share_of_the_cost_a_tenth_of_the_run_ago() -> None:
    at = [0, 80, 90, 95, 100]
    assert recent_fall(_with(at, [9.0, 8.0, 4.0, 7.0, 3.0])) == 0.25
    assert recent_fall(_with(at, [9.0, 8.0, 4.0, 1.0, 5.0])) == -0.25
    assert recent_fall(_with([0], [0.7])) == 0
    assert recent_fall(_with(at, [1.0, 0.0, 0.0, 0.0, 0.0])) == 0  # of nothing, nothing can go away


def test_the_best_is_the_first_of_the_best_that_are_finite() -> None:
    run = _trained()
    costs = np.full(run.costs.size, 0.7)
    costs[[2, 4]], costs[3] = 0.1, np.nan
    best = best_of(replace(run, costs=costs))
    assert (best.cost, best.cost_at) == (0.1, run.iterations[2])
    curves = accuracy_curves(run)
    assert best.test_accuracy == curves.test.max()
    assert best.test_accuracy_at == curves.iterations[curves.test.argmax()]


def test_of_a_run_without_a_finite_cost_there_is_no_best() -> None:
    run = _trained()
    best = best_of(replace(run, costs=np.full(run.costs.size, np.inf)))
    assert (best.cost, best.cost_at) == (None, None)
    assert best.test_accuracy is not None


def test_the_best_of_a_run_that_diverged_at_once_is_where_it_began() -> None:
    [run] = train([RunConfig(initialization="random", hidden=(128,) * 5, iterations=30)])
    assert run.diverged
    assert best_of(run).cost_at is not None
    assert best_of(run).cost == run.costs[np.isfinite(run.costs)].min()


def test_where_a_run_stands_on_the_test_examples_is_its_test_accuracy() -> None:
    for stop in (0, 60, 300):
        [run] = advance(begin([_config()]), stop).runs
        assert last_test_accuracy(run) == run.test_accuracy
    [fallen] = train([DIVERGING])
    assert np.isnan(last_test_accuracy(fallen))


def test_what_was_measured_of_a_run_as_it_was_holds_while_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    [before] = advance(begin([_config(weights_seed=23)]), 60).runs
    found = measure(before)
    [after] = advance(State((before,)), 27).runs
    direct = accuracy_curves(before)
    forget_everything()
    learn_whole(before, found)
    learn(after, measure(after))
    monkeypatch.setattr(curves_module, "logits", None)
    assert accuracy_curves(before).test.tolist() == direct.test.tolist()

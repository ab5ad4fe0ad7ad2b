"""What is known of one run: where it started, and how it stands now, in a large network on some examples."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, begin, train
from initcore.data.datasets import DATASETS
from initcore.data.loading import load
from initcore.measures.at_initialization import start_of
from initcore.measures.seen import Seen, _lean, directness
from initcore.model.losses import chance, cost, odds
from initcore.model.network import matrices
from tests.helpers.units import dead_units

pytestmark = pytest.mark.numbers

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 300}


def test_starts_are_told_apart_by_their_parameters() -> None:
    [run] = begin([RunConfig(**SETTINGS)]).runs
    other = replace(run, theta=run.theta * 3, frames=run.frames * 3)
    assert start_of(other).weight == pytest.approx(3 * start_of(run).weight)
    assert start_of(run) is start_of(replace(run))


def test_the_present_of_a_large_network_is_measured_on_some_and_its_dead_units_on_all() -> None:
    [run] = begin([RunConfig(hidden=(256,) * 8, samples=600, iterations=1)]).runs
    seen = Seen(run)
    assert 1 < seen.some.size < 600
    assert (seen.some[0], seen.some[-1]) == (0, 599)
    theta = run.theta.copy()
    first = matrices(run.shape, theta[None])[0][0]
    first[:200, -1] = -1e3
    killed = Seen(replace(run, theta=theta, frames=theta[None]))
    assert list(killed.dead) == dead_units(killed.run)
    assert killed.dead[0] >= 200
    assert Seen(train([RunConfig(**SETTINGS)])[0]).some.tolist() == list(range(43))


def test_costs_that_come_and_go_lead_nowhere() -> None:
    assert directness(np.array([3.0, 2.0, 1.0])) == 1
    assert directness(np.array([1.0, 2.0, 1.0, 2.0, 1.0])) == 0
    assert directness(np.array([1.0, 3.0])) == -1
    assert directness(np.array([1.0, 1.0])) == directness(np.array([1.0])) == 0


@pytest.mark.parametrize("name", [record.name for record in DATASETS if record.name != "csv"])
def test_the_odds_are_the_answer_whose_cost_is_chance(name: str) -> None:
    config = RunConfig(dataset=name, balance=3.0)
    data = load(config)
    z = np.repeat(odds(data.train_labels, data.classes)[:, None], data.train_labels.size, axis=1)
    assert cost(z, data.train_labels) == pytest.approx(chance(data.train_labels, data.classes))


def test_how_far_weights_lean_has_no_size() -> None:
    weights = np.random.RandomState(3).randn(5, 7) + 0.8
    assert _lean(weights) > 0
    for factor in (1e-150, 1e120, 1e300):
        assert _lean(weights * factor) == pytest.approx(_lean(weights), rel=1e-12)

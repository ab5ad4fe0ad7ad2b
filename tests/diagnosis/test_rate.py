"""What can be wrong with a run's steps: too long or too short, with the numbers that show it."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.rate import too_high, too_high_at_the_end, too_low
from initcore.diagnosis.verdicts import Remedy, evidence
from initcore.measures.seen import FEW, Seen
from initcore.model.network import matrices
from initcore.training.trajectory import costs_at
from tests.helpers.observed import SOUND, STEADY, killed, standing, trained, with_costs
from tests.helpers.reading import measured, remedy_of, saw

pytestmark = pytest.mark.numbers

EXACT = 1e-9
"""Relative: the same quantity from other arithmetic."""

FLAT = [0.69] * len(STEADY)


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
    run = trained(learning_rate=1e-6, optimizer=optimizer, iterations=1000)
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
    run = trained(**settings)
    verdict = diagnose(run)
    assert verdict.name == "rate_too_high"
    [size] = measured(verdict, "first_update", "update")
    assert size == pytest.approx(_first_update(run), rel=EXACT)
    assert (size >= 1) == larger


def test_a_sound_start_that_diverged_had_too_high_a_rate() -> None:
    [run] = train([RunConfig(dataset="wine", activation="leaky_relu", learning_rate=10, iterations=200)])
    verdict = diagnose(run)
    assert (run.diverged, verdict.name, verdict.tone) == (True, "rate_too_high", "bad")
    assert saw(verdict) == ["not_finite", "first_update"]
    assert measured(verdict, "not_finite", "iteration") == [run.diverged_at]
    assert verdict.remedy == Remedy("lower_rate_to_a_tenth", {"learning_rate": 1.0}, {"rate": 10.0})


def test_a_cost_that_ends_above_its_start_is_not_still_learning() -> None:
    costs = [0.716] + [0.4] * (len(STEADY) - 4) + [0.765, 0.77, 0.743]
    verdict = diagnose(with_costs(costs, STEADY))
    assert verdict.name == "rate_too_high"
    assert verdict.remedy == Remedy("lower_rate", {"learning_rate": 0.001}, {"l2": 0.0, "rate": 0.01})
    assert measured(verdict, "cost_rises", "cost", "first_cost") == [0.743, 0.716]
    penalized = diagnose(with_costs(costs, STEADY, l2=0.001))
    assert penalized.remedy == Remedy("lower_rate", {"learning_rate": 0.001}, {"l2": 0.001, "rate": 0.01})
    assert diagnose(with_costs([0.8, *costs[1:]], STEADY)).name == "still_learning"


def test_a_cost_that_was_low_and_came_up_for_good_was_won_and_lost() -> None:
    costs = [0.7, 0.5, 0.3, 0.02] + [0.31] * (len(STEADY) - 4)
    verdict = diagnose(with_costs(costs, STEADY))
    assert verdict.name == "rate_too_high"
    assert measured(verdict, "won_and_lost", "lowest", "iteration", "cost") == [0.02, 150, 0.31]
    # One record that jumps, and the last one, are no loss.
    costs = [0.7, 0.5, 0.3] + [0.02] * (len(STEADY) - 4) + [0.31]
    assert "won_and_lost" not in saw(diagnose(with_costs(costs, STEADY)))


def test_mini_batches_may_raise_a_cost_a_little() -> None:
    costs = [0.6] * (len(STEADY) - 3) + [0.5, 0.55, 0.51]
    assert diagnose(with_costs(costs, STEADY, batch_size=8)).name == "plateau"
    assert diagnose(with_costs([*costs[:-1], 0.54], STEADY, batch_size=8)).name == "rate_too_high"


def test_a_small_first_update_is_no_evidence_of_a_high_rate() -> None:
    costs = [0.6] * (len(STEADY) - 3) + [70.0, 0.55, 0.5]
    verdict = diagnose(with_costs(costs, STEADY))
    assert verdict.evidence == (evidence("cost_blew_up", first_cost=0.6, top=70.0, iteration=900),)
    [run] = train([RunConfig(dataset="wine", activation="leaky_relu", learning_rate=10, iterations=200)])
    assert saw(diagnose(run))[1:] == ["first_update"]


def test_a_cost_that_jumps_about_and_gets_nowhere_says_by_how_much() -> None:
    found = too_high(Seen(standing([0.6, 0.9, 0.75] * 7, learning_rate=1e-3)))
    assert found is not None
    assert saw(found) == ["cost_jumps"]
    assert measured(found, "cost_jumps", "swing") == pytest.approx([1 / 5], rel=EXACT)
    assert too_high(Seen(standing([0.6, 0.61] * 10 + [0.6], learning_rate=1e-3))) is None


def test_jumps_that_keep_time_with_the_records_show_in_the_next_step() -> None:
    run = standing(FLAT, learning_rate=10.0, weights_seed=0)
    found = too_high(Seen(run))
    assert found is not None
    before, now = measured(found, "next_step_jumps", "before", "now")
    [next_one] = advance(begin([run.config]), 1).runs
    expected = costs_at(run.config, np.stack([run.theta, next_one.theta]))
    assert [before, now] == pytest.approx(expected.tolist(), rel=EXACT)
    assert too_high(Seen(standing(FLAT, learning_rate=1e-3))) is None


def test_a_layer_that_died_is_laid_to_long_steps_and_not_to_short_ones() -> None:
    # Without a living unit, no step changes the cost but for the output bias.
    brisk, calm = (killed(standing(FLAT, learning_rate=rate), 7) for rate in (10.0, 1e-3))
    found = too_high(Seen(brisk))
    assert found is not None
    assert measured(found, "steps_killed_layer", "layer") == [1]
    assert too_high(Seen(calm)) is None


def test_a_run_that_separates_its_classes_has_no_rate_to_change() -> None:
    run = trained(**SOUND)
    seen = Seen(replace(run, costs=np.where(np.arange(run.costs.size) % 2, 0.9, 0.1)))
    assert seen.separated
    assert (too_high(seen), too_low(seen)) == (None, None)


def test_of_a_run_of_few_iterations_nothing_is_said_to_be_too_slow() -> None:
    slow = {"learning_rate": 1e-6}
    assert too_low(Seen(trained(**slow, iterations=FEW - 1))) is None
    assert too_low(Seen(trained(**slow, iterations=FEW))) is not None


def test_a_step_that_leads_up_is_not_too_short() -> None:
    run = trained(learning_rate=1e-6)
    assert too_low(Seen(run)) is not None
    assert too_low(Seen(replace(run, costs=run.costs[::-1].copy()))) is None


def test_a_cost_that_rises_at_the_end_is_told_with_its_start_only_where_it_is_above_that() -> None:
    low = [0.9] + [0.4] * (len(STEADY) - 2) + [0.6]
    found = too_high_at_the_end(Seen(standing(low)))
    assert found is not None
    assert "first_cost" not in found.evidence[0].values
    above = too_high_at_the_end(Seen(standing([0.9] + [0.4] * (len(STEADY) - 2) + [0.95])))
    assert above is not None
    assert measured(above, "cost_rises", "first_cost", "cost") == [0.9, 0.95]
    assert too_high_at_the_end(Seen(standing(FLAT))) is None


def test_a_first_step_of_a_third_of_the_weights_threw_a_run_off_unless_its_cost_falls() -> None:
    settings: dict[str, Any] = {"learning_rate": 10.0, "weights_seed": 11}  # a start that it moves by 0.64
    found = too_high(Seen(standing(FLAT, **settings)))
    assert found is not None
    assert saw(found) == ["thrown_off", "trend", "first_update"]
    assert remedy_of(found) == Remedy("lower_rate_to_a_tenth", {"learning_rate": 1.0}, {"rate": 10.0})
    falling = np.linspace(0.9, 0.5, len(STEADY)).tolist()
    assert too_high(Seen(standing(falling, **settings))) is None

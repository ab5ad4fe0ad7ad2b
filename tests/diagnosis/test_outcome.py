"""Verdicts on runs whose start was sound, or that came to an end: outcomes, and what is said of the cost."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.verdicts import Evidence, Remedy, evidence
from initcore.measures.costs import chance_cost
from initcore.measures.units import distinct_units
from initcore.sentences.verdicts import STOOD_STILL
from tests.helpers.reading import measured, saw

pytestmark = pytest.mark.numbers

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29}
EXPLODING = RunConfig(hidden=(128,) * 5, initialization="random", samples=43, iterations=100)


def _trained(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SETTINGS, **settings})])[0]


def _with_costs(costs: list[float], iterations: list[int], **settings: Any) -> Trajectory:
    """A real run with other costs on record; its parameters and start stay sound."""
    run = _trained(**{"activation": "tanh", "iterations": iterations[-1], "learning_rate": 0.01, **settings})
    return replace(
        run,
        iterations=np.array(iterations),
        costs=np.array(costs),
        train_accuracies=np.zeros(len(costs)),
    )


def test_before_training_only_the_start_is_said() -> None:
    [run] = begin([RunConfig(**SETTINGS)]).runs
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("untrained", "info")
    begins = evidence("begins", first_cost=run.costs[0], train_accuracy=run.train_accuracy)
    assert verdict.evidence == (begins,)


@pytest.mark.parametrize("iterations", [100, 5, 6])
def test_a_run_that_diverged_says_when(iterations: int) -> None:
    [run] = train([EXPLODING.with_iterations(iterations)])
    assert run.diverged
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("exploding", "bad")
    assert saw(verdict) == ["signal_grows", "not_finite"]
    assert measured(verdict, "not_finite", "iteration") == [run.diverged_at]


def test_a_sound_start_that_diverged_had_too_high_a_rate() -> None:
    [run] = train([RunConfig(dataset="wine", activation="leaky_relu", learning_rate=10, iterations=200)])
    verdict = diagnose(run)
    assert (run.diverged, verdict.name, verdict.tone) == (True, "rate_too_high", "bad")
    assert saw(verdict) == ["not_finite", "first_update"]
    assert measured(verdict, "not_finite", "iteration") == [run.diverged_at]
    assert verdict.remedy == Remedy("lower_rate_to_a_tenth", {"learning_rate": 1.0}, {"rate": 10.0})


@pytest.mark.parametrize(
    ("name", "activation", "rate"),
    [("he", "relu", 0.03), ("xavier", "tanh", 0.1), ("xavier", "sigmoid", 1.0)],
)
def test_a_sound_start_separates(name: str, activation: str, rate: float) -> None:
    run = _trained(
        initialization=name, activation=activation, learning_rate=rate, weights_seed=5, iterations=6000
    )
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("healthy", "good")
    distinct = distinct_units(run.shape, run.theta)
    by_layer = " + ".join(map(str, distinct))
    assert verdict.evidence == (
        evidence("distinct_units", by_layer=by_layer, distinct=sum(distinct), units=12, layers=2, dead=0),
        evidence("reached", accuracy=0.9, iteration=run.first_at(0.9)),
    )
    assert diagnose(run.until(100)).name != "healthy"


def test_the_signal_of_a_deep_sigmoid_network_vanishes() -> None:
    run = _trained(
        initialization="xavier", activation="sigmoid", hidden=(11,) * 6, samples=44, iterations=2000
    )
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("vanishes", "warn")
    assert abs(run.costs[-1] / math.log(2) - 1) < 0.01
    assert measured(verdict, "leaves_chance", "iteration") == [None]
    tanh = {"activation": "tanh", "initialization": "xavier", "gain": 1.0}
    assert verdict.remedy == Remedy("other_activation", tanh)


def test_the_courses_networks_are_never_called_stuck_while_they_learn() -> None:
    for run in train([RunConfig(initialization=name, iterations=7000) for name in ("he", "xavier")]):
        for iteration in (50, 100, 300, 600, 1000, 1500, 2000, 3000, 4500):
            assert diagnose(run.until(iteration)).name in ("still_learning", "healthy"), iteration


@pytest.mark.parametrize("iterations", [1, 7, 49, 50, 51, 100, 333])
@pytest.mark.parametrize("name", ["he", "random"])
def test_what_is_said_of_a_short_run_is_true(iterations: int, name: str) -> None:
    # Few records: the last tenth of the run has none of its own, and must not be said to stand still.
    run = _trained(initialization=name, activation="tanh", iterations=iterations, weights_seed=5)
    span, before, now, fall = measured(diagnose(run), "trend", "span", "before", "now", "fall")
    assert before == run.costs[run.iterations.tolist().index(iterations - span)]
    assert now == run.costs[-1]
    assert fall == 1 - now / before
    assert abs(fall) >= STOOD_STILL
    assert 10 * span >= iterations


STEADY = list(range(0, 1001, 50))


@pytest.mark.parametrize(
    ("last", "name"),
    [
        (0.5, "plateau"),
        (0.5 * 0.9996, "plateau"),
        (0.49, "still_learning"),
        (0.504, "plateau"),
        (0.51, "rate_too_high"),
        (5.0, "rate_too_high"),
    ],
)
def test_the_trend_compares_with_the_cost_a_tenth_of_the_run_ago(last: float, name: str) -> None:
    costs = [0.6] * (len(STEADY) - 3) + [0.5, 0.55, last]
    verdict = diagnose(_with_costs(costs, STEADY))
    assert verdict.name == name
    assert verdict.evidence[-1] == _trend(last, before=0.5)


def _trend(now: float, before: float) -> Evidence:
    """The last tenth of a run of 1000 iterations."""
    return evidence("trend", fall=1 - now / before, span=100, before=before, now=now, uneven=False)


def test_a_cost_that_ends_above_its_start_is_not_still_learning() -> None:
    costs = [0.716] + [0.4] * (len(STEADY) - 4) + [0.765, 0.77, 0.743]
    verdict = diagnose(_with_costs(costs, STEADY))
    assert verdict.name == "rate_too_high"
    assert verdict.remedy == Remedy("lower_rate", {"learning_rate": 0.001}, {"l2": 0.0, "rate": 0.01})
    assert measured(verdict, "cost_rises", "cost", "first_cost") == [0.743, 0.716]
    penalized = diagnose(_with_costs(costs, STEADY, l2=0.001))
    assert penalized.remedy == Remedy("lower_rate", {"learning_rate": 0.001}, {"l2": 0.001, "rate": 0.01})
    assert diagnose(_with_costs([0.8, *costs[1:]], STEADY)).name == "still_learning"


def test_a_run_that_gets_on_and_ends_on_a_jump_is_still_learning() -> None:
    costs = [0.7] * 7 + [0.65, 0.6, 0.62, 0.55, 0.58, 0.5, 0.52, 0.45, 0.47, 0.4, 0.43, 0.35, 0.38, 0.45]
    verdict = diagnose(_with_costs(costs, STEADY))
    assert (verdict.name, verdict.remedy) == (
        "still_learning",
        Remedy("longer_or_slower", {"iterations": 3000}),
    )
    assert verdict.evidence[-1] == evidence("jumps_on_its_way", lowest=0.35, iteration=900)
    assert diagnose(_with_costs([0.7, 0.75], [0, 1000])).name == "rate_too_high"


def test_mini_batches_may_raise_a_cost_a_little() -> None:
    costs = [0.6] * (len(STEADY) - 3) + [0.5, 0.55, 0.51]
    assert diagnose(_with_costs(costs, STEADY, batch_size=8)).name == "plateau"
    assert diagnose(_with_costs([*costs[:-1], 0.54], STEADY, batch_size=8)).name == "rate_too_high"


def test_a_small_first_update_is_no_evidence_of_a_high_rate() -> None:
    costs = [0.6] * (len(STEADY) - 3) + [70.0, 0.55, 0.5]
    verdict = diagnose(_with_costs(costs, STEADY))
    assert verdict.evidence == (evidence("cost_blew_up", first_cost=0.6, top=70.0, iteration=900),)
    [run] = train([RunConfig(dataset="wine", activation="leaky_relu", learning_rate=10, iterations=200)])
    assert saw(diagnose(run))[1:] == ["first_update"]


@pytest.mark.parametrize(("rate", "seed"), [(0.01, 10), (0.02, 4), (0.02, 6)])
def test_a_run_that_ends_on_its_way_across_a_plateau_is_not_stuck(rate: float, seed: int) -> None:
    [run, longer] = train(
        [RunConfig(learning_rate=rate, weights_seed=seed, iterations=count) for count in (2000, 15_000)]
    )
    verdict = diagnose(run)
    assert verdict.name == "still_learning"
    before = run.costs[run.iterations.tolist().index(1800)]
    assert verdict.evidence[-1] == evidence("creeps", fall=1 - run.costs[-1] / before, span=200)
    assert longer.train_accuracy >= 0.95


def test_a_cost_that_creeps_ever_slower_is_stuck() -> None:
    costs = 0.69 + 0.001 * 0.9 ** np.arange(len(STEADY))
    assert diagnose(_with_costs(costs.tolist(), STEADY)).name == "plateau"


def test_a_run_that_separates_from_a_faint_start_has_separated_late() -> None:
    run = _trained(
        initialization="small_random", dataset="wine", samples=100, iterations=4000, learning_rate=0.05
    )
    first, second, *_ = findings(run)
    assert (first.name, second.name) == ("healthy", "vanishes")
    [left] = measured(first, "late", "iteration")
    assert run.costs[run.iterations.tolist().index(left)] < 0.99 * chance_cost(run)
    assert measured(second, "leaves_chance", "iteration") == [left]


@pytest.mark.parametrize("top", [5e9, math.inf, math.nan])
def test_a_cost_that_goes_out_of_bounds_from_a_sound_start_is_the_rates(top: float) -> None:
    costs = [0.6] * (len(STEADY) - 3) + [top, 0.55, 0.5]
    verdict = diagnose(_with_costs(costs, STEADY))
    assert verdict.name == "rate_too_high"
    assert saw(verdict) == ["cost_blew_up"]
    from_to = measured(verdict, "cost_blew_up", "first_cost", "top", "iteration")
    assert np.array_equal(from_to, [0.6, top, 900], equal_nan=True)


@pytest.mark.parametrize("cost", [0.6931, 0.688, 0.698, 0.68, 0.705, 2.0, 0.0])
def test_a_cost_that_stands_still_without_a_cause_is_a_plateau(cost: float) -> None:
    verdict = diagnose(_with_costs([cost] * len(STEADY), STEADY))
    assert verdict.name == "plateau"
    assert ("chance" in saw(verdict)) == (abs(cost / math.log(2) - 1) < 0.01)


def test_a_run_that_stands_still_on_its_way_gets_no_advice() -> None:
    run = _with_costs([0.6931] * len(STEADY), STEADY)
    under_way = replace(run, config=run.config.with_iterations(5000))
    verdict = diagnose(under_way)
    assert (verdict.name, verdict.remedy) == ("too_early", None)
    assert verdict.evidence[-1] == _trend(0.6931, before=0.6931)


def test_what_crosses_a_plateau_later_is_not_called_stuck_on_its_way() -> None:
    [run] = train([RunConfig(initialization="unit_normal", gain=0.3)])
    assert diagnose(run).name == "healthy"
    names = {diagnose(run.until(iteration)).name for iteration in range(500, 15_000, 500)}
    assert "plateau" not in names


def test_a_very_short_run_is_told_to_go_on() -> None:
    run = _with_costs([0.6931] * 3, [0, 10, 20], record_every=10)
    assert (diagnose(run).name, diagnose(run).remedy) == ("too_early", Remedy("longer", {"iterations": 60}))


def test_a_cost_that_falls_unevenly_is_not_stuck() -> None:
    costs = [0.6, 0.1] * (len(STEADY) // 2)
    verdict = diagnose(_with_costs([*costs[: len(STEADY) - 3], 0.5, 0.7, 0.3][: len(STEADY)], STEADY))
    assert verdict.name in ("still_learning", "rate_too_high")

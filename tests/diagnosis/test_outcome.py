"""What came of a run, and what is said of its cost: separated, overfitted, still learning or stuck."""

import math
from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig, begin, train
from initcore.data.loading import load
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.verdicts import Evidence, Remedy, evidence
from initcore.measures.costs import chance_cost
from initcore.measures.units import distinct_units
from initcore.model.network import logits
from initcore.training.trajectory import accuracies
from tests.helpers.observed import SETTINGS, STEADY, trained, with_costs
from tests.helpers.reading import measured, saw

pytestmark = pytest.mark.numbers


def test_before_training_only_the_start_is_said() -> None:
    [run] = begin([RunConfig(**SETTINGS)]).runs
    verdict = diagnose(run)
    assert (verdict.name, verdict.tone) == ("untrained", "info")
    begins = evidence("begins", first_cost=run.costs[0], train_accuracy=run.train_accuracy)
    assert verdict.evidence == (begins,)


@pytest.mark.parametrize(
    ("name", "activation", "rate"),
    [("he", "relu", 0.03), ("xavier", "tanh", 0.1), ("xavier", "sigmoid", 1.0)],
)
def test_a_sound_start_separates(name: str, activation: str, rate: float) -> None:
    run = trained(
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


def test_the_courses_networks_are_never_called_stuck_while_they_learn() -> None:
    for run in train([RunConfig(initialization=name, iterations=7000) for name in ("he", "xavier")]):
        for iteration in (50, 100, 300, 600, 1000, 1500, 2000, 3000, 4500):
            assert diagnose(run.until(iteration)).name in ("still_learning", "healthy"), iteration


def test_a_run_that_gets_on_and_ends_on_a_jump_is_still_learning() -> None:
    costs = [0.7] * 7 + [0.65, 0.6, 0.62, 0.55, 0.58, 0.5, 0.52, 0.45, 0.47, 0.4, 0.43, 0.35, 0.38, 0.45]
    verdict = diagnose(with_costs(costs, STEADY))
    assert (verdict.name, verdict.remedy) == (
        "still_learning",
        Remedy("longer_and_slower", {"iterations": 3000, "learning_rate": 0.0033}),
    )
    assert verdict.evidence[-1] == evidence("jumps_on_its_way", lowest=0.35, iteration=900)
    assert diagnose(with_costs([0.7, 0.75], [0, 1000])).name == "rate_too_high"


@pytest.mark.parametrize(("rate", "seed"), [(0.01, 10), (0.02, 4), (0.02, 6)])
def test_a_run_that_ends_on_its_way_across_a_plateau_is_not_stuck(rate: float, seed: int) -> None:
    [run, longer] = train(
        [RunConfig(learning_rate=rate, weights_seed=seed, iterations=count) for count in (2000, 15_000)]
    )
    verdict = diagnose(run)
    assert verdict.name == "still_learning"
    assert verdict.evidence[-1].name in ("creeps", "trained_on")
    assert longer.train_accuracy >= 0.95


def test_a_cost_that_creeps_ever_slower_is_stuck() -> None:
    costs = 0.69 + 0.001 * 0.9 ** np.arange(len(STEADY))
    assert diagnose(with_costs(costs.tolist(), STEADY)).name == "plateau"


def test_a_run_that_separates_from_a_faint_start_has_separated_late() -> None:
    run = trained(
        initialization="small_random", dataset="wine", samples=100, iterations=4000, learning_rate=0.05
    )
    first, second, *_ = findings(run)
    assert (first.name, second.name) == ("healthy", "vanishes")
    [left] = measured(first, "late", "iteration")
    assert run.costs[run.iterations.tolist().index(left)] < 0.99 * chance_cost(run)
    assert measured(second, "leaves_chance", "iteration") == [left]


@pytest.mark.parametrize("cost", [0.6931, 0.688, 0.698, 0.68, 0.705, 2.0, 0.0])
def test_a_cost_that_stands_still_without_a_cause_is_a_plateau(cost: float) -> None:
    verdict = diagnose(with_costs([cost] * len(STEADY), STEADY))
    assert verdict.name == "plateau"
    assert ("chance" in saw(verdict)) == (abs(cost / math.log(2) - 1) < 0.01)


def test_a_run_that_stands_still_on_its_way_gets_no_advice() -> None:
    run = with_costs([0.6931] * len(STEADY), STEADY)
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
    run = with_costs([0.6931] * 3, [0, 10, 20], record_every=10)
    assert (diagnose(run).name, diagnose(run).remedy) == ("too_early", Remedy("longer", {"iterations": 60}))


def test_a_cost_that_falls_unevenly_is_not_stuck() -> None:
    costs = [0.6, 0.1] * (len(STEADY) // 2)
    verdict = diagnose(with_costs([*costs[: len(STEADY) - 3], 0.5, 0.7, 0.3][: len(STEADY)], STEADY))
    assert verdict.name in ("still_learning", "rate_too_high")


def _trend(now: float, before: float) -> Evidence:
    """The last tenth of a run of 1000 iterations."""
    return evidence("trend", fall=1 - now / before, span=100, before=before, now=now, uneven=False)


def test_overfitting_gives_accuracies_and_both_test_costs() -> None:
    run = trained(
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
    assert (low, now) == pytest.approx((costs.min(), costs[-1]), rel=1e-9)

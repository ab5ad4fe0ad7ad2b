"""Many seeds: medians, quartiles, and what went wrong how often."""

import math
from dataclasses import replace

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.diagnosis.diagnose import verdict_on
from initcore.statistics.quantiles import Spread, spread
from initcore.statistics.seeds import spread_text, summarize
from tests.helpers.small import SMALL, trained
from tests.helpers.stores import DIVERGING

pytestmark = pytest.mark.numbers

INF = math.inf


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([RunConfig(**SMALL, weights_seed=seed) for seed in range(7)])


@pytest.fixture(scope="module")
def diverged() -> Trajectory:
    [run] = train([DIVERGING])
    assert run.diverged
    return run


def test_a_summary_is_of_accuracies_costs_and_when_they_were_reached(runs: list[Trajectory]) -> None:
    summary = summarize(runs, accuracy=0.7)
    assert summary.runs == 7
    assert summary.train_accuracy == spread([run.train_accuracy for run in runs])
    assert summary.test_accuracy == spread([run.test_accuracy for run in runs])
    assert summary.first_cost == spread([run.costs[0] for run in runs])
    assert summary.final_cost == spread([run.costs[-1] for run in runs])
    assert 0 < summary.reached <= 7


def test_what_is_never_reached_by_half_is_never(runs: list[Trajectory]) -> None:
    easy, impossible = summarize(runs, accuracy=0.0), summarize(runs, accuracy=1.01)
    assert (easy.reached, easy.reached_at) == (7, 0.0)
    assert (impossible.reached, impossible.reached_at) == (0, None)


def test_failures_are_counted_by_what_went_wrong(runs: list[Trajectory], diverged: Trajectory) -> None:
    zeros = trained(replace(runs[0].config, initialization="zeros"))
    group = [diverged, zeros, zeros, *runs[:2]]
    errors = [None, None, None, "the worker process died", None]
    assert summarize([diverged, zeros, zeros]).failures == {
        "Fails to break symmetry": 2,
        "Learning rate too high": 1,
    }
    assert summarize(group, errors=errors).failures["Training failed"] == 1


def test_runs_that_learned_nothing_count_as_failed(runs: list[Trajectory]) -> None:
    small = trained(replace(runs[0].config, initialization="small_random", learning_rate=0.01))
    assert summarize([small]).failures == {"Signal vanishes": 1}


def test_nothing_is_said_to_work_of_which_no_run_separates() -> None:
    base = RunConfig(iterations=2000)
    summaries = {}
    for name in ("zeros", "random", "he"):
        configs = [replace(base, initialization=name, weights_seed=seed) for seed in range(3, 11)]
        summaries[name] = summarize(train(configs))
    assert [summary.reached for summary in summaries.values()] == [0, 0, 0]
    assert not any(summary.worked for summary in summaries.values())
    assert summaries["random"].failures == {"Too large weights": 8}
    he = summaries["he"]
    assert sum(he.failures.values()) + sum(he.unfinished.values()) == sum(he.fates.values()) == 8
    assert he.unfinished["Still learning"] >= 5
    [good] = train([replace(base, learning_rate=0.3)])
    assert summarize([good]).worked
    assert not summarize([good], accuracy=1.01).worked


def test_a_diverged_run_has_no_accuracy_and_an_infinite_cost(
    runs: list[Trajectory], diverged: Trajectory
) -> None:
    summary = summarize([diverged])
    assert summary.train_accuracy == summary.test_accuracy == Spread(-INF, -INF, -INF)
    assert summary.final_cost == Spread(INF, INF, INF)
    some = summarize([*runs[:3], diverged])
    ends = sorted(run.test_accuracy for run in runs[:3])
    assert some.test_accuracy.median == pytest.approx((ends[0] + ends[1]) / 2)
    assert some.test_accuracy.low == -INF


def test_failing_is_judged_as_on_the_card_where_classes_are_uneven() -> None:
    """Naming the larger class gets 95 % right here, and is no separating of the classes."""
    configs = [
        RunConfig(initialization="zeros", balance=20, iterations=400, weights_seed=n) for n in range(5)
    ]
    group = train(configs)
    assert {run.train_accuracy for run in group} == {0.95}
    assert {verdict_on(run, None).tone for run in group} == {"bad"}
    summary = summarize(group)
    assert (summary.failed, summary.worked, summary.tells) == (5, False, False)
    assert summary.balanced_train == summary.balanced_test == Spread(0.5, 0.5, 0.5)
    assert summarize(group, accuracy=0.99).tells


def test_even_classes_have_no_balanced_accuracy_of_their_own(runs: list[Trajectory]) -> None:
    summary = summarize(runs)
    assert summary.tells
    assert summary.balanced_train is summary.balanced_test is None


def test_spreads_are_written_as_people_read_them() -> None:
    assert spread_text(Spread(0.993, 0.987, 0.997), percent=True) == ("99.3 %", "[98.7, 99.7]")
    assert spread_text(Spread(0.5, -INF, 0.83), percent=True) == ("50.0 %", "[diverged, 83.0]")
    assert spread_text(Spread(-INF, -INF, -INF), percent=True) == ("diverged", "[diverged, diverged]")
    wide = spread_text(Spread(0.5304, 0.446, 1773.6), percent=False)
    assert wide == ("0.530", "[0.446, 1\N{NARROW NO-BREAK SPACE}773.6]")
    assert spread_text(Spread(INF, 1.0, INF), percent=False) == ("inf", "[1.000, inf]")

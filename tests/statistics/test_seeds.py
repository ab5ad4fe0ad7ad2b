"""Many seeds: quartiles, failures, paired differences, and digits that are real."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.statistics.quantiles import Spread, spread
from initcore.statistics.seeds import (
    FEWEST_SEEDS,
    Paired,
    paired,
    paired_sentence,
    spread_text,
    summarize,
)
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


def test_a_diverged_run_has_got_nothing_right_at_an_infinite_cost(diverged: Trajectory) -> None:
    summary = summarize([diverged])
    assert summary.train_accuracy == summary.test_accuracy == Spread(0.0, 0.0, 0.0)
    assert summary.final_cost == Spread(INF, INF, INF)


def test_differences_are_taken_seed_by_seed(runs: list[Trajectory]) -> None:
    others = train([replace(run.config, initialization="xavier") for run in runs[2:]][::-1])
    result = paired(runs, others)
    expected = [
        run.test_accuracy - other.test_accuracy for run, other in zip(runs[2:], others[::-1], strict=True)
    ]
    np.testing.assert_allclose(result.differences, expected, atol=1e-15)
    assert result.mean == pytest.approx(np.mean(expected))
    with pytest.raises(ValueError, match="no seed in common"):
        paired(runs[:2], others)


def test_the_interval_is_the_percentile_bootstraps(runs: list[Trajectory]) -> None:
    others = train([replace(run.config, initialization="small_random") for run in runs])
    result = paired(runs, others)
    stream, differences = np.random.RandomState(11), result.differences
    means = [differences[stream.randint(0, 7, 7)].mean() for _ in range(20_000)]
    assert result.interval is not None
    # Another stream: the ends of an interval from 10 000 resamples move by a hundredth of its length.
    length = np.ptp(np.percentile(means, [2.5, 97.5]))
    np.testing.assert_allclose(result.interval, np.percentile(means, [2.5, 97.5]), atol=0.06 * length)
    assert result.interval == paired(runs, others).interval
    assert result.interval[0] <= result.mean <= result.interval[1]


def test_few_seeds_have_no_interval(runs: list[Trajectory]) -> None:
    others = train([replace(run.config, initialization="xavier") for run in runs[:FEWEST_SEEDS]])
    assert paired(runs, others).interval is not None
    assert paired(runs, others[:-1]).interval is None


@pytest.mark.parametrize(
    ("differences", "interval", "said"),
    [
        (
            [0.03] * 29 + [-0.01] * 3,
            (0.01, 0.06),
            "He beats Xavier by 2.6 points of test accuracy, between 1.0 and 6.0 (95 % interval), "
            "on 29 of 32 seeds.",
        ),
        (
            [-0.2] * 5,
            (-0.3, -0.1),
            "Xavier beats He by 20.0 points of test accuracy, between 10.0 and 30.0 (95 % interval), "
            "on 5 of 5 seeds.",
        ),
        (
            [-0.02] * 3 + [0.01] * 3,
            (-0.012, 0.004),
            "No difference can be told between Xavier and He: Xavier is 0.5 points of test accuracy ahead, "
            "on 3 of 6 seeds, but the 95 % interval of the difference lies between −0.4 and +1.2.",
        ),
        ([0.0] * 6, (0.0, 0.0), "He and Xavier are level on all 6 seeds."),
        (
            [0.2],
            None,
            "He is 20.0 points of test accuracy ahead of Xavier on 1 of 1 seeds, but one seed decides "
            "nothing; take 5 or more.",
        ),
        ([0.0, 0.0], None, "He and Xavier are level, but 2 seeds decide nothing; take 5 or more."),
        (
            [0.3, -0.1, 0.0, 0.1, -0.2],
            (-0.1, 0.15),
            "No difference can be told between He and Xavier: He is 2.0 points of test accuracy ahead, "
            "on 2 of 5 seeds, but the 95 % interval of the difference lies between −10.0 and +15.0.",
        ),
    ],
)  # fmt: skip
def test_a_duel_is_told_in_a_sentence(differences: list[float], interval: Any, said: str) -> None:
    assert paired_sentence(Paired(np.array(differences), interval), "He", "Xavier") == said


def test_spreads_are_written_as_people_read_them() -> None:
    assert spread_text(Spread(0.993, 0.987, 0.997), percent=True) == ("99.3 %", "[98.7, 99.7]")
    wide = spread_text(Spread(0.5304, 0.446, 1773.6), percent=False)
    assert wide == ("0.530", "[0.446, 1\N{NARROW NO-BREAK SPACE}773.6]")
    assert spread_text(Spread(INF, 1.0, INF), percent=False) == ("inf", "[1.000, inf]")

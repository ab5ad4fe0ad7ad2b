"""What the store holds as rows: names, spreads over seeds, and what can be compared with what."""

import statistics
from dataclasses import replace
from typing import Any

import pytest

from initcore import ConfigError, RunConfig, train
from initcore.diagnosis.diagnose import diagnose
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.measures.curves import accuracy_curves, best_of
from initcore.store.listing import listed, one_comparison, over_seeds, title_of
from initcore.store.store import Store
from tests.helpers.stores import SMALL


def _row(config: RunConfig, **values: Any) -> dict[str, Any]:
    """A row as the store gives it, of a run that was not trained."""
    numbers = {"final_cost": 0.5, "train_accuracy": 0.8, "test_accuracy": 0.7, "best_cost": 0.4}
    numbers |= {"best_cost_at": 5, "best_test_accuracy": 0.75, "best_test_accuracy_at": 7}
    facts = {"iterations": 100, "seconds": 1.0, "bytes": 10, "created": 1e9, "verdict": "dead"}
    return {"key": config.key, "config": config.to_json(), **numbers, **facts, **values}


def test_a_row_says_what_the_run_says(store: Store) -> None:
    [run] = train([replace(SMALL, gain=0.5)])
    store.save(run, diagnose(run).name)
    [one] = listed(store.summaries())
    assert one.config == run.config
    best, curves = best_of(run), accuracy_curves(run)
    assert (best.cost, best.test_accuracy) == (run.costs.min(), curves.test.max())
    assert best.cost_at == run.iterations[run.costs.argmin()]
    expected = {
        "initialization": "He × 0.5",
        "verdict": diagnose(run).title,
        "final_cost": run.costs[-1],
        "best_cost": best.cost,
        "best_cost_at": best.cost_at,
        "best_test_accuracy": best.test_accuracy,
        "best_test_accuracy_at": best.test_accuracy_at,
        "weights_seed": run.config.weights_seed,
        "twin": False,
    }
    assert {name: one.values[name] for name in expected} == expected
    assert "he × 0.5" in one.text
    assert run.config.key in one.text


def test_a_verdict_that_is_not_known_is_shown_as_it_is() -> None:
    assert title_of("dead") == "Dead network"
    assert title_of("of_another_version") == "of_another_version"


def test_rows_that_are_no_runs_are_left_out_and_odd_values_are_none() -> None:
    good = _row(RunConfig(), final_cost="text", created=1e300, verdict="?")
    bad = [{**good, "config": text} for text in ("{", "[1]", "3", '{"gain": -1}', '{"x": 1}', "[" * 9000)]
    [one] = listed([*bad, good])
    assert (one.values["final_cost"], one.values["created"], one.values["verdict"]) == (None, None, "?")


def test_seeds_are_put_together_with_what_they_spread() -> None:
    costs = [0.1, 0.2, 0.6]
    rows = [
        _row(RunConfig(weights_seed=seed), final_cost=cost, verdict=verdict)
        for seed, cost, verdict in zip((3, 9, 4), costs, ("dead", "separates", "new"), strict=True)
    ]
    other = _row(RunConfig(gain=2))
    together, alone = over_seeds(listed([rows[0], other, *rows[1:]]))
    assert [run.config.weights_seed for run in together.runs] == [3, 9, 4]
    assert (together.values["seeds"], together.values["failures"]) == (3, 1)
    assert together.values["final_cost_mean"] == pytest.approx(statistics.fmean(costs))
    assert together.values["final_cost_sd"] == pytest.approx(statistics.stdev(costs))
    assert together.values["final_cost_median"] == 0.2
    assert (alone.values["seeds"], alone.values["final_cost_sd"]) == (1, None)


def test_failing_is_judged_as_on_the_card_where_classes_are_uneven() -> None:
    uneven = replace(SMALL, balance=20.0)
    for config, failures in ((SMALL, 0), (uneven, 1)):
        [together] = over_seeds(listed([_row(config, verdict="only_output_bias", train_accuracy=0.952)]))
        assert together.values["failures"] == failures


def test_a_run_without_a_cost_leaves_no_mean_and_is_the_worst_in_the_median() -> None:
    costs = (0.2, None, 0.4)
    rows = [_row(RunConfig(weights_seed=seed), final_cost=cost) for seed, cost in enumerate(costs)]
    [together] = over_seeds(listed(rows))
    assert together.values["final_cost_mean"] is None
    assert together.values["final_cost_median"] == 0.4
    rows[0]["final_cost"] = None
    assert over_seeds(listed(rows))[0].values["final_cost_median"] is None


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(),
        Experiment((Choice("he"),), RunConfig(weights_seed=7), seeds=3),
        Experiment((Choice("zeros"), Choice("he", 0.5)), RunConfig(hidden=(4, 4)), seeds=2, twins=True),
    ],
)
def test_the_runs_of_a_comparison_are_one(experiment: Experiment) -> None:
    assert one_comparison(experiment.configs) == experiment
    assert one_comparison(experiment.configs[::-1]).seeds == experiment.seeds


def test_a_twin_alone_brings_its_run() -> None:
    assert one_comparison([RunConfig(twin=True)]) == Experiment((Choice("he"),), twins=True)


def test_extra_inputs_are_seen_in_the_network_and_in_what_differs() -> None:
    configs = [RunConfig(), RunConfig(extra_inputs=("x1sq", "sinx2"))]
    networks = [one.values["network"] for one in listed(map(_row, configs))]
    assert networks == ["2-10-5-1", "4-10-5-1"]
    with pytest.raises(ConfigError, match=r"differ in `extra_inputs` \(none, x1sq-sinx2\), which"):
        one_comparison(configs)


def test_runs_of_different_settings_are_not_and_it_is_said_which() -> None:
    configs = [RunConfig(), RunConfig(learning_rate=0.1, hidden=(4,), l2=1), RunConfig(learning_rate=0.2)]
    with pytest.raises(ConfigError) as caught:
        one_comparison(configs)
    assert str(caught.value) == (
        "they differ in `hidden` (10-5, 4), `learning_rate` (0.01, 0.1, 0.2) and `l2` (0.0, 1.0), "
        "which a comparison's runs share"
    )


@pytest.mark.parametrize(
    "configs",
    [
        [RunConfig(), RunConfig(weights_seed=5)],
        [RunConfig(), RunConfig(weights_seed=4), RunConfig(initialization="zeros")],
        [RunConfig(), RunConfig(initialization="zeros", weights_seed=4)],
    ],
)
def test_seeds_that_are_not_the_same_row_for_all_are_not(configs: list[RunConfig]) -> None:
    with pytest.raises(ConfigError, match="do not all have the same `weights_seed`s in a row"):
        one_comparison(configs)


def test_more_than_a_comparison_may_have_are_not() -> None:
    with pytest.raises(ConfigError, match="1 to 8 initializations; got 9"):
        one_comparison([RunConfig(gain=gain) for gain in range(9)])

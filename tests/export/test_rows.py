"""Runs as rows and JSON: what is written reads back, with every digit."""

import json

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.experiment.naming import describe, label
from initcore.export.records import SCHEMA
from initcore.export.rows import row, to_json, to_json_text
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from tests.helpers.exported import CACHED, CONFIGS, SMALL, same

FIELDS = [
    *("initialization", "label", "key", "config", "iterations", "costs", "naive_cost_0", "final_cost"),
    *(
        "train_accuracy",
        "test_accuracy",
        "verdict",
        "evidence",
        "also",
        "fix",
        "verdicts",
        "seconds",
        "cached",
    ),
]


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    """One run of every kind: symmetric, overflowing, flat, learnt, diverged."""
    runs = train(CONFIGS)
    assert [run.diverged for run in runs] == [False, False, False, False, True]
    return runs


def test_a_label_names_the_initialization_and_a_gain_that_is_not_one() -> None:
    for record in INITIALIZATIONS:
        name = "σ = sqrt(2/fan_in)" if record.takes_formula else record.label
        assert label(RunConfig(initialization=record.name)) == name
    assert label(RunConfig(gain=0.5)) == "He × 0.5"
    assert label(RunConfig(gain=2)) == "He × 2"
    assert label(RunConfig(gain=0)) == "He × 0"
    assert label(RunConfig(gain=1000)) == "He × 1000"


def test_a_label_names_every_override() -> None:
    assert label(RunConfig(bias="uniform", zero_last=True)) == "He, biases uniform, last layer 0"
    assert label(RunConfig(bias="constant", bias_value=0.5)) == "He, biases 0.5"
    assert label(RunConfig(gain=2, layer_gains=(1, 0.5, 1))) == "He × 2, gains 1, 0.5, 1"
    deep = RunConfig(hidden=(7,) * 30, layer_gains=(*(2,) * 30, 0.1))
    assert label(deep) == "He, gains 30 × 2, 0.1"


def test_a_description_says_what_was_changed_and_no_more() -> None:
    course = describe(RunConfig())
    assert course == (
        "2-10-5-1 network · ReLU · circles, 300 points, noise 0.05 · gradient descent, rate 0.01 · "
        "15\N{NARROW NO-BREAK SPACE}000 iterations · weights seed 3"
    )
    changed = RunConfig(
        dataset="spirals",
        classes=3,
        balance=2,
        label_noise=0.1,
        standardize="yes",
        optimizer="momentum",
        batch_size=32,
        l2=0.5,
        hidden=(128,) * 30,
    )
    for words in (
        "2-128-…-128-3 network, 30 hidden layers",
        "3 classes",
        "class 0 × 2",
        "10 % of labels wrong",
        "standardised",
    ):
        assert words in describe(changed)
    assert "momentum 0.9, rate 0.01, batches of 32, L2 0.5" in describe(changed)
    assert "Digits ·" in describe(RunConfig(dataset="digits"))
    close = [label(RunConfig(gain=gain)) for gain in (1 + 1e-12, 0.1234567, 0.1234568, 1e-7, 1.0)]
    assert len(set(close)) == len(close)


def test_a_description_says_all_that_runs_share() -> None:
    text = describe(RunConfig(hidden=(4, 3), activation="tanh", dataset="moons", noise=0.1, weights_seed=8))
    assert text == (
        "2-4-3-1 network · tanh · moons, 300 points, noise 0.1 · "
        "gradient descent, rate 0.01 · 15\N{NARROW NO-BREAK SPACE}000 iterations · weights seed 8"
    )
    assert describe(RunConfig(initialization="zeros", gain=3)) == describe(RunConfig())


def test_a_row_holds_the_runs_own_numbers(runs: list[Trajectory]) -> None:
    for run in runs:
        line = row(run, cached=True)
        assert line.verdict == diagnose(run)
        assert line.also == tuple(other.title for other in findings(run)[1:])
        assert (line.title, line.seen, line.fix) == (
            line.verdict.title,
            evidence_of(line.verdict),
            fix_of(line.verdict),
        )
        assert (line.iterations, line.seconds, line.cached) == (run.iteration, run.seconds, True)
        assert line.first_cost == run.costs[0]
        assert same(line.final_cost, float(run.costs[-1]))
        assert same(line.train_accuracy, run.train_accuracy)
        assert same(line.test_accuracy, run.test_accuracy)
    assert [row(run, False).overflows for run in runs] == [False, True, False, False, True]
    assert [row(run, False).accurate_at is None for run in runs] == [True, True, True, False, True]


def test_json_has_just_the_fields_that_are_promised(runs: list[Trajectory]) -> None:
    def refuse(name: str) -> None:
        pytest.fail(f"{name} is not JSON")

    read = json.loads(to_json_text(runs, CACHED), parse_constant=refuse)
    assert list(read) == ["schema", "runs"]
    assert read["schema"] == SCHEMA
    assert [list(entry) for entry in read["runs"]] == [FIELDS] * len(runs)
    for entry, run, cached in zip(read["runs"], runs, CACHED, strict=True):
        verdict = diagnose(run)
        assert RunConfig.from_dict(entry["config"]) == run.config
        assert entry["key"] == run.config.key
        assert (entry["initialization"], entry["label"]) == (run.config.initialization, label(run.config))
        assert (entry["verdict"], entry["evidence"]) == (verdict.title, evidence_of(verdict))
        assert entry["also"] == [other.title for other in findings(run)[1:]]
        assert entry["fix"] == fix_of(verdict)
        assert [one["kind"] for one in entry["verdicts"]] == [one.name for one in findings(run)]
        assert entry["verdicts"][0]["sentence"] == entry["evidence"]
        for told, found in zip(entry["verdicts"], findings(run), strict=True):
            assert [one["name"] for one in told["evidence"]] == [one.name for one in found.evidence]
            assert (told["remedy"] is None) == (found.remedy is None)
        assert (entry["iterations"], entry["cached"]) == (run.iteration, cached)
        assert list(entry["costs"]) == [str(iteration) for iteration in run.iterations]
        read_costs = [float(cost) for cost in entry["costs"].values()]
        assert all(map(same, read_costs, run.costs.tolist()))
        assert same(float(entry["final_cost"]), float(run.costs[-1]))
        assert same(float(entry["naive_cost_0"]), run.naive_first_cost)
        assert same(float(entry["train_accuracy"]), run.train_accuracy)
        assert same(float(entry["test_accuracy"]), run.test_accuracy)


def test_json_writes_what_is_not_finite_as_words(runs: list[Trajectory]) -> None:
    overflowed, diverged = to_json(runs[1], False), to_json(runs[4], False)
    assert overflowed["naive_cost_0"] == "inf"
    assert isinstance(overflowed["costs"]["0"], float)
    assert (diverged["train_accuracy"], diverged["final_cost"]) == ("nan", "nan")
    assert diverged["costs"][str(runs[4].diverged_at)] == "nan"


def test_an_end_between_records_is_written() -> None:
    [run] = train([RunConfig(**{**SMALL, "iterations": 7})])
    assert list(to_json(run, False)["costs"]) == ["0", "7"]

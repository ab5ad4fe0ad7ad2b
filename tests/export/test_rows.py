"""Runs as rows and JSON: what is written reads back, with every digit."""

import json

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.diagnosis.advice import advised
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.experiment.naming import label
from initcore.export.records import SCHEMA
from initcore.export.rows import row, to_json, to_json_text
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from tests.helpers.exported import CACHED, CONFIGS, SMALL, same

FIELDS = [
    *(
        "initialization",
        "label",
        "key",
        "config",
        "iterations",
        "costs",
        "naive_cost_0",
        "final_cost",
        "diverged_at",
    ),
    *(
        "train_accuracy",
        "test_accuracy",
        "classes",
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
        assert line.final_cost == run.costs[np.isfinite(run.costs)][-1]
        assert (line.diverged_at is not None) == run.diverged
        assert same(line.train_accuracy, run.train_accuracy)
        assert same(line.test_accuracy, run.test_accuracy)
    assert [row(run, False).overflows for run in runs] == [False, True, False, False, True]
    assert [row(run, False).accurate_at is None for run in runs] == [True, True, True, False, True]


def test_json_has_just_the_fields_that_are_promised(runs: list[Trajectory]) -> None:
    def refuse(name: str) -> None:
        pytest.fail(f"{name} is not JSON")

    read = json.loads(to_json_text(runs, CACHED), parse_constant=refuse)
    assert list(read) == ["schema", "runs", "pairs"]
    assert read["pairs"] == []
    assert read["schema"] == SCHEMA
    assert [list(entry) for entry in read["runs"]] == [FIELDS] * len(runs)
    for entry, run, cached in zip(read["runs"], runs, CACHED, strict=True):
        verdict = diagnose(run)
        assert RunConfig.from_dict(entry["config"]) == run.config
        assert entry["key"] == run.config.key
        assert (entry["initialization"], entry["label"]) == (run.config.initialization, label(run.config))
        assert (entry["verdict"], entry["evidence"]) == (verdict.title, evidence_of(verdict))
        assert entry["also"] == [other.title for other in findings(run)[1:]]
        assert entry["fix"] == fix_of(advised(run)[0])
        assert [one["kind"] for one in entry["verdicts"]] == [one.name for one in findings(run)]
        assert entry["verdicts"][0]["sentence"] == entry["evidence"]
        for told, found in zip(entry["verdicts"], findings(run), strict=True):
            assert [one["name"] for one in told["evidence"]] == [one.name for one in found.evidence]
            assert (told["remedy"] is None) == (found.remedy is None)
        assert (entry["iterations"], entry["cached"]) == (run.iteration, cached)
        assert list(entry["costs"]) == [str(iteration) for iteration in run.iterations]
        read_costs = [float(cost) for cost in entry["costs"].values()]
        assert all(map(same, read_costs, run.costs.tolist()))
        assert entry["final_cost"] == run.costs[np.isfinite(run.costs)][-1]
        assert entry["diverged_at"] == (run.diverged_at if run.diverged else None)
        assert same(float(entry["naive_cost_0"]), run.naive_first_cost)
        assert same(float(entry["train_accuracy"]), run.train_accuracy)
        assert same(float(entry["test_accuracy"]), run.test_accuracy)


def test_json_writes_what_is_not_finite_as_words(runs: list[Trajectory]) -> None:
    overflowed, diverged = to_json(runs[1], False), to_json(runs[4], False)
    assert overflowed["naive_cost_0"] == "inf"
    assert isinstance(overflowed["costs"]["0"], float)
    assert (diverged["train_accuracy"], diverged["final_cost"]) == ("nan", diverged["costs"]["0"])
    assert diverged["costs"][str(runs[4].diverged_at)] == "nan"


def test_an_end_between_records_is_written() -> None:
    [run] = train([RunConfig(**{**SMALL, "iterations": 7})])
    assert list(to_json(run, False)["costs"]) == ["0", "7"]

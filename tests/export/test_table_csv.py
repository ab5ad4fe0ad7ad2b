"""The results as CSV: what is written reads back, with every digit, and one line is one run."""

import csv
import io
from collections.abc import Sequence

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import label
from initcore.export.rows import row
from initcore.export.table_csv import CSV_COLUMNS, to_csv
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from tests.helpers.exported import CACHED, CONFIGS, SMALL, same


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    """One run of every kind: symmetric, overflowing, flat, learnt, diverged."""
    runs = train(CONFIGS)
    assert [run.diverged for run in runs] == [False, False, False, False, True]
    return runs


def _read(runs: Sequence[Trajectory], cached: Sequence[bool]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(runs, cached), newline="")))


def test_csv_reads_back(runs: list[Trajectory]) -> None:
    lines = _read(runs, CACHED)
    assert len(lines) == len(runs)
    for line, run, cached in zip(lines, runs, CACHED, strict=True):
        assert tuple(line) == CSV_COLUMNS
        verdict = diagnose(run)
        assert (line["initialization"], line["problem"]) == (label(run.config), verdict.title)
        assert (line["evidence"], line["cached"]) == (evidence_of(verdict), str(cached))
        also = ", ".join(other.title for other in findings(run)[1:])
        assert (line["also"], line["fix"]) == (also.lower(), fix_of(verdict))
        assert int(line["iterations"]) == run.iteration
        assert RunConfig.from_json(line["config"]) == run.config
        numbers = {
            "train_accuracy": run.train_accuracy,
            "test_accuracy": run.test_accuracy,
            "first_cost": float(run.costs[0]),
            "naive_first_cost": run.naive_first_cost,
            "final_cost": float(run.costs[np.isfinite(run.costs)][-1]),
        }
        for name, value in numbers.items():
            assert same(float(line[name]), value), name
        assert float(line["seconds"]) == pytest.approx(run.seconds, abs=1e-4)
    at = "iterations_to_90_percent_train_accuracy"
    assert [line[at] == "" for line in lines] == [True, True, True, False, True]
    assert [line["diverged_at"] == "" for line in lines] == [True, True, True, True, False]
    assert int(lines[4]["diverged_at"]) == runs[4].diverged_at
    assert int(lines[3][at]) == row(runs[3], False).accurate_at


def test_a_text_with_commas_and_quotes_stays_in_its_cell() -> None:
    [run] = train(
        [RunConfig(initialization="formula", formula="2 / sqrt(max(fan_in, fan_out))", iterations=1)]
    )
    [line] = _read([run], [False])
    assert "," in label(run.config)
    assert line["initialization"] == label(run.config)
    assert RunConfig.from_json(line["config"]) == run.config


def test_seeds_are_told_apart_and_twins_from_their_runs() -> None:
    experiment = Experiment((Choice("he"),), RunConfig(**SMALL), seeds=2, twins=True)
    lines = _read(train(experiment.configs), [False] * 4)
    told = [(line["initialization"], line["seed"], line["twin"]) for line in lines]
    assert told == [("He", seed, twin) for twin in ("False", "True") for seed in ("3", "4")]


def test_no_run_is_a_head_alone_and_each_run_needs_its_flag(runs: list[Trajectory]) -> None:
    assert to_csv([], []) == ",".join(CSV_COLUMNS) + "\r\n"
    with pytest.raises(ValueError, match="shorter"):
        to_csv(runs, CACHED[1:])

"""Verdicts as JSON types: every value with its unit, numbers that JSON has not as words, sentences beside."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, train
from initcore.diagnosis.kinds import VERDICTS
from initcore.diagnosis.verdicts import UNITS, Evidence, Remedy, Verdict
from initcore.export.records import classes_record, plain, verdict_record
from tests.helpers.yielded import changed_settings

COSTS = {"cost": 0.5, "chance": 0.693}
SEEN = Evidence("output_bias_alone", COSTS)


def _verdict(evidence: Evidence, remedy: Remedy | None = None) -> Verdict:
    return Verdict(VERDICTS["only_output_bias"], (evidence,), remedy)


def test_a_verdict_is_its_kind_its_values_and_its_words() -> None:
    remedy = Remedy("raise_rate", {"learning_rate": 0.1}, {"rate": 0.01})
    assert verdict_record(_verdict(SEEN, remedy)) == {
        "kind": "only_output_bias",
        "title": "Only the output bias learns",
        "tone": "bad",
        "evidence": [
            {
                "name": "output_bias_alone",
                "values": {
                    "cost": {"value": 0.5, "unit": "nats"},
                    "chance": {"value": 0.693, "unit": "nats"},
                },
            }
        ],
        "remedy": {"name": "raise_rate", "changes": {"learning_rate": 0.1}},
        "sentence": "every weight is still 0 and gets no gradient; the output bias has taken the cost to "
        "0.500; answering with the classes' shares costs 0.693",
        "fix": "Raise the learning rate of 0.01, first to ten times that.",
    }


def test_where_nothing_is_to_be_mended_there_is_no_remedy() -> None:
    record = verdict_record(_verdict(SEEN))
    assert (record["remedy"], record["fix"]) == (None, "")


def test_a_remedy_that_sets_nothing_is_named_all_the_same() -> None:
    record = verdict_record(_verdict(SEEN, Remedy("more_units")))
    assert record["remedy"] == {"name": "more_units", "changes": {}}


def test_what_has_no_unit_says_none() -> None:
    values = {"no_gradient": True, "weights_moved": False}
    assert not set(values) & set(UNITS)
    [told] = verdict_record(_verdict(Evidence("one_unit_a_layer", values)))["evidence"]
    assert told["values"] == {name: {"value": value} for name, value in values.items()}


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_record_is_json_whatever_was_measured(value: float) -> None:
    changes: dict[str, Any] = {"hidden": (7, 5), "layer_gains": (), "initialization": "he"}
    assert set(changes) <= changed_settings()
    remedy = Remedy("use_scale", changes, {"factor": 1.0, "initialization": "he"})
    record = verdict_record(_verdict(Evidence("output_bias_alone", {**COSTS, "cost": value}), remedy))
    read = json.loads(json.dumps(record, allow_nan=False))
    assert read == record, "what is read is what was written, lists and all"
    assert read["evidence"][0]["values"]["cost"] == {"value": str(value), "unit": "nats"}
    assert read["remedy"]["changes"] == {"hidden": [7, 5], "layer_gains": [], "initialization": "he"}


@pytest.mark.parametrize("value", [0.1 + 0.2, 0, -0.0, True, None, "inf", 10**400])
def test_what_json_has_stays_what_it_is(value: object) -> None:
    assert plain(value) is value


@pytest.mark.parametrize(("value", "said"), [(math.inf, "inf"), (-math.inf, "-inf"), (math.nan, "nan")])
def test_what_json_has_no_number_for_is_said(value: float, said: str) -> None:
    assert plain(value) == said


def test_answers_by_class_are_counts_and_shares() -> None:
    [run] = train([RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=130, balance=3)])
    record = classes_record(run)
    assert (record["names"], record["uneven"]) == (["0", "1"], True)
    for name, accuracy in (("train", run.train_accuracy), ("test", run.test_accuracy)):
        told = record[name]
        counts = np.array(told["confusion"])
        assert counts.sum(axis=1).tolist() == told["examples"]
        assert counts.trace() / counts.sum() == pytest.approx(accuracy)
        assert told["recall"] == (counts.diagonal() / counts.sum(axis=1)).tolist()
        assert told["balanced_accuracy"] == pytest.approx(np.mean(told["recall"]))
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    lost = classes_record(replace(run, diverged_at=run.iteration))
    assert (lost["train"], lost["test"]) == (None, None)

"""Verdicts as records: what is told of a kind, values by name, and numbers as Python's own."""

from typing import Any

import numpy as np
import pytest

from initcore.diagnosis.kinds import VERDICTS
from initcore.diagnosis.verdicts import Evidence, Remedy, evidence, verdict


def test_a_verdict_says_what_its_kind_is_called() -> None:
    found = verdict("dead", evidence("layer_dead", layer=2), remedy=Remedy("more_units"))
    kind = VERDICTS["dead"]
    assert (found.name, found.title, found.tone) == (kind.name, kind.title, kind.tone)
    assert found.remedy == Remedy("more_units", {}, {})


def test_what_was_not_seen_is_left_out() -> None:
    first, second = evidence("late", iteration=7), evidence("reached", iteration=13)
    assert verdict("healthy", None, first, None, second).evidence == (first, second)
    assert verdict("healthy", None).evidence == ()


def test_a_value_is_found_by_what_it_shows_and_its_name() -> None:
    found = verdict("plateau", evidence("stands", cost=0.7), evidence("trend", fall=0.0, now=None))
    assert found.value("stands", "cost") == 0.7
    assert found.value("trend", "now") is None
    for missing in (("chance", "cost"), ("stands", "fall")):
        with pytest.raises(KeyError):
            found.value(*missing)


def test_a_verdict_of_no_kind_there_is_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        verdict("tired")


def test_numbers_are_pythons_own() -> None:
    values: dict[str, Any] = {
        "a": np.float64(0.5),
        "b": np.int64(7),
        "c": np.bool_(True),
        "d": None,
        "e": "relu",
    }
    found = evidence("it", **values)
    assert found == Evidence("it", {"a": 0.5, "b": 7, "c": True, "d": None, "e": "relu"})
    assert [type(value) for value in found.values.values()] == [float, int, bool, type(None), str]

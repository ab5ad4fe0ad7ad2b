"""Inputs that are not standardized lead where they are what is wrong; a run that gets on has a remark."""

import pytest

from initcore import RunConfig, train
from initcore.diagnosis.diagnose import diagnose, findings
from tests.helpers.reading import measured, remedy_of

pytestmark = pytest.mark.numbers


def _verdicts(text: str) -> tuple[list[str], RunConfig]:
    config = RunConfig.from_query(dict(word.split("=") for word in text.split()))
    return [one.name for one in findings(train([config])[0])], config


def test_raw_inputs_say_how_large_they_are() -> None:
    config = RunConfig(
        dataset="wine", standardize="no", hidden=(10, 10), activation="softsign", iterations=2000
    )
    [run] = train([config])
    verdict = diagnose(run)
    assert verdict.name == "raw_inputs"
    assert measured(verdict, "inputs_large", "inputs") == [pytest.approx(230, rel=0.1)]
    assert remedy_of(verdict).changes["standardize"] == "yes"


def test_a_run_that_gets_on_all_the_same_is_told_that_first() -> None:
    names, _ = _verdicts("init=xavier data=digits std=no hidden=16 act=tanh lr=0.003 iters=300 every=3")
    assert names[0] != "raw_inputs"


def test_standardized_inputs_and_small_ones_are_never_blamed() -> None:
    for text in ("init=zeros data=iris std=no hidden=4 iters=200", "init=zeros data=wine hidden=4 iters=200"):
        assert "raw_inputs" not in _verdicts(text)[0]

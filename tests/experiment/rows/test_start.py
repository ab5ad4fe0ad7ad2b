"""The settings of the start: what they change, and beside which others they change nothing."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, begin
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.rows.start import GAIN, START

ROWS = {row.name: row for row in START}
CHANGED: dict[str, dict[str, Any]] = {
    "initialization": {"initialization": "random"},
    "gain": {"gain": 0.5},
    "formula": {"initialization": "formula", "formula": "1/fan_in"},
    "bias": {"bias": "uniform"},
    "bias_value": {"bias": "constant", "bias_value": 0.3},
    "zero_last": {"zero_last": True},
    "layer_gains": {"layer_gains": (2.0, 1.0, 1.0)},
}
"""Every setting of the start at another value, with what it needs beside it."""


@pytest.mark.parametrize("name", ROWS)
def test_each_changes_where_a_run_starts_and_nothing_else(name: str) -> None:
    changed = replace(RunConfig(), **CHANGED[name])
    default = replace(changed, **{name: ROWS[name].default})
    one, other = begin([changed, default]).runs
    assert not np.array_equal(one.theta, other.theta)
    assert (changed.shape, changed.learning_rate) == (default.shape, default.learning_rate)


def test_a_formula_is_asked_for_where_an_initialization_takes_one() -> None:
    idle = ROWS["formula"].idle
    assert idle is not None
    for record in INITIALIZATIONS:
        assert idle(RunConfig(initialization=record.name)) == (not record.takes_formula)


def test_a_bias_value_is_asked_for_where_biases_start_at_one() -> None:
    idle = ROWS["bias_value"].idle
    assert idle is not None
    assert [idle(RunConfig(bias=name)) for name in ROWS["bias"].names] == [
        name != "constant" for name in ROWS["bias"].names
    ]


def test_a_layer_may_have_any_gain_that_a_network_may() -> None:
    assert ROWS["gain"].limit == ROWS["layer_gains"].limit == GAIN


def test_every_initialization_may_be_chosen_by_the_name_of_its_record() -> None:
    assert dict(ROWS["initialization"].choices) == {record.name: record.label for record in INITIALIZATIONS}

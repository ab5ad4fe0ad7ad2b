"""The settings of network and training: what they change, and beside which others they change nothing."""

from dataclasses import replace
from typing import Any

import pytest

from initcore import ConfigError, RunConfig
from initcore.experiment.rows.training import NETWORK, TRAINING
from initcore.experiment.values import MAX_LAYERS, MAX_WIDTH
from initcore.model.activations import ACTIVATIONS
from initcore.model.optimizers import OPTIMIZERS
from tests.helpers.compare import identical
from tests.helpers.small import CONFIG, trained

pytestmark = pytest.mark.numbers

ROWS = {row.name: row for row in (*NETWORK, *TRAINING)}
CHANGED: dict[str, dict[str, Any]] = {
    "optimizer": {"optimizer": "adam"},
    "learning_rate": {"learning_rate": 0.1},
    "momentum": {"optimizer": "momentum", "momentum": 0.5},
    "batch_size": {"batch_size": 17},
    "batch_seed": {"batch_size": 17, "batch_seed": 5},
    "l2": {"l2": 0.7},
}
"""Every setting of the training that moves parameters, at another value, with what it needs beside it."""


@pytest.mark.parametrize("name", CHANGED)
def test_each_changes_where_the_steps_lead_and_not_where_they_start(name: str) -> None:
    changed = replace(CONFIG, **CHANGED[name])
    one, other = (trained(config, 7) for config in (changed, replace(changed, **{name: ROWS[name].default})))
    assert identical(one.frames[0], other.frames[0])
    assert not identical(one.theta, other.theta)


def test_the_others_say_only_how_long_and_how_often() -> None:
    assert {row.name for row in TRAINING} - set(CHANGED) == {"iterations", "record_every"}
    seldom = trained(replace(CONFIG, record_every=50, iterations=14))
    assert identical(seldom.theta, trained(CONFIG, 14).theta)


def test_momentum_is_asked_for_where_an_optimizer_has_one() -> None:
    idle = ROWS["momentum"].idle
    assert idle is not None
    for record in OPTIMIZERS:
        assert idle(RunConfig(optimizer=record.name)) == (not record.takes_momentum)


def test_the_order_of_examples_has_a_seed_where_there_are_batches() -> None:
    idle = ROWS["batch_seed"].idle
    assert idle is not None
    assert [idle(RunConfig(batch_size=size)) for size in (0, 1, 32)] == [True, False, False]


@pytest.mark.parametrize(("name", "edge"), [("learning_rate", 0), ("momentum", 1)])
def test_an_end_at_which_nothing_moves_or_nothing_is_lost_is_not_allowed(name: str, edge: float) -> None:
    with pytest.raises(ConfigError, match=f"`{name}` must be a number in .*; got {edge}"):
        RunConfig(optimizer="momentum", **{name: edge})  # type: ignore[arg-type]


def test_the_help_for_widths_names_the_bounds_that_hold() -> None:
    assert f"1 to {MAX_LAYERS} numbers from 1 to {MAX_WIDTH}" in ROWS["hidden"].help
    assert RunConfig(hidden=(MAX_WIDTH,) * MAX_LAYERS).hidden == (MAX_WIDTH,) * MAX_LAYERS
    for hidden in ((MAX_WIDTH + 1,), (1,) * (MAX_LAYERS + 1)):
        with pytest.raises(ConfigError, match="`hidden`"):
            RunConfig(hidden=hidden)


def test_every_activation_and_optimizer_may_be_chosen_by_the_name_of_its_record() -> None:
    assert dict(ROWS["activation"].choices) == {record.name: record.label for record in ACTIVATIONS}
    assert dict(ROWS["optimizer"].choices) == {record.name: record.label for record in OPTIMIZERS}

"""A look ahead goes on as training would, and tells what a run lacks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, advance, begin, train
from initcore.measures.ahead import FEWEST_STEPS, STEPS, ahead_of
from initcore.training.begin import State

pytestmark = pytest.mark.numbers

SMALL: dict[str, Any] = {
    "hidden": (6,),
    "samples": 60,
    "test_samples": 20,
    "learning_rate": 0.1,
    "iterations": 1000,
}


def test_going_on_is_what_training_longer_does() -> None:
    [run] = train([RunConfig(**SMALL)])
    ahead = ahead_of(run)
    assert ahead is not None
    assert ahead.steps == 100
    # The median of costs between half of the way and its end lies between what training has there.
    further = [advance(State((run.asked_for(1000 + steps),)), steps).runs[0].costs[-1] for steps in (50, 100)]
    assert min(further) <= ahead.same <= max(further)


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_it_takes_what_the_optimizer_remembers_with_it(optimizer: str) -> None:
    [run] = train([RunConfig(**SMALL, optimizer=optimizer, batch_size=16)])
    ahead, forgetful = ahead_of(run), ahead_of(replace(run, slots=np.zeros_like(run.slots)))
    assert ahead is not None
    assert forgetful is not None
    assert ahead.same != forgetful.same


def test_a_rate_that_jumps_comes_lower_at_a_tenth_and_one_that_creeps_at_ten_times() -> None:
    jumping, creeping = train(
        [RunConfig(**{**SMALL, "learning_rate": 10.0}), RunConfig(**{**SMALL, "learning_rate": 1e-4})]
    )
    high, low = ahead_of(jumping), ahead_of(creeping)
    assert high is not None
    assert low is not None
    assert high.slower < 0.9 * high.same
    assert low.faster < low.same < low.slower


def test_without_l2_the_cost_that_it_holds_up_comes_down() -> None:
    held, free = train([RunConfig(**SMALL, l2=1.0), RunConfig(**SMALL)])
    ahead = ahead_of(held)
    assert ahead is not None
    assert ahead.without_l2 < ahead.same
    unheld = ahead_of(free)
    assert unheld is not None
    assert np.isnan(unheld.without_l2)


def test_none_of_a_short_a_diverged_or_a_large_run() -> None:
    short: dict[str, Any] = {**SMALL, "iterations": 10 * FEWEST_STEPS - 1}
    diverged: dict[str, Any] = {
        "dataset": "wine",
        "activation": "leaky_relu",
        "learning_rate": 10,
        "iterations": 500,
    }
    [young] = train([RunConfig(**short)])
    [lost] = train([RunConfig(**diverged)])
    assert lost.diverged
    assert (ahead_of(young), ahead_of(lost)) == (None, None)
    [large] = begin([RunConfig(hidden=(128,) * 30, dataset="digits", iterations=5000)]).runs
    assert ahead_of(large) is None


def test_it_goes_no_further_than_it_has_to() -> None:
    [run] = begin([RunConfig(**{**SMALL, "iterations": 100_000})]).runs
    ahead = ahead_of(run)
    assert ahead is not None
    assert ahead.steps == STEPS
    assert ahead_of(run) is ahead

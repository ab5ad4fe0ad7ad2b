"""The rate that a mended start asks for, held against runs that are trained."""

from dataclasses import replace
from typing import Any

import pytest

from initcore import RunConfig, train
from initcore.diagnosis.pace import Pace, after, pace, started
from initcore.measures.seen import Seen
from tests.helpers.observed import trained

pytestmark = pytest.mark.numbers

SOUND: dict[str, Any] = {"activation": "tanh", "initialization": "xavier", "samples": 100, "iterations": 1000}


@pytest.mark.parametrize(
    ("optimizer", "rate", "asked"),
    [
        ("gd", 0.1, Pace.SAME),
        ("gd", 1e-6, Pace.FASTER),
        ("momentum", 0.02, Pace.SAME),
        ("momentum", 5.0, Pace.SLOWER),
        ("adam", 0.01, Pace.SAME),
        ("adam", 1e-5, Pace.FASTER),
        ("adam", 0.05, Pace.STEADIER),
        ("rmsprop", 1.0, Pace.SLOWER),
    ],
)
def test_a_rate_that_works_stays_and_others_are_changed(optimizer: str, rate: float, asked: Pace) -> None:
    assert pace(started(RunConfig(**SOUND, optimizer=optimizer, learning_rate=rate))) is asked


def test_of_deep_networks_the_first_gradient_does_not_tell_that_a_rate_is_low() -> None:
    shallow = started(RunConfig(**SOUND, learning_rate=1e-6))
    deep = started(RunConfig(**SOUND, learning_rate=1e-6, hidden=(10,) * 8))
    assert (pace(shallow), pace(deep)) == (Pace.FASTER, Pace.SAME)


@pytest.mark.parametrize(("optimizer", "rate"), [("adam", 1e-5), ("adam", 1.0), ("momentum", 5.0)])
def test_what_is_asked_for_lowers_the_cost(optimizer: str, rate: float) -> None:
    config = RunConfig(**SOUND, optimizer=optimizer, learning_rate=rate)
    times = {Pace.SLOWER: 0.1, Pace.FASTER: 10.0}[pace(started(config))]
    as_it_is, paced = train([config, replace(config, learning_rate=times * rate)])
    assert paced.costs[-1] < as_it_is.costs[-1]


def test_a_start_is_drawn_anew_with_the_changes_and_remembered() -> None:
    seen = Seen(trained(initialization="zeros", iterations=50))
    mended = after(seen, {"initialization": "he"})
    assert mended.run.iteration == 0
    assert mended.run.config == replace(seen.run.config, initialization="he")
    assert after(seen, {"initialization": "he"}) is mended

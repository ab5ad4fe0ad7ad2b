"""Digits that are real: a run beside its twin."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.statistics.twins import (
    MOST_DIGITS,
    agreement,
    agreement_sentence,
    group_agreement,
    twins_sentence,
)
from tests.helpers.small import CONFIG, SMALL, trained

pytestmark = pytest.mark.numbers

INF = math.inf


def _with_costs(costs: list[float]) -> Trajectory:
    run = trained()
    return replace(run, costs=np.array([*costs, *run.costs[len(costs) :]]))


def test_digits_that_agree() -> None:
    one = _with_costs([1.0, 0.5, 2.0, INF, 1.0, INF])
    other = _with_costs([1.0 + 1e-7, 0.5, -2.0, 1.0, 1.0 - 1e-15, INF])
    iterations, digits = agreement(one, other)
    assert iterations.tolist() == one.iterations.tolist()
    np.testing.assert_allclose(digits[:6], [7, 16, 0, 0, 15, 16], atol=0.05)
    assert (digits[6:] == MOST_DIGITS).all()


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ([16.0] * 11, "He: the twin is the same to the last digit."),
        ([16.0] * 9 + [14.2, 13.9], "He keeps 13 digits: its costs are its own, not rounding's."),
        (
            [16.0, 0.3, *[5.0] * 7, 3.4, 3.9],
            "He keeps 3 digits (no digit at iteration 1): beyond these its costs depend on rounding, "
            "and differ from machine to machine.",
        ),
        (
            [16.0, *[5.0] * 8, 0.4, 0.9],
            "He keeps no digit: its costs depend on rounding, and differ from machine to machine.",
        ),
        (
            [16.0, *[5.0] * 8, 1.4, 1.9],
            "He keeps 1 digit: beyond this its costs depend on rounding, and differ from machine to machine.",
        ),
    ],
)
def test_digits_are_told_in_a_sentence(digits: list[float], said: str) -> None:
    assert agreement_sentence("He", np.arange(11), np.array(digits)) == said


def test_the_courses_runs_keep_as_many_digits_as_is_told() -> None:
    experiment = Experiment(twins=True)
    groups: list[Group[Trajectory]] = experiment.groups(train(experiment.configs))
    zeros, random, he = (group_agreement(group.items, group.twins) for group in groups)
    late = he[0] >= 13_500
    assert (zeros[1] == MOST_DIGITS).all()
    # An ulp is 2e-16 of a number; which digits chaos leaves depends on the machine's rounding.
    assert he[1][late].min() >= 12
    assert random[1][late].min() < 6
    assert random[1].min() < 2


def _said(words: str, **settings) -> str:
    experiment = Experiment((Choice(words),), RunConfig(**{**SMALL, **settings}), seeds=4, twins=True)
    [group] = experiment.groups(train(experiment.configs))
    return twins_sentence(words, group.items, group.twins)


def test_over_many_seeds_the_fewest_and_the_most_digits_are_told() -> None:
    stable = "he keeps 1[3-5]( to 1[3-6])? digits on 4 seeds: its costs are its own, not rounding's."
    assert re.fullmatch(stable, _said("he"))
    chaos = _said("random", hidden=(10, 5), samples=300, learning_rate=0.01, iterations=2000, record_every=50)
    rounded = r"(; on [1-3] of them|:) its costs depend on rounding, and differ from machine to machine\."
    assert re.fullmatch(rf"random keeps .* on 4 seeds{rounded}", chaos)


def test_what_has_no_twin_and_what_is_not_done_say_so() -> None:
    assert _said("zeros") == "zeros has no twin: a weight of 0 has no last place, and all of its start is 0."
    run, twin = trained(CONFIG), trained(replace(CONFIG, twin=True), 100)
    assert twins_sentence("He", [run], [twin]).startswith("So far, He keeps ")

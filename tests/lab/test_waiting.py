"""Runs that wait to be stored: the latest of each, in turn, and never more than there is room for."""

from dataclasses import replace

import pytest

from initcore import Trajectory, advance, begin, train
from initcore.lab.waiting import Waiting
from tests.helpers.stores import SMALL


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([replace(SMALL, weights_seed=seed, iterations=75) for seed in (2, 3, 5)])


def seeds(waiting: Waiting) -> list[int]:
    return [run.config.weights_seed for run, _ in waiting.runs]


def test_they_wait_in_the_order_in_which_they_came(runs: list[Trajectory]) -> None:
    waiting = Waiting()
    for run in runs:
        waiting.add(run, f"verdict on {run.config.weights_seed}")
    assert seeds(waiting) == [2, 3, 5]
    assert [verdict for _, verdict in waiting.runs] == ["verdict on 2", "verdict on 3", "verdict on 5"]
    assert len(waiting) == 3


def test_of_one_run_only_what_came_furthest_waits(runs: list[Trajectory]) -> None:
    config = runs[0].config
    waiting = Waiting()
    half = advance(begin([config]), 30).runs[0]
    for run in (half, runs[1], runs[0], half):
        waiting.add(run, "")
    assert [(run.config.weights_seed, run.iteration) for run, _ in waiting.runs] == [(3, 75), (2, 75)]


def test_what_was_stored_waits_no_more_unless_it_has_gone_on(runs: list[Trajectory]) -> None:
    waiting = Waiting()
    for run in runs[:2]:
        waiting.add(run, "")
    waiting.stored(advance(begin([runs[0].config]), 30).runs[0])
    waiting.stored(runs[1])
    waiting.stored(runs[2])
    assert seeds(waiting) == [2]


def test_who_has_waited_longest_makes_way_and_it_is_said(runs: list[Trajectory], caplog) -> None:
    size = runs[0].nbytes
    waiting = Waiting(most=2 * size)
    for run in runs:
        waiting.add(run, "")
    assert seeds(waiting) == [3, 5]
    [line] = caplog.messages
    assert line == f"Too many runs wait to be stored: run {runs[0].config.key[:12]} will not be."
    nothing = Waiting(most=size - 1)
    nothing.add(runs[0], "")
    assert len(nothing) == 0


def test_a_run_weighs_what_its_arrays_do(runs: list[Trajectory]) -> None:
    [twice] = train([replace(runs[0].config, iterations=150)])
    assert runs[0].frames.nbytes < runs[0].nbytes < twice.nbytes

"""Trajectories cut, joined and lengthened: always what an uncut run of that length gives."""

import pickle

import numpy as np
import pytest

from initcore import State, Trajectory, advance
from tests.helpers.compare import assert_same_run, identical
from tests.helpers.small import CONFIG, trained

WISHES = (1, 6, 7, 8, 97, 209, 210, 211, 212, 217, 223, 499)


def _on(run: Trajectory) -> Trajectory:
    """The run trained to its end."""
    return advance(State((run,)), 10**6).runs[0]


@pytest.mark.parametrize("stop", [0, 61, 210, 211])
def test_without_records_is_small_and_enough_to_train_on(stop: int) -> None:
    run = trained(stop=stop)
    light = run.without_records()
    assert light.iterations.size == light.costs.size == light.kept.size == light.frames.size == 0
    assert len(pickle.dumps(light)) < 4096
    joined = run.followed_by(_on(pickle.loads(pickle.dumps(light))))
    assert_same_run(joined, trained())


@pytest.mark.usefixtures("few_frames")
@pytest.mark.parametrize("stop", [0, 61, 210, 211])
def test_joining_slices_thins_what_is_kept(stop: int) -> None:
    run = trained(stop=stop)
    assert_same_run(run.followed_by(_on(run.without_records())), trained())


@pytest.mark.parametrize("wish", WISHES)
def test_a_finished_run_asked_for_another_length_ends_as_a_run_of_that_length(wish: int) -> None:
    expected = trained(CONFIG.with_iterations(wish))
    cut = trained().asked_for(wish)
    assert cut.config == expected.config
    assert cut.iteration <= wish
    assert_same_run(_on(cut), expected)


@pytest.mark.parametrize("stop", [0, 3, 97, 98])
@pytest.mark.parametrize("wish", [1, 3, 7, 61, 97, 98, 99, 211, 499])
def test_an_unfinished_run_asked_for_another_length_does_too(stop: int, wish: int) -> None:
    short = CONFIG.with_iterations(wish)
    # Where it was asked for just what it had, only the record of the end is missing.
    assert_same_run(_on(trained(stop=stop).asked_for(wish)).closed(short), trained(short))


def test_a_run_may_be_lengthened_again_and_again() -> None:
    run = trained(CONFIG.with_iterations(1))
    for wish in (5, 13, 14, 61, 97, 211):
        run = _on(run.asked_for(wish))
        assert run.iterations[-1] == run.iteration == wish
    assert_same_run(run, trained())


@pytest.mark.usefixtures("few_frames")
@pytest.mark.parametrize("wish", WISHES)
def test_the_numbers_are_the_same_when_few_frames_are_kept(wish: int) -> None:
    expected, got = trained(CONFIG.with_iterations(wish)), _on(trained().asked_for(wish))
    for name in ("theta", "costs", "iterations"):
        assert identical(getattr(got, name), getattr(expected, name)), name
    # Frames that the longer run had already let go do not come back.
    places = np.searchsorted(expected.kept, got.kept)
    assert np.array_equal(expected.kept[places], got.kept)
    assert np.array_equal(expected.frames[places], got.frames)
    assert got.kept[0] == 0


@pytest.mark.parametrize("stop", [0, 3, 7, 97, 98])
def test_a_run_closed_where_it_stands_is_a_run_of_that_length(stop: int) -> None:
    run = trained(stop=max(stop, 1))
    short = CONFIG.with_iterations(run.iteration)
    assert_same_run(run.closed(short), trained(short))


@pytest.mark.parametrize("until", [0, 1, 6, 7, 97, 210, 211, 499])
def test_until_is_the_part_trained_by_then(until: int) -> None:
    run = trained()
    part = run.until(until)
    assert part.iteration == (211 if until >= 211 else until // 7 * 7)
    assert part.config == run.config
    assert part.iterations[-1] == part.iteration
    assert np.array_equal(part.costs, run.costs[: part.costs.size])
    assert np.array_equal(part.kept, run.kept[run.kept <= until])
    assert 0 <= part.seconds <= run.seconds
    assert_same_run(_on(part), run)


@pytest.mark.usefixtures("few_frames")
def test_until_falls_back_to_what_was_kept() -> None:
    run = trained()
    part = run.until(111)
    assert part.iteration == 56
    assert part.iterations.tolist() == list(range(0, 57, 7))
    assert part.kept.tolist() == [0, 56]
    assert np.array_equal(_on(part).costs, run.costs)


def test_a_cut_run_does_not_share_its_parameters() -> None:
    run = trained()
    before = run.frames.copy()
    for part in (run.until(97), run.asked_for(97)):
        part.theta[:] = 7
    assert np.array_equal(run.frames, before)

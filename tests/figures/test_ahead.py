"""What is sent ahead of a run, and what is told of an instant, is what the run says there."""

import json
import pickle
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.diagnosis.found import found
from initcore.experiment.experiment import Experiment
from initcore.figures.ahead import FRAMES_AHEAD, TOLD_AHEAD, seen_at, story_of
from initcore.figures.maps import CELLS, map_at
from initcore.figures.pictures import drawn
from initcore.figures.wire import text
from tests.helpers.browsing import inflated
from tests.helpers.stores import DIVERGING

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([RunConfig(**SMALL, initialization=name) for name in ("zeros", "he")])


def test_a_storys_maps_inflate_to_the_maps_ahead(runs: list[Trajectory]) -> None:
    for run in runs:
        story = story_of([run], 100)
        iterations, kept = story.maps.iterations, run.drawable[0]
        assert iterations.tolist() == kept.tolist()
        maps = inflated(text(story.maps.frames), len(kept), CELLS[0], CELLS[0])
        for iteration, one in zip(iterations.tolist(), maps, strict=True):
            assert np.array_equal(one, map_at(run, iteration)[1])


def test_a_story_has_no_more_maps_than_it_may_the_ends_among_them(runs: list[Trajectory]) -> None:
    iterations = story_of([runs[1]], 4).maps.iterations
    assert iterations.size == 4
    assert iterations[[0, -1]].tolist() == [0, 330]


def test_what_held_all_along_is_what_held_at_each_iteration(runs: list[Trajectory]) -> None:
    story = story_of([runs[1]], 2)
    assert story.iterations == tuple(runs[1].drawable[0].tolist())
    assert story.found == tuple(found(runs[1].until(at)) for at in story.iterations)


def test_of_a_long_run_it_is_found_at_so_many_iterations() -> None:
    [run] = train([RunConfig(**{**SMALL, "record_every": 2})])
    assert run.drawable[0].size > 2 * TOLD_AHEAD
    iterations = story_of([run], 2).iterations
    assert len(iterations) == TOLD_AHEAD
    assert list(iterations) == sorted(set(iterations))
    assert (iterations[0], iterations[-1]) == (0, 330)


def test_a_run_not_begun_has_a_story_of_its_start() -> None:
    [run] = begin([RunConfig(**SMALL)]).runs
    story = story_of([run], 9)
    assert (story.maps.iterations.tolist(), story.iterations) == ([0], (0,))
    assert story.found == (found(run),)


def test_a_run_that_diverged_has_a_story_as_far_as_it_is_finite() -> None:
    [run] = train([DIVERGING])
    story = story_of([run], 100)
    assert story.iterations[-1] == story.maps.iterations[-1] == 63


@pytest.mark.parametrize(("at", "shown"), [(0, 0), (120, 100), (330, 330), (10**9, 330)])
def test_an_instant_is_of_the_last_kept_iteration(runs: list[Trajectory], at: int, shown: int) -> None:
    seen = seen_at(runs, at)
    assert seen.pictures == tuple(drawn(run, shown) for run in runs)
    assert {picture.iteration for picture in seen.pictures if picture} == {shown}
    assert seen.found == tuple(found(run.until(shown)) for run in runs)


def test_an_instant_of_runs_of_which_one_diverged_has_a_picture_of_each(runs: list[Trajectory]) -> None:
    seen = seen_at([train([DIVERGING])[0], runs[1]], 10**9)
    assert [picture and picture.iteration for picture in seen.pictures] == [63, 330]


def test_workers_can_be_sent_what_is_asked_and_it_is_small() -> None:
    for function in (story_of, seen_at):
        assert pickle.loads(pickle.dumps(function)) is function
    runs = begin(Experiment().configs).runs
    course = [story_of([run], FRAMES_AHEAD // len(runs)) for run in train([run.config for run in runs])]
    assert sum(story.maps.iterations.size for story in course) <= FRAMES_AHEAD
    assert sum(len(json.dumps(text(story.maps.frames))) for story in course) < 2_000_000

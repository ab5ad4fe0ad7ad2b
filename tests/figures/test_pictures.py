"""Pictures: the map that a run has at an iteration, known by the run and that iteration."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.figures import pictures
from initcore.figures.maps import cells_of, map_at
from initcore.figures.moments import Picture
from initcore.figures.pictures import Pictures, drawn, drawn_and_measured, drawn_of, learn, newest
from initcore.measures.curves import known_curves, measure
from initcore.memory import forget_everything
from tests.helpers.browsing import inflated, sent
from tests.helpers.stores import DIVERGING

CONFIG = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=330)


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    forget_everything()


@pytest.fixture(scope="module")
def run() -> Trajectory:
    return train([CONFIG])[0]


def _map(picture: Picture | None, run: Trajectory) -> np.ndarray:
    """A picture's cells as a browser has them."""
    assert picture is not None
    cells = cells_of(run.shape)
    return inflated(sent(picture)["map"], cells, cells)


@pytest.mark.parametrize(("at", "shown"), [(None, 330), (0, 0), (120, 100), (10**9, 330)])
def test_the_map_is_the_one_asked_for(run: Trajectory, at: int | None, shown: int) -> None:
    picture = drawn(run, at)
    assert picture is not None
    assert picture.iteration == shown
    assert np.array_equal(_map(picture, run), map_at(run, shown)[1])


@pytest.mark.parametrize("settings", [{"dataset": "iris"}, {"hidden": (300, 300)}], ids=["classes", "cells"])
def test_a_map_of_many_classes_or_fewer_cells_reads_back(settings: dict) -> None:
    [run] = begin([replace(CONFIG, **settings)]).runs
    assert np.array_equal(_map(drawn(run), run), map_at(run, 0)[1])


def test_a_slice_draws_what_the_whole_run_draws(run: Trajectory) -> None:
    half = advance(begin([CONFIG]), 137).runs[0]
    slice_ = advance(begin([CONFIG]), 100).runs[0].without_records()
    assert drawn(half) == drawn(replace(half, **_records_of(slice_)))
    assert drawn_of([run]) == drawn(run)


def _records_of(run: Trajectory) -> dict:
    names = ("iterations", "costs", "train_accuracies", "kept", "frames", "slot_frames")
    return {name: getattr(run, name) for name in names}


def test_a_run_that_diverged_is_drawn_as_it_last_was() -> None:
    [run] = train([DIVERGING])
    picture = drawn(run)
    assert picture is not None
    assert picture.iteration == 63
    assert drawn(run.without_records()) is None, "its slice has nothing finite"


def test_what_was_drawn_is_known_by_run_and_iteration(run: Trajectory) -> None:
    artist, half = Pictures(), run.until(150)
    assert newest(run) is None
    artist.keep(run, artist.draw(run, True))
    assert newest(run) == drawn(run)
    assert newest(half) is newest(train([replace(CONFIG, weights_seed=11)])[0]) is None
    learn(half, drawn(half))
    assert newest(half) == drawn(run, 150)
    assert newest(run) == drawn(run)
    assert newest(run.asked_for(900)) == newest(run), "however long it is to be"


def test_where_it_is_not_to_be_drawn_a_run_is_measured_alone(run: Trajectory) -> None:
    artist, part = Pictures(), run.until(150)
    picture, measured = artist.draw(part, False)
    assert picture is None
    assert artist.draw(part, True)[0] == drawn(part)
    forget_everything()
    assert np.array_equal(measured.test, measure(part).test)
    forget_everything()
    assert not known_curves(part)[1]
    artist.keep(part, (picture, measured))
    assert newest(part) is None
    assert known_curves(part)[1]


def test_nothing_drawn_is_nothing_known(run: Trajectory) -> None:
    learn(run, None)
    assert newest(run) is None


def test_so_many_are_remembered(run: Trajectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures._known, "most", 3)
    parts = [run.until(at) for at in (0, 50, 100, 150)]
    for part in parts:
        learn(part, drawn(part))
    assert [newest(part) is not None for part in parts] == [False, True, True, True]


def test_a_worker_can_be_sent_what_draws() -> None:
    assert pickle.loads(pickle.dumps(Pictures().draw)) is drawn_and_measured
    assert pickle.loads(pickle.dumps(drawn_of)) is drawn_of

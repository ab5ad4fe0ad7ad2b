"""An engine counts what it has done: each run once, and each slice."""

from collections.abc import Iterator

import pytest

from initcore.lab.counts import Counts
from tests.helpers.hands import SLICE, Lab, by_hand, seeded


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


def test_at_first_nothing_was_done(lab: Lab) -> None:
    assert lab.engine.counts == Counts(0, 0, 0, 0, 0.0)
    assert (lab.engine.waiting, lab.engine.restarted) == (0, 0)


def test_a_run_is_trained_once_however_many_want_it_and_then_cached(lab: Lab) -> None:
    for _ in range(3):
        lab.train(seeded(2, 3))
    lab.hands.run_all()
    counts = lab.engine.counts
    assert (counts.trained, counts.cached, counts.failed) == (2, 0, 0)
    assert counts.slices == 275 / SLICE
    lab.open(seeded(2, 3, 5))
    assert (counts.trained, counts.cached) == (2, 2)


def test_the_time_of_slices_is_that_from_sending_to_coming_back(lab: Lab) -> None:
    lab.train(seeded(2))
    lab.now += 0.25
    lab.hands.run()
    lab.now += 0.5
    lab.hands.run()
    assert lab.engine.counts.slices == 2
    assert lab.engine.counts.slice_seconds == pytest.approx(0.75)


def test_a_run_that_is_given_up_has_failed(lab: Lab) -> None:
    lab.hands.breaks = lambda state: MemoryError()
    lab.train(seeded(2))
    lab.hands.run_all()
    assert (lab.engine.counts.trained, lab.engine.counts.failed) == (0, 1)


def test_runs_wait_that_no_worker_has(lab: Lab) -> None:
    lab.train(seeded(2, hidden=(7,)))
    lab.train(seeded(3, hidden=(5,)))
    assert lab.engine.waiting == 1
    lab.hands.run_all()
    assert lab.engine.waiting == 0

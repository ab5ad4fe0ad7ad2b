"""A slice goes out with what a worker needs, its runs say so, and it comes back as what they became."""

from concurrent.futures import Future
from typing import Any

import pytest

from initcore import Trajectory, begin, train
from initcore.lab.choosing import picture_seconds, slice_seconds
from initcore.lab.executors import WorkerDied
from initcore.lab.flights import Flight
from initcore.lab.runs import Run
from tests.helpers.compare import assert_same_runs
from tests.helpers.hands import SLICE, ByHand, seeded

CONFIGS = seeded(2, 3)


def _drawn(run: Trajectory, draws: bool) -> tuple[int, bool]:
    return run.iteration, draws


def _runs() -> list[Run]:
    return [Run(run, 0, 1000.0) for run in begin(CONFIGS).runs]


def _flight(runs: list[Run], *, comparisons: int = 1, seen: Any = (), stop: int = 275) -> Flight:
    return Flight(runs, stop, comparisons, 1.0, 1, _drawn, seen)


def _flown(flight: Flight, hands: ByHand, now: float) -> Future[Any]:
    done = flight.sent(hands, now)
    hands.run()
    return done


def test_what_comes_back_is_joined_to_what_was_there_bit_for_bit() -> None:
    runs, hands = _runs(), ByHand()
    while not runs[0].known.done:
        flight = _flight(runs)
        grown = flight.grown(_flown(flight, hands, 1000.0))
        assert not isinstance(grown, BaseException)
        for run, (before, after, drawn) in zip(runs, grown, strict=True):
            assert before is run.known
            assert drawn is None
            run.known, run.flying = after, False
    assert_same_runs([run.known for run in runs], train(CONFIGS))
    assert all(state.runs[0].iterations.size == 0 for state in hands.sent), "records stay at home"


def test_while_it_is_away_its_runs_say_so_and_since_when_and_how_long_it_may_take() -> None:
    runs, hands = _runs(), ByHand()
    _flight(runs).sent(hands, 1003.0)
    assert [(run.flying, run.sent_at) for run in runs] == [(True, 1003.0)] * 2
    assert runs[0].limit > 10 * slice_seconds(1000, 1, 1)
    assert runs[0].silent(1003.0 + runs[0].limit) == pytest.approx(runs[0].limit)
    assert hands.lengths == [slice_seconds(0, 1, 1)]


def test_a_slice_is_no_longer_than_somebody_wants_its_runs_to_go() -> None:
    runs, hands = _runs(), ByHand()
    flight = _flight(runs, stop=10)
    grown = flight.grown(_flown(flight, hands, 1000.0))
    assert not isinstance(grown, BaseException)
    assert [after.iteration for _, after, _ in grown] == [10, 10]


def test_of_many_that_train_pictures_come_less_often_than_slices_and_only_of_what_is_seen() -> None:
    runs, hands, stays = _runs(), ByHand(), picture_seconds(20, 1)
    assert stays > 1
    seen = []
    for now in (1000.0, 1000.0 + 0.4 * stays, 1000.0 + 1.01 * stays):
        flight = _flight(runs, comparisons=20, seen={runs[1]})
        grown = flight.grown(_flown(flight, hands, now))
        assert not isinstance(grown, BaseException)
        seen.append([drawn for *_, drawn in grown])
    assert seen == [[None, (SLICE, draws)] for draws in (True, False, True)]


def test_what_went_wrong_is_what_comes_back() -> None:
    runs, hands = _runs(), ByHand()
    died = WorkerDied("it ended")
    hands.breaks = lambda state: died
    flight = _flight(runs)
    assert flight.grown(_flown(flight, hands, 1000.0)) is died


@pytest.mark.parametrize("error", [RuntimeError("the workers have been stopped"), OSError("no way there")])
def test_workers_that_take_nothing_are_an_answer_too(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = ByHand()

    def submit(*_: Any) -> Future[Any]:
        raise error

    monkeypatch.setattr(hands, "submit", submit)
    flight = _flight(_runs())
    assert flight.grown(flight.sent(hands, 1000.0)) is error

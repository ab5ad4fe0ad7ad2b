"""Questions on live runs recur, each the less often the longer its answer takes and the more there are."""

import pytest

from pages._stream import pacing as pacing_module
from pages._stream.pacing import (
    LATELY_SECONDS,
    PAUSES,
    TOGETHER,
    TOLD_SECONDS,
    UNANSWERED_SECONDS,
    Pacing,
)

LITTLE = TOLD_SECONDS / 100


class Clock:
    """A time that stands still unless it is put on."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pacing_module, "time", clock)
    return clock


@pytest.fixture
def pacing(clock: Clock) -> Pacing:
    return Pacing()


def _asked(pacing: Pacing, what: object, share: float = 1.0) -> None:
    """Asks that, and has it answered at once."""
    assert pacing.due(what, share)
    pacing.answered(what)


def _due_after(pacing: Pacing, clock: Clock, what: object, seconds: float, share: float = 1.0) -> None:
    """Fails unless that question, asked now, is due again after those seconds and not before."""
    assert not pacing.due(what, share)
    clock.now += seconds - LITTLE
    assert not pacing.due(what, share)
    clock.now += 2 * LITTLE
    _asked(pacing, what, share)


def test_a_question_is_due_at_once_and_then_so_often(pacing: Pacing, clock: Clock) -> None:
    _asked(pacing, "one")
    for _ in range(3):
        _due_after(pacing, clock, "one", TOLD_SECONDS)
    _asked(pacing, "other")


@pytest.mark.parametrize(("share", "times"), [(0.1, 1.0), (1.0, 1.0), (2.5, 2.5)])
def test_one_that_takes_more_is_asked_less_often(
    pacing: Pacing, clock: Clock, share: float, times: float
) -> None:
    _asked(pacing, "one", share)
    _due_after(pacing, clock, "one", times * TOLD_SECONDS, share)


@pytest.mark.parametrize(("others", "times"), [(0, 1), (TOGETHER - 1, 1), (3 * TOGETHER - 1, 3)])
def test_of_many_each_is_asked_less_often(pacing: Pacing, clock: Clock, others: int, times: int) -> None:
    for number in range(others):
        _asked(pacing, number)
    _asked(pacing, "one")
    _due_after(pacing, clock, "one", times * TOLD_SECONDS)


@pytest.mark.parametrize("count", [1, TOGETHER, 5 * TOGETHER, 50 * TOGETHER])
def test_all_together_are_asked_no_more_often_however_many_there_are(
    pacing: Pacing, clock: Clock, count: int
) -> None:
    asked = dict.fromkeys(range(count), 0)
    seconds, step = 60.0, TOLD_SECONDS / 5
    for _ in range(round(seconds / step)):
        for number in asked:
            if pacing.due(number):
                pacing.answered(number)
                asked[number] += 1
        clock.now += step
    assert sum(asked.values()) <= count + 1.01 * TOGETHER * seconds / TOLD_SECONDS
    assert max(asked.values()) - min(asked.values()) <= 1, "and each as often as the others"
    assert min(asked.values()) >= 0.7 * seconds / TOLD_SECONDS / max(1, count / TOGETHER)


def test_the_longer_an_answer_takes_the_less_often_it_is_asked(pacing: Pacing, clock: Clock) -> None:
    for seconds in (1.0, 0.5):
        assert pacing.due("one")
        clock.now += seconds
        pacing.answered("one")
        clock.now += (PAUSES - 1) * seconds - LITTLE
        assert not pacing.due("one")
        clock.now += 2 * LITTLE
    _asked(pacing, "one")
    _due_after(pacing, clock, "one", TOLD_SECONDS)


def test_one_that_gets_no_answer_waits_long_and_is_asked_again(pacing: Pacing, clock: Clock) -> None:
    assert pacing.due("one")
    for number in range(3):  # whatever else is asked meanwhile
        clock.now += UNANSWERED_SECONDS / 3 - LITTLE
        assert not pacing.due("one")
        _asked(pacing, number)
    clock.now += 4 * LITTLE
    assert pacing.due("one")


def test_what_is_asked_no_more_slows_the_others_down_no_longer(pacing: Pacing, clock: Clock) -> None:
    _asked(pacing, "one")
    for number in range(4 * TOGETHER):
        _asked(pacing, number)
    clock.now += LATELY_SECONDS - LITTLE
    _asked(pacing, "one")
    assert len(pacing._asked) == 4 * TOGETHER + 1
    clock.now += 2 * LITTLE
    _asked(pacing, "other")
    assert len(pacing._asked) == 2
    clock.now += TOLD_SECONDS + LITTLE
    _asked(pacing, "one")


def test_questions_that_never_come_again_are_forgotten(pacing: Pacing, clock: Clock) -> None:
    for number in range(1000):
        assert pacing.due(number)
        if number % 3:
            pacing.answered(number)
        clock.now += 1.0
    assert len(pacing._asked) <= UNANSWERED_SECONDS + 1


def test_an_answer_to_what_was_not_asked_so_changes_nothing(pacing: Pacing, clock: Clock) -> None:
    pacing.answered("never")
    assert len(pacing._asked) == 0
    _asked(pacing, "one")
    clock.now += 9.0  # at rest, it is asked without waiting until it is due
    pacing.answered("one")
    assert pacing.due("one")

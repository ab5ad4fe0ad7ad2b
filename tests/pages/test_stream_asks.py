"""A question is asked once, however many people want its answer; one that failed is left for a while."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

import pytest

from initcore import Trajectory
from pages._stream import asks as asks_module
from pages._stream.asks import AGAIN_SECONDS, Asks
from tests.helpers.stores import warnings_in


class Clock:
    """A time that stands still unless it is put on."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Who:
    """Somebody who asks; `found` has the answers."""

    def __init__(self) -> None:
        self.answered, self.found = 0, list[Any]()


class Workers:
    """What is asked of workers, to be answered by hand."""

    def __init__(self) -> None:
        self.questions: list[tuple[Any, ...]] = []
        self.futures: list[Future[Any]] = []
        self.refuses: Exception | None = None

    def ask(self, function: Callable[..., Any], runs: Sequence[Trajectory], *arguments: Any) -> Future[Any]:
        if self.refuses is not None:
            raise self.refuses
        self.questions.append((function, runs, *arguments))
        self.futures.append(Future())
        return self.futures[-1]


@pytest.fixture
def workers() -> Workers:
    return Workers()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(asks_module, "time", clock)
    return clock


@pytest.fixture
def told() -> list[int]:
    return []


@pytest.fixture
def asks(workers: Workers, told: list[int], clock: Clock) -> Asks:
    return Asks(workers, lambda: told.append(1))  # type: ignore[arg-type]


@pytest.fixture
def who() -> Who:
    return Who()


def test_it_is_asked_once_while_it_is_under_way(
    asks: Asks, workers: Workers, told: list[int], who: Who
) -> None:
    for _ in range(5):
        asks.once("name", max, (), 3, 7, then=who.found.append, who=who)
    asks.once("other", min, (), then=who.found.append, who=who)
    assert workers.questions == [(max, (), 3, 7), (min, ())]
    workers.futures[0].set_result("answer")
    assert (who.found, told, who.answered) == (["answer"], [1], 1)
    asks.once("name", max, (), 3, 7, then=who.found.append, who=who)
    assert len(workers.questions) == 3, "whoever asks anew after the answer asks anew"


def test_each_who_asks_is_told_once_and_nobody_else(asks: Asks, workers: Workers, told: list[int]) -> None:
    mine, theirs, other = Who(), Who(), Who()
    for _ in range(3):
        for who in (mine, theirs):
            asks.once("name", max, (), then=who.found.append, who=who)
    asks.once("other", max, (), then=other.found.append, who=other)
    assert len(workers.questions) == 2
    workers.futures[0].set_result("answer")
    assert (mine.found, theirs.found, told) == (["answer"], ["answer"], [1])
    assert (mine.answered, theirs.answered) == (1, 1)
    assert (other.found, other.answered) == ([], 0), "it is no news to who asked something else"


def test_what_is_known_is_known_before_it_is_told(workers: Workers, who: Who) -> None:
    seen: list[tuple[int, list[Any]]] = []
    made: Asks = Asks(workers, lambda: seen.append((who.answered, [*who.found])))  # type: ignore[arg-type]
    answered_then: list[int] = []

    def take(answer: str) -> None:
        answered_then.append(who.answered)
        who.found.append(answer)

    made.once("name", max, (), then=take, who=who)
    workers.futures[0].set_result("answer")
    assert answered_then == [0], "nobody takes the number for news that is not there yet"
    assert seen == [(1, ["answer"])]


def test_one_that_failed_is_not_asked_again_for_a_while(
    asks: Asks, workers: Workers, told: list[int], clock: Clock, who: Who, caplog: pytest.LogCaptureFixture
) -> None:
    def ask(name: str) -> None:
        asks.once(name, max, (), then=who.found.append, who=who)

    ask("name")
    workers.futures[0].set_exception(ValueError("it broke"))
    assert (who.found, told, who.answered) == ([], [1], 1), "who asked looks again at what is missing"
    assert warnings_in(caplog) == ["a question about a run was not answered: ValueError('it broke')"]
    for wait in (0.0, AGAIN_SECONDS - 0.5):
        clock.now += wait
        ask("name")
        assert len(workers.questions) == 1
    ask("other")
    clock.now += 0.5
    ask("name")
    assert len(workers.questions) == 3
    workers.futures[2].set_result("answer")
    ask("name")
    assert (who.found, len(workers.questions)) == (["answer"], 4)


def test_failures_are_forgotten(asks: Asks, workers: Workers, clock: Clock, who: Who) -> None:
    for number in range(100):
        asks.once(number, max, (), then=print, who=who)
        workers.futures[-1].set_exception(ValueError())
        clock.now += 1.0
    assert len(asks._failed) <= AGAIN_SECONDS + 1


def test_a_question_that_nobody_takes_is_one_that_failed(
    asks: Asks, workers: Workers, told: list[int], who: Who, caplog: pytest.LogCaptureFixture
) -> None:
    workers.refuses = RuntimeError("cannot schedule new futures after shutdown")
    asks.once("name", max, (), then=print, who=who)
    asks.once("name", max, (), then=print, who=who)
    assert told == [1]
    assert len(warnings_in(caplog)) == 1


def test_an_answer_that_nobody_can_take_is_one_line_in_the_log(
    asks: Asks, workers: Workers, told: list[int], who: Who, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_answer: object) -> None:
        raise KeyError("no place for it")

    asks.once("name", max, (), then=refuse, who=who)
    workers.futures[0].set_result("answer")
    assert told == [1]
    assert len(warnings_in(caplog)) == 1
    assert all(record.levelno == logging.WARNING for record in caplog.records)


def test_a_question_that_is_called_off_as_the_server_ends_is_not_worth_a_word(
    asks: Asks, workers: Workers, told: list[int], who: Who, caplog: pytest.LogCaptureFixture
) -> None:
    asks.once("name", max, (), then=print, who=who)
    workers.futures[0].cancel()
    assert (told, caplog.records, who.answered) == ([], [], 0)
    asks.once("name", max, (), then=print, who=who)
    assert len(workers.questions) == 2, "it is not under way any more"

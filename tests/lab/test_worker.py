"""What a worker answers to calls that go well or wrong, and what it does when its input ends."""

import gc
import io
import math
import operator
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.data.tables import TABLES, Table
from initcore.lab import worker
from initcore.lab.worker import answer, run_slice, serve
from initcore.training.begin import State, begin
from tests.helpers.compare import assert_same_runs
from tests.helpers.csv_files import chosen, csv_file
from tests.helpers.deadly import raise_odd
from tests.helpers.stores import SMALL


def _request(function: Any, *arguments: Any) -> bytes:
    return pickle.dumps((function, arguments))


def _served(requests: bytes) -> list[tuple[bool, Any]]:
    """What a worker answers to a stream of requests; returns when it does."""
    replies = io.BytesIO()
    serve(io.BytesIO(requests), replies)
    replies.seek(0)
    answers = []
    while replies.tell() < len(replies.getvalue()):
        answers.append(pickle.loads(pickle.load(replies)))
    return answers


def test_calls_are_answered_in_order_whatever_becomes_of_each() -> None:
    calls = [_request(len, "four"), _request(operator.truediv, 1, 0), _request(operator.mul, 6, 7)]
    first, second, third = _served(b"".join(map(pickle.dumps, calls)))
    assert (first, third) == ((True, 4), (True, 42))
    assert (second[0], type(second[1])) == (False, ZeroDivisionError)


def test_no_request_is_no_answer() -> None:
    assert _served(b"") == []


def test_wherever_a_request_is_cut_off_the_worker_ends_quietly() -> None:
    request = pickle.dumps(_request(len, "four"))
    for kept in range(len(request)):
        assert _served(request + request[:kept]) == [(True, 4)], kept


@pytest.mark.parametrize(
    ("request_", "kind", "says"),
    [
        (_request(math.sqrt, -1), ValueError, ""),
        (_request(len), TypeError, "argument"),
        (_request(threading.Lock), TypeError, "pickle"),  # its answer cannot come back
        (_request(raise_odd), RuntimeError, "OddError: one and two"),
        (b"nonsense", pickle.UnpicklingError, ""),
        (b"", EOFError, ""),
        (b"cno_such_module\nname\n.", ModuleNotFoundError, "no_such_module"),
        (pickle.dumps(5), TypeError, "unpack"),
    ],
)
def test_whatever_goes_wrong_is_an_answer_too(request_: bytes, kind: type[Exception], says: str) -> None:
    well, error = pickle.loads(answer(request_))
    assert not well
    assert type(error) is kind
    assert says in str(error)


def test_a_slice_goes_no_further_than_it_is_wanted_and_no_longer_than_it_may() -> None:
    configs = [SMALL, RunConfig(**{**SMALL.to_dict(), "weights_seed": 5})]
    half = run_slice(begin(configs), 60.0, 137)
    assert [run.iteration for run in half.runs] == [137, 137]
    assert_same_runs(run_slice(State(half.runs), 60.0, 275).runs, train(configs))
    long = begin([SMALL.with_iterations(1_000_000)])
    assert 0 < run_slice(long, 0.0, 1_000_000).runs[0].iteration < 100_000


def test_a_slice_draws_the_runs_that_are_seen_and_no_other() -> None:
    configs = [SMALL, RunConfig(**{**SMALL.to_dict(), "weights_seed": 5})]

    def draw(run: Trajectory, draws: bool) -> tuple[int, bool]:
        return run.iteration, draws

    made = run_slice(begin(configs), 60.0, 137, (), draw, (None, True))
    assert made.drawn == (None, (137, True))
    made = run_slice(begin(configs), 60.0, 137, (), draw, (False, True))
    assert made.drawn == ((137, True), (137, True)), "what comes to rest is drawn in any case"
    long = begin([SMALL.with_iterations(1_000_000)])
    assert run_slice(long, 0.0, 1_000_000, (), draw, (False,)).drawn[0][1] is False
    assert run_slice(begin(configs), 60.0, 137).drawn == (None, None)
    assert run_slice(begin(configs), 60.0, 137, (), None, (True, True)).drawn == (None, None)


def test_it_answers_questions_about_runs(none_held: None) -> None:
    table = chosen(csv_file(), ("a", "b"))
    assert worker.ask(operator.mul, (table,), 6, 7) == 42
    assert worker._held == (table,)
    assert worker.ask(operator.neg, (), 7) == -7
    assert worker._held == (table,), "a question about no upload lets go of none"
    with pytest.raises(ZeroDivisionError):
        worker.ask(operator.truediv, (), 1, 0)


@pytest.fixture
def none_held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker that holds no table, before and after."""
    monkeypatch.setattr(worker, "_held", ())
    yield
    gc.collect()


def test_uploads_are_held_until_others_come(none_held: None) -> None:
    state = State(())

    def held(*tables: Table) -> list[bool]:
        """Which of the two tables are still known after a slice that was sent these."""
        run_slice(state, 0.0, 0, tables)
        del tables
        gc.collect()
        return [TABLES.get(name) is not None for name in names]

    tables = [chosen(csv_file(), ("a", "b")), chosen(csv_file(), ("a",))]
    names = [table.id for table in tables]
    run_slice(state, 0.0, 0, (tables[0],))
    run_slice(state, 0.0, 0, ())
    second = tables.pop()
    tables.clear()
    gc.collect()
    assert TABLES.get(names[0]) is not None, "a slice without uploads lets go of none"
    assert held(second) == [False, True]

"""What workers are asked: at the desk where somebody waits, and here only where no worker is left."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Any

import pytest

from initcore import Trajectory, advance, begin, train
from initcore.data.decoding import TableError
from initcore.lab import asking as asking_module
from initcore.lab import executors
from initcore.lab.asking import Asking
from initcore.lab.executors import WorkerPool
from initcore.lab.starting import begun, measures, standing
from initcore.measures.curves import accuracy_curves, known_curves
from initcore.memory import forget_everything
from tests.helpers.compare import assert_same_runs
from tests.helpers.deadly import die
from tests.helpers.hands import seeded
from tests.helpers.stores import SMALL

RUNS = seeded(2, 3)


class Noting(Executor):
    """Answers at once, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.ended = False

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked.append(args[0])
        future: Future[Any] = Future()
        future.set_result(fn(*args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.ended = True


class Gone(Executor):
    """Workers that have been stopped."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise RuntimeError("the workers have been stopped")


def _process(_runs: Sequence[Trajectory]) -> int:
    return os.getpid()


def test_what_somebody_waits_for_is_asked_at_the_desk_and_all_else_of_the_workers() -> None:
    workers, desk = Noting(), Noting()
    asking, runs = Asking(workers, desk), begin(RUNS).runs
    asking.ask(_process, runs, soon=True)
    asking.ask(_process, runs)
    asking.begun(RUNS)
    assert (workers.asked, desk.asked) == ([_process], [_process, begun])
    asking.close()
    assert workers.ended
    assert desk.ended


def test_without_a_desk_the_workers_are_asked_everything() -> None:
    workers = Noting()
    asking = Asking(workers)
    asking.ask(_process, begin(RUNS).runs, soon=True)
    asking.begun(RUNS)
    assert workers.asked == [_process, begun]
    assert asking.begun([]) == []


def test_runs_begin_in_a_worker_as_they_begin_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "warm_up", os.getpid)
    expected = begin(RUNS).runs
    asking = Asking(WorkerPool(1))
    with monkeypatch.context() as patch:
        patch.setattr(asking_module, "begin", None)
        assert_same_runs(asking.begun(RUNS), expected)
        assert asking.ask(_process, expected).result() != os.getpid()
    asking.close()


@pytest.mark.parametrize("workers", ["stopped", "dying"])
def test_where_no_worker_answers_runs_begin_here(workers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "warm_up", os.getpid)
    if workers == "dying":
        monkeypatch.setattr(asking_module, "begun", die)
    asking = Asking(Gone() if workers == "stopped" else WorkerPool(1))
    assert_same_runs(asking.begun(RUNS), begin(RUNS).runs)
    asking.close()


def test_what_is_not_known_of_where_a_run_stands_is_asked_and_the_rest_is_left_alone() -> None:
    workers = Noting()
    asking = Asking(workers)
    [known] = advance(begin(RUNS[:1]), 60).runs
    assert asking.stands(known) is known
    old = replace(known, cost=float("nan"), accuracy=float("nan"))
    again = asking.stands(old)
    assert (again.cost, again.accuracy) == (known.cost, known.accuracy)
    assert workers.asked == [standing]
    at_a_record = replace(advance(begin(RUNS[:1]), 50).runs[0], cost=float("nan"))
    assert asking.stands(at_a_record) is at_a_record


def test_what_was_measured_comes_along() -> None:
    asking = Asking(Noting())
    forget_everything()
    [run] = asking.begun(RUNS[:1])
    curves, whole = known_curves(run)
    assert (curves.iterations.tolist(), whole) == ([0], True)


def test_runs_on_an_upload_that_is_gone_are_refused() -> None:
    gone = SMALL.from_dict({**SMALL.to_dict(), "dataset": "csv", "table": "4x3-0123456789abcdef"})
    with pytest.raises(TableError):
        Asking(Noting()).begun([gone])


def test_what_is_not_measured_of_runs_is_measured_by_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    workers, runs = Noting(), train(RUNS)
    expected = [accuracy_curves(run).test.tolist() for run in runs]
    forget_everything()
    asking = Asking(workers)
    asking.measure(runs)
    asking.measure(runs)
    assert workers.asked == [measures], "once"
    assert [accuracy_curves(run).test.tolist() for run in runs] == expected

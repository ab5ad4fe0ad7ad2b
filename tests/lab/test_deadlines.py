"""A worker that hangs is replaced, and what it was asked is asked again; one at work is left alone."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from initcore import RunConfig, train
from initcore.lab import deadlines
from initcore.lab.asking import Asking
from initcore.lab.deadlines import FLOOR_SECONDS, Within, question_limit, slice_limit, watch_over
from initcore.lab.engine import Engine
from initcore.lab.executors import WorkerDied, WorkerPool
from initcore.lab.machine import Machine
from initcore.store.store import Store
from tests.helpers.compare import assert_same_runs
from tests.helpers.hands import eventually, followed, seeded
from tests.helpers.stores import PLENTY

MACHINE = Machine(call=3e-7, product=8e-7, multiplication=3e-11, passed=4e-10, transcendental=1.5e-9)
COURSE = RunConfig()
LARGE = RunConfig(hidden=(512,) * 24, samples=10_000)


class Waits:
    """Somebody who waits, and how often it was given up."""

    def __init__(self, limit: float | None) -> None:
        self.limit, self.waited, self.given_up = limit, 0.0, 0

    def give_up(self) -> None:
        self.given_up, self.limit = self.given_up + 1, None


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "TICK_SECONDS", 0.02)


def test_a_slice_may_take_much_longer_than_it_should_and_one_step_in_any_case() -> None:
    assert slice_limit([COURSE], 0.05, MACHINE) == pytest.approx(FLOOR_SECONDS + 1, rel=0.01)
    assert slice_limit([LARGE], 0.05, MACHINE) > slice_limit([COURSE], 0.05, MACHINE) + 50
    assert slice_limit([LARGE, LARGE], 1.0, MACHINE) > slice_limit([LARGE], 1.0, MACHINE)


def test_a_question_about_a_large_network_may_take_long() -> None:
    assert question_limit([], MACHINE) == 3 * FLOOR_SECONDS
    assert question_limit([COURSE], MACHINE) == pytest.approx(3 * FLOOR_SECONDS, rel=0.05)
    assert question_limit([LARGE], MACHINE) > 1000


def test_who_has_waited_too_long_is_given_up_once_and_nobody_else() -> None:
    waiting, ended = [Waits(None), Waits(0.1), Waits(1000.0)], threading.Event()
    with ThreadPoolExecutor(1) as pool:
        over = pool.submit(watch_over, waiting, ended)
        eventually(lambda: waiting[1].given_up)
        time.sleep(0.1)
        ended.set()
        over.result()
    assert [each.given_up for each in waiting] == [0, 1, 0]


def _slept(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_a_call_is_made_as_it_is_and_in_time() -> None:
    with WorkerPool(1) as pool:
        assert pool.submit(Within(_slept, 60.0), 0.3).result() == 0.3
        assert pool.submit(_slept, 0.1).result() == 0.1, "without a limit"
    assert Within(_slept, 0.0)(0.0) == 0.0


def test_a_worker_that_hangs_is_replaced_and_its_call_told(caplog: pytest.LogCaptureFixture) -> None:
    with WorkerPool(1) as pool:
        pid = pool.submit(os.getpid).result()
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(WorkerDied):
            pool.submit(Within(os.getpid, 0.3)).result(30)
        assert pool.submit(Within(os.getpid, 30.0)).result(30) != pid
    assert f"worker process {pid} has not answered" in caplog.text


def _pid(_runs: Any) -> int:
    return os.getpid()


def test_a_desk_that_hangs_keeps_nobody_waiting_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "FLOOR_SECONDS", 1.5)
    asking = Asking(WorkerPool(1))
    pid = asking.ask(_pid, ()).result()
    os.kill(pid, signal.SIGSTOP)
    assert_same_runs(asking.begun(seeded(2)), asking.begun(seeded(2)))
    assert asking.ask(_pid, ()).result() != pid
    asking.close()


def test_a_run_whose_worker_hangs_says_so_and_goes_on_with_another(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "FLOOR_SECONDS", 3.0)
    pool = WorkerPool(2)
    engine = Engine(Store(url, PLENTY), pool, workers=2)
    configs = [replace(config, iterations=20_000) for config in seeded(2, 3, 5)]
    watch = engine.open(configs)
    watch.train()
    eventually(lambda: watch.look().done > 0)
    stopped = pool.pids
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    eventually(lambda: watch.look().silent)
    view = followed(watch).look()
    assert (view.status, view.silent) == ("done", None)
    assert set(stopped) - set(pool.pids), "one that is asked nothing may stand still"
    engine.close()
    assert_same_runs(view.runs, train(configs))

"""Worker processes for real: answers, deaths, and that none is left behind."""

import gc
import operator
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest

from initcore import train
from initcore.lab import executors
from initcore.lab.executors import ONE_THREAD, WorkerDied, WorkerPool
from initcore.lab.worker import run_slice
from initcore.training.begin import begin
from tests.helpers.compare import assert_same_runs
from tests.helpers.deadly import die, raise_odd
from tests.helpers.hands import PATIENCE, alive, eventually
from tests.helpers.stores import DIVERGING, SMALL


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(2)
    yield pool
    pool.shutdown()


@pytest.fixture(autouse=True)
def quick_start(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading scikit-learn is the most of a start, and nothing here but the shared pool needs it."""
    monkeypatch.setattr(executors, "warm_up", os.getpid)


@pytest.fixture
def single() -> Iterator[WorkerPool]:
    """A pool of one, so that it is known which worker makes a call."""
    pool = WorkerPool(1)
    yield pool
    pool.shutdown()


def told(future: Future) -> Any:
    return future.result(PATIENCE)


def test_calls_are_made_in_other_processes_as_many_as_asked_for(pool):
    eventually(lambda: len(pool.pids) == 2)
    answers = {told(pool.submit(os.getpid)) for _ in range(5)}
    assert answers <= set(pool.pids)
    assert os.getpid() not in answers
    assert list(pool.map(operator.mul, range(7), range(7), timeout=PATIENCE)) == [n * n for n in range(7)]


def test_a_slice_is_what_training_here_gives(pool):
    configs = [SMALL, DIVERGING]
    state = told(pool.submit(run_slice, begin(configs), 60.0, 275))
    assert_same_runs(state.runs, train(configs))


def test_what_a_call_raises_is_raised_to_its_caller(pool):
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        told(pool.submit(operator.truediv, 1, 0))
    with pytest.raises(RuntimeError, match="OddError: one and two"):
        told(pool.submit(raise_odd))
    assert told(pool.submit(abs, -3)) == 3


def test_what_cannot_be_sent_harms_no_worker(single):
    pid = told(single.submit(os.getpid))
    with pytest.raises((AttributeError, TypeError), match="pickle"):
        told(single.submit(lambda: None))
    with pytest.raises(TypeError, match="pickle"):
        told(single.submit(threading.Lock))  # its answer cannot come back
    assert told(single.submit(os.getpid)) == pid


def test_printing_does_not_garble_an_answer(pool, capfd):
    assert told(pool.submit(eval, "print('stray') or 5")) == 5


def test_only_calls_a_worker_can_make_are_taken():
    with pytest.raises(ValueError, match="must be at least 1; got 0"):
        WorkerPool(0)
    pool = WorkerPool(1)
    with pytest.raises(TypeError, match="positional"):
        pool.submit(int, "11", base=2)
    pool.shutdown()
    with pytest.raises(RuntimeError, match="stopped"):
        pool.submit(abs, 1)
    pool.shutdown()


def test_workers_give_way_to_pages_use_one_thread_and_load_no_streamlit(pool):
    assert told(pool.submit(os.nice, 0)) == min(19, os.nice(0) + 10)
    assert [told(pool.submit(os.getenv, name)) for name in ONE_THREAD] == ["1"] * len(ONE_THREAD)
    assert told(pool.submit(eval, "'initcore' in __import__('sys').modules")) is True
    assert told(pool.submit(eval, "'streamlit' in __import__('sys').modules")) is False
    assert told(pool.submit(eval, "'sqlalchemy' in __import__('sys').modules")) is False


def test_a_worker_that_is_killed_fails_its_own_call_and_is_replaced(pool):
    eventually(lambda: len(pool.pids) == 2)
    neighbour = pool.submit(time.sleep, 0.5)
    busy = pool.submit(eval, "__import__('time').sleep(600)")
    eventually(lambda: busy.running() and neighbour.running())
    assert told(neighbour) is None
    idle = told(pool.submit(os.getpid))
    [pid] = set(pool.pids) - {idle}
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(WorkerDied):
        told(busy)
    assert told(pool.submit(abs, -3)) == 3
    eventually(lambda: len(pool.pids) == 2)
    assert idle in pool.pids
    assert not alive(pid)


def test_killing_a_worker_that_waits_costs_nothing(single):
    pid = told(single.submit(os.getpid))
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: pid not in single.pids)
    assert told(single.submit(os.getpid)) != pid


@pytest.mark.parametrize("deed", [die, sys.exit])
def test_a_worker_may_end_itself_again_and_again(single, deed):
    for _ in range(3):
        with pytest.raises(WorkerDied):
            told(single.submit(deed, 0))
    assert told(single.submit(abs, -3)) == 3


@pytest.mark.parametrize("interpreter", [None, "/nowhere/python"])
def test_without_an_interpreter_calls_fail_and_succeed_again_with_one(monkeypatch, caplog, interpreter):
    monkeypatch.setattr(sys, "executable", interpreter)
    pool = WorkerPool(1)
    for _ in range(2):
        with pytest.raises(WorkerDied, match="could be started"):
            told(pool.submit(abs, 1))
    assert "could not be started" in caplog.text
    monkeypatch.undo()
    assert told(pool.submit(abs, -3)) == 3
    pool.shutdown()


def test_shutdown_leaves_no_process_and_settles_every_call(monkeypatch):
    monkeypatch.setattr(executors, "STOP_SECONDS", 0.5)
    pool = WorkerPool(2)
    eventually(lambda: len(pool.pids) == 2)
    pids = pool.pids
    busy = [pool.submit(time.sleep, 600) for _ in range(2)]
    waiting = pool.submit(time.sleep, 600)
    eventually(lambda: all(future.running() for future in busy))
    pool.shutdown()
    assert not any(map(alive, pids))
    assert pool.pids == []
    with pytest.raises(CancelledError):
        told(waiting)
    for future in busy:
        with pytest.raises(WorkerDied):
            told(future)


def test_shutdown_lets_a_slice_that_has_begun_come_to_its_end():
    pool = WorkerPool(1)
    told(pool.submit(abs, 1))
    begun = pool.submit(time.sleep, 0.2)
    eventually(begun.running)
    pool.shutdown()
    assert begun.done()
    assert begun.result() is None


def test_shutdown_while_workers_start_and_from_a_callback_ends_them():
    WorkerPool(2).shutdown()
    pool = WorkerPool(1)
    landed = threading.Event()

    def close(_: Future) -> None:
        pool.shutdown()
        landed.set()

    pool.submit(abs, 1).add_done_callback(close)
    assert landed.wait(PATIENCE)
    assert pool.pids == []


def test_a_pool_that_nobody_holds_ends_its_processes_and_threads():
    pool = WorkerPool(1)
    pid = told(pool.submit(os.getpid))
    threads = [thread for thread in threading.enumerate() if thread.name == "worker-0"]
    assert alive(pid)
    del pool
    gc.collect()
    eventually(lambda: not alive(pid))
    assert threads
    eventually(lambda: sum(thread.is_alive() for thread in threads) < len(threads))


PARENT = """
import os, sys, time
from initcore.lab import executors
executors.warm_up, executors.STOP_SECONDS = os.getpid, 0.5
pool = executors.WorkerPool(2)
while len(pool.pids) < 2:
    time.sleep(0.01)
calls = [pool.submit(time.sleep, float(sys.argv[1])) for _ in range(10_000)]
while not calls[1].running() and not calls[1].done():
    time.sleep(0.01)
print(*pool.pids, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize(
    ("number", "seconds"), [(signal.SIGKILL, 0.1), (signal.SIGTERM, 0.1), (signal.SIGINT, 600)]
)
def test_no_worker_outlives_its_app(number, seconds):
    command = [sys.executable, "-c", PARENT, str(seconds)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(alive, pids))
        parent.send_signal(number)
        _, said = parent.communicate(timeout=PATIENCE)
    eventually(lambda: not any(map(alive, pids)))
    assert said.count("Traceback") == (number == signal.SIGINT), said
    assert "WorkerDied" not in said


def test_it_counts_the_processes_that_were_started_in_place_of_others(single: WorkerPool) -> None:
    told(single.submit(os.getpid))
    assert single.restarted == 0
    for died in (1, 2):
        with pytest.raises(WorkerDied):
            told(single.submit(die))
        told(single.submit(os.getpid))
        assert single.restarted == died

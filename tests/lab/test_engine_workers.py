"""The engine on executors of every kind: at once, in threads, and in processes that die."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from initcore import train
from initcore.lab import executors
from initcore.lab.deadlines import Within
from initcore.lab.engine import Engine
from initcore.lab.executors import WorkerPool
from initcore.lab.worker import ask
from initcore.store.store import Store
from tests.helpers.compare import assert_same_runs
from tests.helpers.deadly import deadly_slice
from tests.helpers.hands import followed, seeded
from tests.helpers.stores import PLENTY, SMALL

RUNS = seeded(2, 3, 5)
BAD = RUNS[1]


class AtOnce(Executor):
    """Runs what is submitted before `submit` returns."""

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        future: Future = Future()
        future.set_result(fn(*args))
        return future


def test_slices_that_land_while_they_are_sent_do_not_pile_up(url, monkeypatch):
    monkeypatch.setattr("initcore.lab.choosing.SLICE_SECONDS", 0.0)
    engine = Engine(Store(url, 0), AtOnce(), workers=2)
    config = SMALL.with_iterations(2000)
    watch = engine.open([config])
    watch.train()
    assert watch.status == "done"
    assert_same_runs(watch.look().runs, train([config]))
    engine.close()


def test_without_workers_a_run_fails_and_nothing_hangs(url):
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    engine = Engine(Store(url, 0), pool, workers=1)
    watch = engine.open(seeded(*range(40)))
    watch.train()
    assert watch.look().status == "failed"
    assert all(watch.look().errors)
    engine.close()


class Poisoned(Executor):
    """A pool in which the bad run kills any worker that trains it."""

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        called = fn.function if isinstance(fn, Within) else fn
        return (
            self.pool.submit(fn, *args) if called is ask else self.pool.submit(deadly_slice, BAD.key, *args)
        )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.pool.shutdown()


def test_a_run_that_kills_workers_is_given_up_and_every_other_run_ends(url, monkeypatch):
    monkeypatch.setattr(executors, "warm_up", os.getpid)
    engine = Engine(Store(url, PLENTY), Poisoned(WorkerPool(2)), workers=2)
    mine, yours = engine.open(RUNS), engine.open(seeded(7, 11))
    mine.train()
    yours.train()
    followed(yours)
    view = followed(mine).look()
    engine.close()
    assert "died 4 times in a row" in str(view.errors[1])
    assert (view.errors[0], view.errors[2]) == (None, None)
    assert_same_runs([view.runs[0], view.runs[2]], train([RUNS[0], RUNS[2]]))
    assert_same_runs(yours.look().runs, train(seeded(7, 11)))


def test_killed_workers_change_no_number(url, monkeypatch):
    monkeypatch.setattr("initcore.lab.choosing.SLICE_SECONDS", 0.02)
    monkeypatch.setattr(executors, "warm_up", os.getpid)
    pool = WorkerPool(2)
    engine = Engine(Store(url, PLENTY), pool, workers=2)
    configs = [config.with_iterations(3000) for config in (*RUNS, replace(SMALL, hidden=(7,)))]
    watch = engine.open(configs)
    watch.train()
    for _ in range(2):
        before = watch.look()
        while (view := watch.wait(0.1)).live and view.done <= before.done:
            pass
        for pid in pool.pids[:1]:
            os.kill(pid, signal.SIGKILL)
    view = followed(watch).look()
    engine.close()
    assert view.status == "done", view.errors
    assert_same_runs(view.runs, train(configs))


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, WorkerPool])
def test_eight_people_pressing_everything_at_once_all_get_the_same_runs(url, monkeypatch, kind):
    monkeypatch.setattr("initcore.lab.choosing.SLICE_SECONDS", 0.005)
    monkeypatch.setattr(executors, "warm_up", os.getpid)
    engine = Engine(Store(url, PLENTY), kind(2), workers=2)
    expected = {n: train([config.with_iterations(n) for config in RUNS]) for n in (137, 275, 400)}

    def person(seed: int) -> None:
        random = Random(seed)
        for _ in range(6):
            iterations = random.choice(list(expected))
            watch = engine.open([config.with_iterations(iterations) for config in RUNS])
            for press in random.choices([watch.train, watch.pause, watch.step, watch.stop, watch.look], k=6):
                press()
            watch.train()
            assert_same_runs(followed(watch).look().runs, expected[iterations])

    with ThreadPoolExecutor(8) as people:
        for _ in people.map(person, range(8)):
            pass
    engine.close()
    with closing(Store(url, PLENTY)) as store:
        kept = [store.load(config) for config in RUNS]
    assert max(run.iteration for run in kept if run is not None) == 400

"""The engine of the settings: it trains, keeps what it trains, and ends with nothing left behind."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from initcore import train
from initcore.lab import executors
from initcore.lab.engine import running_engine, start_engine
from initcore.lab.executors import WorkerPool
from initcore.lab.limits import UNLIMITED, Limits
from initcore.lab.settings import Settings
from tests.helpers.compare import assert_same_runs
from tests.helpers.hands import alive, by_hand, eventually, followed, seeded
from tests.helpers.stores import PLENTY, SMALL

RUNS = seeded(2, 3, 5)


def test_the_engine_of_the_settings_trains_keeps_and_leaves_no_process(url):
    settings = Settings(url, PLENTY, workers=2)
    for cached in (False, True):
        with running_engine(settings) as engine:
            assert isinstance(engine.scheduler.executor, WorkerPool)
            pids = engine.scheduler.executor.pids
            watch = engine.open(RUNS)
            watch.train()
            view = followed(watch).look()
            pids += engine.scheduler.executor.pids
        assert (view.status, view.cached) == ("done", (cached,) * 3)
        assert_same_runs(view.runs, train(RUNS))
        assert not any(map(alive, pids))
    with running_engine(settings, cache=False) as engine:
        assert engine.open(RUNS).status == "new"


@pytest.fixture
def quick_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that load no scikit-learn, since nothing is trained."""
    monkeypatch.setattr(executors, "warm_up", os.getpid)


def test_it_says_how_many_train_and_what_a_comparison_may_take(url: str) -> None:
    limits = Limits(seconds=1e-9, bytes=0)
    with by_hand(url, workers=3, limits=limits) as lab:
        assert (lab.engine.workers, lab.engine.limits) == (3, limits)
        watch = lab.engine.open(RUNS)
        watch.train()
        assert watch.refusal is not None
        assert not lab.hands.waiting


def test_opening_trains_nothing_and_every_opening_is_a_comparison_of_its_own(url: str) -> None:
    with by_hand(url) as lab:
        mine, yours = lab.engine.open(RUNS), lab.engine.open(RUNS)
        assert not lab.hands.waiting
        mine.train()
        lab.hands.run_all()
        assert (mine.status, yours.status) == ("done", "new")


def test_a_failure_while_it_runs_ends_its_workers_and_is_raised(quick_start: None, url: str) -> None:
    pools: list[WorkerPool] = []
    pids: list[int] = []

    def fail_while_it_runs() -> None:
        with running_engine(Settings(url, PLENTY, workers=1)) as engine:
            pool = engine.scheduler.executor
            assert isinstance(pool, WorkerPool)
            eventually(lambda: pool.pids)
            pools.append(pool)
            pids.extend(pool.pids)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_it_runs()
    with pytest.raises(RuntimeError, match="stopped"):
        pools[0].submit(abs, 1)
    assert len(pids) == 1
    assert not alive(pids[0])


def test_without_a_cache_nothing_is_read_from_the_database_and_no_file_is_made(
    quick_start: None, url: str, path: Path
) -> None:
    engine = start_engine(Settings(url, PLENTY, workers=1), cache=False)
    try:
        assert engine.open([SMALL]).status == "new"
        assert engine.store.limit_bytes == 0
    finally:
        engine.close()
    assert not path.exists()


def test_the_server_may_set_limits_and_without_any_there_are_none(quick_start: None, url: str) -> None:
    limits = Limits(seconds=3600, bytes=2**30)
    settings = Settings(url, 0, workers=1)
    with closing(start_engine(settings, limits=limits)) as engine:
        assert engine.limits == limits
    with closing(start_engine(settings)) as engine:
        assert engine.limits == UNLIMITED

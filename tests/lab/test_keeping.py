"""Runs are stored while nobody waits, once a state, and what cannot be stored costs nobody anything."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, advance, begin
from initcore.diagnosis.diagnose import diagnose
from initcore.lab.asking import Asking
from initcore.lab.keeping import Keeper
from initcore.lab.runs import Run, Runs
from tests.helpers.hands import PATIENCE, ByHand, Lab, by_hand, eventually, seeded, shown
from tests.helpers.stores import SMALL

RUNS = seeded(2, 3, 5)


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


class Noted:
    """A store that notes what it is told to keep, by seed, iteration and verdict; None is in it."""

    def __init__(self) -> None:
        self.saved: list[tuple[int, int, str]] = []

    def load(self, config: RunConfig) -> Trajectory | None:
        return None

    def save(self, run: Trajectory, verdict: str) -> None:
        self.saved.append((run.config.weights_seed, run.iteration, verdict))

    def keeps(self, config: RunConfig) -> bool:
        return True

    def close(self) -> None:
        pass


class Kept:
    """A keeper of three runs that stand at an iteration of which nothing is stored."""

    def __init__(self, iteration: int = 75) -> None:
        self.lock, self.store, self.now = threading.RLock(), Noted(), 1000.0
        runs = Runs()
        known = advance(begin(RUNS), iteration).runs
        self.runs = [runs.nearest(run.config, 275, run, 0, self.now) for run in known]
        self.hands = ByHand()
        self.keeper = Keeper(runs, self.store, self.lock, lambda: self.now, Asking(self.hands))

    def keep(self, *going: Run) -> None:
        with self.lock:
            self.keeper.keep(set(going))


def test_a_run_that_cannot_be_stored_is_trained_all_the_same(lab, monkeypatch, caplog):
    monkeypatch.setattr("initcore.lab.keeping.diagnose", lambda run: 1 / 0)
    watch = lab.train(RUNS)
    lab.hands.run_all()
    assert watch.status == "done"
    eventually(lambda: caplog.text.count("could not be stored") == 3)
    lab.engine.close()


def test_a_slow_database_holds_nobody_up_and_is_not_asked_twice(lab, monkeypatch):
    free, saved = threading.Event(), []

    def save(run: Any, verdict: str) -> None:
        assert free.wait(PATIENCE)
        saved.append((run.config.weights_seed, run.iteration))

    monkeypatch.setattr(lab.store, "save", save)
    lab.train(seeded(2, iterations=60))
    lab.hands.run_all()
    for iterations in (100, 200, 275):
        assert lab.train(seeded(3, iterations=iterations)).slots
        lab.hands.run_all()
    free.set()
    lab.engine.close()
    assert saved == [(2, 60), (3, 275)]


def test_closing_stores_what_was_trained(url):
    with by_hand(url) as lab:
        watch = lab.train([SMALL.with_iterations(5000)])
        lab.hands.run(3)
        lab.engine.close()
        lab.hands.run_all()  # a slice that lands late
        assert lab.stored(SMALL) == 75
        assert shown(watch) == [100]
        lab.engine.close()
        assert lab.stored(SMALL) == 100


def test_what_rests_is_stored_with_the_verdict_on_it_as_it_stands() -> None:
    kept = Kept()
    first, *others = kept.runs
    kept.keep(*others)
    kept.keeper.close()
    told = diagnose(first.known.closed(first.known.config)).name
    assert kept.store.saved[0] == (2, 75, told)
    assert [seed for seed, *_ in kept.store.saved] == [2, 3, 5], "closing stores the others, too"
    assert [run.unsaved for run in kept.runs] == [False] * 3


def test_what_is_about_to_be_stored_is_not_asked_for_again_before_it_has_gone_on() -> None:
    kept = Kept()
    [run] = kept.runs[:1]
    with kept.lock:
        for _ in range(3):
            kept.keep(*kept.runs[1:])
        assert run.saving
    eventually(lambda: not run.saving)
    kept.keep(*kept.runs[1:])
    kept.now += 7
    with kept.lock:
        run.known = advance(begin(RUNS[:1]), 100).runs[0]
    kept.keep(*kept.runs[1:])
    kept.keeper.close()
    assert [iteration for seed, iteration, _ in kept.store.saved if seed == 2] == [75, 100]
    assert run.saved_at == 1007.0


def test_the_keeper_takes_the_lock_only_to_look_not_to_store() -> None:
    kept = Kept()
    free: list[bool] = []

    def save(run: Trajectory, verdict: str) -> None:
        with ThreadPoolExecutor(1) as another:
            free.append(another.submit(kept.lock.acquire, timeout=PATIENCE).result())

    kept.store.save = save  # type: ignore[method-assign]
    kept.keep(*kept.runs[1:])
    kept.keeper._thread.shutdown()
    assert free == [True]


def test_after_closing_nothing_is_kept_in_the_background_and_nothing_raised() -> None:
    kept = Kept()
    kept.keeper.close()
    saved = list(kept.store.saved)
    with kept.lock:
        kept.runs[0].known = advance(begin(RUNS[:1]), 100).runs[0]
    kept.keep()
    assert kept.store.saved == saved
    assert not kept.runs[0].saving, "so that closing again stores it"
    kept.keeper.close()
    assert [each[:2] for each in kept.store.saved[3:]] == [(2, 100)]

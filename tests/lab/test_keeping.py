"""Runs are stored while nobody waits, once a state, and what cannot be stored costs nobody anything."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.diagnosis import found
from initcore.diagnosis.diagnose import diagnose
from initcore.lab import keeping
from initcore.lab.asking import Asking
from initcore.lab.keeping import Keeper
from initcore.lab.runs import Run, Runs
from initcore.store import database, dialects
from tests.helpers.hands import PATIENCE, ByHand, Lab, by_hand, eventually, seeded, shown
from tests.helpers.stores import SMALL, limited

RUNS = seeded(2, 3, 5)


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


class Noted:
    """A store that notes what it is told to keep, by seed, iteration and verdict; None is in it.

    While it `holds`, nothing can be kept.
    """

    def __init__(self) -> None:
        self.holds = False
        self.saved: list[tuple[int, int, str]] = []

    def load(self, config: RunConfig) -> Trajectory | None:
        return None

    def save(self, run: Trajectory, verdict: str) -> bool:
        if self.holds:
            return False
        self.saved.append((run.config.weights_seed, run.iteration, verdict))
        return True

    def wake(self) -> None:
        pass

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
        self.told: list[bool] = []
        told = lambda: self.told.append(any(run.judging for run in self.runs))  # noqa: E731
        self.keeper = Keeper(runs, self.store, self.lock, lambda: self.now, Asking(self.hands), told)

    def keep(self, *going: Run) -> None:
        with self.lock:
            self.keeper.keep(set(going))


def test_a_run_that_cannot_be_stored_is_trained_all_the_same(lab, monkeypatch, caplog):
    monkeypatch.setattr("initcore.lab.judging.found", lambda run: 1 / 0)
    watch = lab.train(RUNS)
    lab.hands.run_all()
    assert watch.status == "done"
    eventually(lambda: caplog.text.count("could not be stored") == 3)
    lab.engine.close()


def test_a_slow_database_holds_nobody_up_and_is_not_asked_twice(lab, monkeypatch):
    free, saved = threading.Event(), []

    def save(run: Any, verdict: str) -> bool:
        assert free.wait(PATIENCE)
        saved.append((run.config.weights_seed, run.iteration))
        return True

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


def test_what_rests_is_judged_at_once_for_the_boards_too_however_long_the_store_takes() -> None:
    kept = Kept(iteration=85)
    first, second, goes_on = kept.runs
    free = threading.Event()
    kept.store.save = lambda run, verdict: free.wait(PATIENCE)  # type: ignore[method-assign]
    assert not any(found.known(run.known) for run in kept.runs)
    kept.keep(goes_on)
    shown = [run.known.closed(run.known.config) for run in (first, second)]
    assert [found.known(run) for run in shown] == [found.found(run) for run in shown]
    assert found.known(goes_on.known) is None, "its verdict is another one by the time that it is told"
    assert kept.told == [False, False], "whoever looks is told, each time"
    assert not first.judging
    free.set()
    kept.keeper.close()


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

    def save(run: Trajectory, verdict: str) -> bool:
        with ThreadPoolExecutor(1) as another:
            free.append(another.submit(kept.lock.acquire, timeout=PATIENCE).result())
        return True

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


def test_what_could_not_be_stored_is_stored_later_though_nothing_is_trained_any_more(monkeypatch) -> None:
    monkeypatch.setattr(keeping, "FIRST_PAUSE", 0.01)
    kept = Kept()
    kept.store.holds = True
    kept.keep()
    eventually(lambda: len(kept.keeper._waiting) == 3)
    assert [run.unsaved for run in kept.runs] == [False] * 3, "who waits is not asked for again and again"
    kept.store.holds = False
    eventually(lambda: len(kept.store.saved) == 3)
    assert [each[:2] for each in kept.store.saved] == [(2, 75), (3, 75), (5, 75)]
    eventually(lambda: not kept.keeper._waiting)
    kept.keeper.close()


def test_it_is_tried_less_and_less_often_and_then_at_once_again(monkeypatch) -> None:
    pauses: list[float] = []

    class Timer:
        """One whose time is up when the test says so."""

        daemon = False

        def __init__(self, pause: float, then: Callable[[], None]) -> None:
            pauses.append(pause)
            self.then = then

        def start(self) -> None:
            pass

        def cancel(self) -> None:
            pass

    monkeypatch.setattr("initcore.lab.keeping.threading.Timer", Timer)
    kept = Kept()
    kept.store.holds = True
    kept.keep(*kept.runs[1:])
    for tries in range(1, 9):
        eventually(partial(reached, pauses, tries))
        kept.keeper._time_is_up()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    eventually(lambda: len(pauses) == 9)
    kept.store.holds = False
    kept.keeper._time_is_up()
    eventually(lambda: len(kept.store.saved) == 1)
    kept.store.holds = True
    kept.keep(kept.runs[0])
    eventually(lambda: len(pauses) == 10)
    assert pauses[-1] == 1
    kept.store.holds = False
    kept.keeper.close()


def reached(pauses: list[float], tries: int) -> bool:
    return len(pauses) == tries


def test_a_run_that_goes_on_meanwhile_is_stored_as_far_as_it_came() -> None:
    kept = Kept()
    kept.store.holds = True
    kept.keep(*kept.runs[1:])
    eventually(lambda: len(kept.keeper._waiting) == 1)
    with kept.lock:
        kept.runs[0].known = advance(begin(RUNS[:1]), 100).runs[0]
    kept.keep(*kept.runs[1:])
    eventually(lambda: kept.keeper._waiting.runs[0][0].iteration == 100)
    kept.store.holds = False
    kept.keeper.close()
    assert [each[:2] for each in kept.store.saved] == [(3, 75), (5, 75), (2, 100)]


def test_who_closes_waits_for_a_store_that_comes_back_and_not_for_ever(monkeypatch, caplog) -> None:
    kept = Kept()
    kept.store.holds = True
    threading.Timer(0.5, lambda: setattr(kept.store, "holds", False)).start()
    kept.keeper.close()
    assert len(kept.store.saved) == 3
    monkeypatch.setattr(keeping, "CLOSE_SECONDS", 0.5)
    kept = Kept()
    kept.store.holds = True
    begun = time.monotonic()
    kept.keeper.close()
    assert time.monotonic() - begun < 5
    assert kept.store.saved == []
    assert caplog.messages == ["3 runs could not be stored, and will be trained again."]


@pytest.mark.parametrize("how", ["locked", "read-only", "full"])
def test_a_run_that_ends_while_the_database_cannot_be_written_is_in_it_later(
    lab: Lab, path: Path, monkeypatch, how: str
) -> None:
    monkeypatch.setattr(keeping, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(keeping, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(database, "RETRY_SECONDS", 0.2)
    monkeypatch.setattr(dialects, "WAIT_SECONDS", 0.1)
    [known] = train(seeded(7))
    lab.store.save(known, "healthy")
    lab.store.close()
    with unwritable(path, how):
        watch = lab.train(RUNS)
        lab.hands.run_all()
        assert watch.status == "done"
        eventually(lambda: lab.store.problem is not None)
        eventually(lambda: len(lab.engine.scheduler._keeper._waiting) == 3)
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as other:
            assert other.execute("SELECT count(*) FROM runs_v3").fetchone() == (1,)
    eventually(lambda: all(lab.stored(config) == 275 for config in RUNS))
    eventually(lambda: lab.store.problem is None)


@contextmanager
def unwritable(path: Path, how: str) -> Iterator[None]:
    """Nobody can write to the database until the end, nor has it open."""
    if how == "locked":
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    pragma = {"read-only": ("query_only", "ON", "OFF"), "full": ("max_page_count", "1", "1000000")}[how]
    with limited(*pragma):
        yield

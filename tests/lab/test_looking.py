"""What people look at is drawn as it grows, what they ask is answered by a worker, and news is told."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest

from initcore import Trajectory, train
from initcore.data.decoding import TableError
from initcore.data.tables import TABLES
from initcore.lab import worker
from initcore.lab.protocols import Draw
from initcore.lab.watches import FORGOTTEN_SECONDS
from tests.helpers.compare import assert_same_run, assert_same_runs
from tests.helpers.csv_files import chosen, csv_file
from tests.helpers.hands import SLICE, Lab, by_hand, eventually, seeded, shown
from tests.helpers.stores import SMALL

RUNS = seeded(2, 3, 5)
KEYS = [config.key for config in RUNS]


def _iteration(run: Trajectory, draws: bool) -> tuple[int, int]:
    """What stands for a picture: how far the run has come, and how many records a slice brought."""
    return run.iteration, run.iterations.size


@dataclass
class Sketches:
    """An artist who notes what it is given."""

    kept: list[tuple[Trajectory, Any]] = field(default_factory=list)

    @property
    def draw(self) -> Draw:
        return _iteration

    def keep(self, run: Trajectory, drawn: Any) -> None:
        self.kept.append((run, drawn))

    @property
    def of(self) -> list[tuple[str, int]]:
        """Of which runs it was given something, and how far they had come."""
        return [(run.config.key, drawn[0]) for run, drawn in self.kept]


@pytest.fixture
def artist() -> Sketches:
    return Sketches()


@pytest.fixture
def lab(url: str, artist: Sketches) -> Iterator[Lab]:
    with by_hand(url, artist=artist) as lab:
        yield lab


def test_the_runs_that_are_looked_at_are_drawn_with_their_slices_and_only_these(lab, artist):
    watch = lab.train(RUNS)
    watch.show([0, 2])
    lab.hands.run_all()
    slices = range(2 * SLICE, 275 + 1, SLICE)  # the first one was on its way
    assert artist.of == [(key, at) for at in slices for key in (KEYS[0], KEYS[2])]
    for run, drawn in artist.kept:
        assert run.iteration == drawn[0]
        assert drawn[1] <= 1, "a worker has only the records of its slice"
        assert run.iterations.size > drawn[1] or run.iteration < 50, "what is kept is of the whole run"
    assert_same_run(artist.kept[-1][0], train(RUNS)[2])


def test_what_is_looked_at_may_change_while_it_trains(lab, artist):
    watch = lab.train(RUNS)
    watch.show([0])
    lab.hands.run(3)
    watch.show([1])
    lab.hands.run(3)
    watch.show([])
    lab.hands.run_all()
    assert [key for key, _ in artist.of] == [KEYS[0]] * 2 + [KEYS[0]] + [KEYS[1]] * 2 + [KEYS[1]]


def test_of_a_run_that_several_watch_it_is_enough_that_one_looks_at_it(lab, artist):
    mine, theirs = lab.train(RUNS), lab.train(RUNS[:2])
    mine.show([2])
    theirs.show([1])
    lab.hands.run_all()
    assert {key for key, _ in artist.of} == {KEYS[2], KEYS[1]}
    assert len(artist.of) == len(set(artist.of)), "once, however many look at it"


def test_what_nobody_looks_at_any_more_is_not_drawn(lab, artist):
    left = lab.train(RUNS[:1])
    left.show([0])
    lab.hands.run(1)
    lab.now += FORGOTTEN_SECONDS
    lab.train(RUNS[:1])
    before = len(artist.of)
    lab.hands.run(1)
    lab.hands.run_all()
    assert len(artist.of) - before <= 1, "but for the slice that was on its way"


def test_a_place_that_is_none_is_passed_over(lab, artist):
    watch = lab.train(RUNS[:1])
    watch.show([0, 7, -1])
    lab.hands.run_all()
    assert {key for key, _ in artist.of} == {KEYS[0]}


def test_without_an_artist_nothing_is_drawn(url):
    with by_hand(url) as lab:
        watch = lab.train(RUNS)
        watch.show([0, 1, 2])
        lab.hands.run_all()
        assert lab.hands.drawn == []
        assert watch.look().status == "done"


def test_a_slice_that_fails_is_not_drawn(lab, artist):
    lab.hands.breaks = lambda state: MemoryError()
    watch = lab.train(RUNS[:1])
    watch.show([0])
    lab.hands.run_all()
    assert artist.kept == []
    assert watch.look().status == "failed"


def test_a_question_is_answered_by_a_worker_while_others_train(lab):
    watch = lab.train(RUNS)
    lab.hands.run(3)
    runs = watch.look().runs
    future = lab.engine.ask(_reached, runs, "far")
    assert not future.done()
    assert lab.hands.waiting, "training goes on"
    lab.hands.answer()
    assert future.result() == ("far", [75, 75, 75])
    wrong = lab.engine.ask(_reached, runs)
    lab.hands.answer()
    assert isinstance(wrong.exception(), TypeError)
    lab.hands.run_all()
    assert_same_runs(watch.look().runs, train(RUNS))


def _reached(runs: tuple[Trajectory, ...], word: str) -> tuple[str, list[int]]:
    return word, [run.iteration for run in runs]


OTHER = csv_file(rows=[f"{n},{n / 4},{'uv'[n % 2]}" for n in range(10)])


def test_the_uploads_of_runs_that_are_asked_about_are_held_by_the_worker(url, monkeypatch):
    monkeypatch.setattr(worker, "_held", ())
    table = chosen(OTHER, ("a", "b"))
    config = SMALL.from_dict({**SMALL.to_dict(), "dataset": "csv", "table": table.id, "samples": 300})
    with by_hand(url) as lab:
        watch = lab.train([config])
        lab.hands.run_all()
        runs = watch.look().runs
        lab.engine.ask(_reached, (*runs, *runs), "there")
        [(_, (_, tables, *_))] = lab.hands.asked
        assert [one.id for one in tables] == [table.id], "each once"
        lab.hands.answer()
        name = table.id
        del table, tables, watch
        lab.now += FORGOTTEN_SECONDS
        lab.open(RUNS)
        gc.collect()
        assert TABLES.get(name) is not None, "the worker has it"


def test_a_question_about_an_upload_that_is_gone_is_refused(url, monkeypatch):
    table = chosen(OTHER, ("a", "b"))
    config = SMALL.from_dict({**SMALL.to_dict(), "dataset": "csv", "table": table.id, "samples": 300})
    with by_hand(url) as lab:
        runs = lab.open([config]).look().runs
        monkeypatch.setattr("initcore.lab.runs.table", _gone)
        with pytest.raises(TableError):
            lab.engine.ask(_reached, runs, "there")
        assert not lab.hands.asked


def _gone(name: str) -> None:
    raise TableError(f"{name} is gone")


def test_anew_runs_train_from_their_start_whatever_is_known_and_disturb_nobody(lab):
    finished = lab.train(RUNS)
    lab.hands.run_all()
    eventually(lambda: all(lab.stored(config) == 275 for config in RUNS))
    before = lab.hands.trained
    watch = lab.open(RUNS, anew=True)
    view = watch.look()
    assert (view.status, view.cached, shown(watch)) == ("new", (False,) * 3, [0] * 3)
    watch.train()
    lab.hands.run(5)
    assert 0 < shown(watch)[0] < 275
    assert shown(finished) == [275] * 3, "whoever has the runs keeps them"
    assert lab.stored(RUNS[0]) == 275, "what is stored is longer and stays"
    lab.hands.run_all()
    assert lab.hands.trained - before == 3 * 275
    assert_same_runs(watch.look().runs, train(RUNS))
    assert (finished.look().status, finished.look().cached) == ("done", (False,) * 3)


def test_anew_runs_do_not_take_up_those_in_training(lab):
    first = lab.train(RUNS[:1])
    lab.hands.run(4)
    watch = lab.open(RUNS[:1], anew=True)
    assert (watch.status, shown(watch)) == ("new", [0])
    watch.train()
    lab.hands.run_all()
    assert lab.hands.trained == 2 * 275
    assert_same_runs(first.look().runs, watch.look().runs)


def test_what_is_trained_anew_can_be_paused_stopped_and_gone_on_with(lab):
    lab.train(RUNS[:1])
    lab.hands.run_all()
    watch = lab.open(RUNS[:1], anew=True)
    watch.step()
    lab.hands.run_all()
    assert (watch.look().status, shown(watch)) == ("paused", [50])
    watch.stop()
    assert watch.look().status == "stopped"
    watch.train()
    lab.hands.run_all()
    assert shown(watch) == [275]
    assert lab.hands.trained == 2 * 275


def test_opened_once_more_without_that_word_it_is_what_is_known(lab):
    lab.train(RUNS)
    lab.hands.run_all()
    anew = lab.open(RUNS, anew=True)
    anew.train()
    lab.hands.run(2)
    again = lab.open(RUNS)
    assert (again.status, again.look().cached) == ("done", (True,) * 3)


def test_whoever_listens_is_told_whenever_something_has_changed(lab):
    told: list[int] = []
    others: list[int] = []
    lab.engine.listen(lambda: told.append(lab.hands.trained))
    lab.engine.listen(lambda: others.append(lab.hands.trained))
    watch = lab.train(RUNS[:1])
    assert told == [0]
    lab.hands.run(3)
    assert told[1:] == [SLICE, 2 * SLICE, 3 * SLICE], "each slice as it is taken in"
    watch.pause()
    count = len(told)
    assert count > 4
    lab.hands.run_all()
    assert len(told) == count + 2, "the slice that was on its way, and what is to be said of it"
    assert told == others


def test_a_stamp_changes_with_what_there_is_to_see_and_not_without(lab):
    watch = lab.open(RUNS)
    stamps = [watch.stamp]
    assert watch.stamp == stamps[0]
    for act in (watch.train, lab.hands.run, watch.pause, watch.step, lab.hands.run_all, watch.stop):
        act()
        stamps.append(watch.stamp)
        watch.look()
        assert watch.stamp == stamps[-1], "looking is no news"
    assert all(before != after for before, after in pairwise(stamps))


def test_a_stamp_tells_of_a_run_that_failed(lab):
    watch = lab.train(RUNS[:1])
    before = watch.stamp
    lab.hands.breaks = lambda state: MemoryError()
    lab.hands.run_all()
    assert watch.stamp != before


def test_runs_at_their_end_are_handed_out_and_nothing_is_opened_for_it(lab: Lab) -> None:
    configs = seeded(2, 3)
    assert lab.engine.finished(configs) is None
    watch = lab.train(configs)
    lab.hands.run(1)
    assert lab.engine.finished(configs) is None  # one is under way
    lab.hands.run_all()
    known = lab.engine.finished(configs)
    assert known is not None
    assert_same_runs(known, watch.look().runs)
    shorter = [config.with_iterations(150) for config in configs]
    cut = lab.engine.finished(shorter)
    assert cut is not None
    assert_same_runs(cut, lab.open(shorter).look().runs)
    assert lab.engine.finished([*configs, *seeded(5)]) is None
    assert lab.engine.finished([config.with_iterations(300) for config in configs]) is None

"""Who trains what, once: sharing, turns, what is paid for, and what is kept."""

import gc
import weakref
from collections.abc import Iterator
from itertools import pairwise

import pytest

from initcore import RunConfig, train
from initcore.lab.choosing import SAVE_EVERY_SECONDS
from initcore.lab.watches import FORGOTTEN_SECONDS, UNWATCHED_SECONDS
from tests.helpers.compare import assert_same_run, assert_same_runs
from tests.helpers.hands import SLICE, Lab, by_hand, eventually, seeded, shown
from tests.helpers.stores import DIVERGING, PLENTY, SMALL

LONG = seeded(7, iterations=5000)
ENDS = (1, 49, 50, 51, 137, 250, 275)


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


def test_ten_people_who_ask_for_the_same_runs_train_them_once(lab):
    configs = seeded(2, 3, 5)
    watches = [lab.train(configs) for _ in range(10)]
    lab.hands.run_all()
    assert lab.hands.trained == 3 * 275
    assert len(lab.hands.sent) == 275 / SLICE
    for watch in watches:
        assert watch.look().status == "done"
        assert_same_runs(watch.look().runs, train(configs))


def test_a_run_asked_for_twice_in_one_comparison_is_trained_once(lab):
    watch = lab.train([SMALL, SMALL])
    lab.hands.run_all()
    assert lab.hands.trained == 275
    assert_same_runs(watch.look().runs, train([SMALL]) * 2)


def test_opening_what_is_in_training_shows_it_going_on(lab):
    first = lab.train(seeded(2, 3))
    lab.hands.run(2)
    second = lab.open(seeded(3, 2))
    assert second.status == "running"
    assert shown(second) == [50, 50]
    lab.hands.run_all()
    assert first.status == second.status == "done"
    assert lab.hands.trained == 2 * 275


def test_opening_trains_nothing_that_nobody_has_asked_for(lab):
    lab.train(seeded(2))
    mixed = lab.open(seeded(2, 3))
    assert mixed.status == "new"
    lab.hands.run_all()
    assert lab.hands.trained == 275
    mixed.train()
    assert shown(mixed) == [275, 0]
    lab.hands.run_all()
    assert mixed.look().cached == (False, False)
    assert lab.hands.trained == 2 * 275


def test_a_short_job_is_not_stuck_behind_long_ones(lab):
    for seed in (7, 11, 13):
        lab.train(seeded(seed, iterations=5000))
    lab.hands.run(5)
    short = lab.train(seeded(2, iterations=50))
    in_flight, turns, people = 1, 50 // SLICE, 4
    lab.hands.run(in_flight + turns * people)
    assert short.status == "done"


def test_people_take_turns_slice_by_slice_however_many_runs_they_have(lab):
    many, one = seeded(*range(20), iterations=5000), LONG
    lab.train(many)
    lab.train(one)
    lab.hands.run(20)
    turns = [one[0].key in [run.config.key for run in state.runs] for state in lab.hands.sent[2:]]
    assert all(turn != next_turn for turn, next_turn in pairwise(turns))


def test_runs_of_different_shape_grow_side_by_side(lab):
    configs = [SMALL, *seeded(2, hidden=(7,)), *seeded(5, hidden=(3, 2), activation="tanh")]
    watch = lab.train(configs)
    while lab.hands.waiting:
        lab.hands.run()
        assert max(shown(watch)) - min(shown(watch)) <= SLICE
    assert_same_runs(watch.look().runs, train(configs))


def test_runs_of_one_shape_share_slices_and_no_more_fly_than_there_are_workers(url):
    with by_hand(url, workers=2) as lab:
        watch = lab.train(seeded(*range(11)))
        assert [len(state.runs) for state in lab.hands.sent] == [6, 5]
        while lab.hands.waiting:
            assert len(lab.hands.waiting) <= 2
            lab.hands.run()
        assert_same_runs(watch.look().runs, train(seeded(*range(11))))


@pytest.mark.parametrize("iterations", ENDS)
@pytest.mark.parametrize("live", [True, False], ids=["live", "stored"])
def test_fewer_iterations_are_cut_from_what_is_there(lab, url, iterations, live):
    lab.train([SMALL])
    lab.hands.run_all()
    lab.engine.close()
    with by_hand(url) as other:
        config = SMALL.with_iterations(iterations)
        here = lab if live else other
        watch = here.open([config])
        before = here.hands.trained
        if not live:
            watch.train()
            here.hands.run_all()
            assert here.hands.trained - before == (0 if iterations == 275 else iterations % 50)
            assert_same_runs(watch.look().runs, train([config]))
        else:
            assert shown(watch) == [iterations if iterations == 275 else iterations - iterations % 50]


@pytest.mark.parametrize("store_bytes", [PLENTY, 0])
@pytest.mark.parametrize("iterations", ENDS)
def test_more_iterations_cost_the_difference(url, iterations, store_bytes):
    with by_hand(url, store_bytes=store_bytes) as lab:
        shorter = lab.train([SMALL.with_iterations(iterations)])
        lab.hands.run_all()
        longer = lab.train([SMALL])
        lab.hands.run_all()
        assert lab.hands.trained == 275
        assert_same_run(longer.look().runs[0], train([SMALL])[0])
        assert_same_run(shorter.look().runs[0], train([SMALL.with_iterations(iterations)])[0])


@pytest.mark.parametrize("iterations", ENDS)
def test_every_length_of_one_run_may_be_asked_for_while_it_trains(lab, iterations):
    longest = lab.train([SMALL])
    lab.hands.run(5)  # and the next slice, to 150, is on its way
    config = SMALL.with_iterations(iterations)
    watch = lab.train([config])
    lab.hands.run_all()
    assert_same_runs(watch.look().runs, train([config]))
    assert_same_runs(longest.look().runs, train([SMALL]))
    assert lab.hands.trained <= 275 + iterations % 50


def test_a_run_shortened_and_lengthened_again_is_not_trained_again(lab):
    lab.train([SMALL])
    lab.hands.run_all()
    eventually(lambda: lab.stored(SMALL) == 275)
    lab.now += FORGOTTEN_SECONDS
    for iterations in (60, 50, 275):
        watch = lab.train([SMALL.with_iterations(iterations)])
        lab.hands.run_all()
        assert watch.status == "done"
    assert watch.look().cached == (True,)
    assert lab.hands.trained == 275 + 10


def test_what_is_cached_and_what_is_new_train_together(lab):
    lab.train(seeded(2, 3))
    lab.hands.run_all()
    configs = [*seeded(2, 5), DIVERGING, *seeded(3)]
    watch = lab.train(configs)
    lab.hands.run_all()
    view = watch.look()
    assert (view.status, view.cached) == ("done", (True, False, False, True))
    assert (view.done, view.total) == (3 * 275, 3 * 275), "a diverged run has nothing to be done"
    assert lab.hands.trained == 3 * 275 + 69
    assert_same_runs(view.runs, train(configs))


def test_a_run_nobody_has_watched_for_20_seconds_stops_and_is_kept(lab):
    left, mine = lab.train(LONG), lab.train(seeded(2, iterations=5000))
    lab.hands.run(7)
    lab.now += UNWATCHED_SECONDS / 2
    mine.look()
    lab.hands.run(8)
    lab.now += UNWATCHED_SECONDS / 2
    mine.look()
    lab.hands.run(2)
    stands = left.slots[0].run.known.iteration  # looking would be watching
    lab.hands.run(5)
    eventually(lambda: lab.stored(LONG[0]) == stands)
    assert shown(left) == [stands]
    lab.hands.run(6)
    assert shown(left)[0] > stands, "coming back, it goes on"


def test_a_stopped_run_that_waited_for_its_turn_is_stored(lab):
    stopped = lab.train(LONG)
    lab.hands.run(2)
    lab.train(seeded(2))
    while lab.hands.sent[-1].runs[0].config == LONG[0]:
        lab.hands.run()
    stopped.stop()
    lab.hands.run()
    eventually(lambda: lab.stored(LONG[0]) == shown(stopped)[0] > 0)


def test_a_long_run_is_stored_now_and_then(lab):
    watch = lab.train(LONG)
    lab.hands.run(2)
    lab.now += SAVE_EVERY_SECONDS + 1
    watch.look()
    lab.hands.run(1)
    eventually(lambda: lab.stored(LONG[0]) == 3 * SLICE)


def test_what_nobody_has_looked_at_for_long_is_let_go_of_and_comes_back(lab):
    watch = lab.train(seeded(2, 3))
    lab.hands.run_all()
    before = watch.look()
    eventually(lambda: lab.stored(seeded(3)[0]) == 275 == lab.stored(seeded(2)[0]))
    kept = [weakref.ref(slot.run) for slot in watch.slots]
    lab.open(seeded(3))
    gc.collect()
    assert all(part() is not None for part in kept)
    lab.now += FORGOTTEN_SECONDS
    lab.open(seeded(5))
    gc.collect()
    assert all(part() is None for part in kept)
    stamp = watch.stamp
    assert (watch.status, watch.watch.rests) == ("done", True)
    after = watch.look()
    assert (after.status, after.cached, watch.stamp) == (before.status, before.cached, stamp)
    assert_same_runs(after.runs, before.runs)
    assert lab.hands.trained == 2 * 275


@pytest.mark.parametrize("others", [[], seeded(2), seeded(2, iterations=60)])
def test_a_watch_that_was_forgotten_goes_on_when_its_person_is_back(lab, others: list[RunConfig]):
    watch = lab.train(seeded(2, 3))
    lab.hands.run(3)
    watch.pause()
    lab.hands.run_all()
    lab.now += FORGOTTEN_SECONDS
    lab.open(seeded(5))
    lab.train(others) if others else None
    lab.hands.run_all()
    watch.train()
    lab.hands.run_all()
    assert watch.look().status == "done"
    assert_same_runs(watch.look().runs, train(seeded(2, 3)))

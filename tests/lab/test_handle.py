"""What a person may do with a comparison, alone and while others watch the same runs."""

import threading
from collections.abc import Iterator

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.lab.watches import UNWATCHED_SECONDS
from tests.helpers.compare import assert_same_run, assert_same_runs
from tests.helpers.hands import PATIENCE, SLICE, Lab, by_hand, eventually, seeded, shown
from tests.helpers.stores import DIVERGING, SMALL

RUNS = seeded(2, 3)


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


def test_a_new_comparison_is_at_its_start_and_trains_only_when_told(lab):
    watch = lab.open(RUNS)
    view = watch.look()
    assert (view.status, view.live, view.done, view.total) == ("new", False, 0, 550)
    assert (view.cached, view.errors, view.rate, view.left) == ((False, False), (None, None), None, None)
    assert not lab.hands.waiting
    assert_same_runs(view.runs, [run.until(0) for run in train(RUNS)])


def test_progress_is_counted_over_all_runs_and_timed(lab):
    watch = lab.train([*RUNS, DIVERGING])
    assert watch.look().rate is None
    lab.hands.run(4)
    lab.now += 2
    view = watch.look()
    assert view.live
    assert view.rate == view.done / 2 > 0
    assert view.left == pytest.approx((view.total - view.done) / view.rate)
    lab.hands.run_all()
    view = watch.look()
    assert (view.status, view.live, view.rate, view.left) == ("done", False, None, None)
    assert view.done == view.total == 2 * 275, "a diverged run has nothing to be done"
    assert_same_runs(view.runs, train([*RUNS, DIVERGING]))


def test_pause_holds_what_is_shown_though_a_slice_lands(lab):
    watch = lab.train(RUNS)
    lab.hands.run(4)
    watch.pause()
    lab.hands.run_all()
    assert watch.look().status == "paused"
    assert shown(watch) == [100, 100]
    assert lab.hands.trained == 2 * 125, "the slice on its way is not lost"
    watch.train()
    assert shown(watch) == [125, 125]
    lab.hands.run_all()
    assert_same_runs(watch.look().runs, train(RUNS))
    assert lab.hands.trained == 2 * 275


def test_step_goes_to_the_next_record_and_holds(lab):
    watch = lab.open(RUNS)
    for record in (50, 100, 150):
        watch.step()
        assert watch.status == "running", "so that the page waits for it"
        lab.hands.run_all()
        assert watch.status == "paused"
        assert shown(watch) == [record, record]
    lab.hands.run_all()
    assert lab.hands.trained == 2 * 150


def test_step_from_between_records_and_to_an_end_between_records(lab):
    lab.train([SMALL.with_iterations(30)])
    lab.hands.run_all()
    watch = lab.open([SMALL])
    assert watch.status == "stopped"
    reached = []
    while watch.status != "done":
        watch.step()
        lab.hands.run_all()
        reached += shown(watch)
    assert reached == [50, 100, 150, 200, 250, 275]
    assert_same_runs(watch.look().runs, train([SMALL]))


def test_stop_keeps_what_there_is_and_train_goes_on_from_it(lab):
    watch = lab.train(RUNS)
    lab.hands.run(4)
    watch.stop()
    lab.hands.run_all()
    assert (watch.status, shown(watch)) == ("stopped", [100, 100])
    eventually(lambda: [lab.stored(config) for config in RUNS] == [125, 125])
    again = lab.open(RUNS)
    assert (again.status, shown(again), again.look().cached) == ("stopped", [125, 125], (False, False))
    again.train()
    lab.hands.run_all()
    assert lab.hands.trained == 2 * 275
    assert_same_runs(again.look().runs, train(RUNS))


def test_pause_trains_nothing_further_where_runs_stand_apart(lab):
    lab.train([SMALL.with_iterations(200)])
    lab.hands.run_all()
    watch = lab.train([SMALL, *seeded(2)])
    lab.hands.run(2)
    watch.pause()
    before = lab.hands.trained
    lab.hands.run_all()
    assert lab.hands.trained == before + SLICE, "only the slice that was on its way"
    assert shown(watch) == [200, 50]
    watch.step()
    lab.hands.run_all()
    assert shown(watch) == [200, 100], "who is far behind catches up first"


def test_step_makes_level_what_several_workers_have_brought_a_little_apart(lab):
    lab.train([SMALL.with_iterations(125)])
    lab.hands.run_all()
    watch = lab.train([SMALL, *seeded(2)])
    lab.hands.run(4)
    watch.pause()
    lab.hands.run_all()
    assert shown(watch) == [125, 100]
    for record in (150, 200):
        watch.step()
        lab.hands.run_all()
        assert shown(watch) == [record, record]


def test_one_pauses_while_the_other_goes_on(lab):
    mine, yours = lab.train(RUNS), lab.train(RUNS)
    lab.hands.run(4)
    mine.pause()
    lab.hands.run_all()
    assert (mine.status, shown(mine)) == ("paused", [100, 100])
    assert (yours.status, shown(yours)) == ("done", [275, 275])
    mine.step()
    assert (mine.status, shown(mine)) == ("paused", [150, 150]), "it is there already"
    mine.train()
    assert mine.status == "done"
    assert_same_runs(mine.look().runs, train(RUNS))
    assert lab.hands.trained == 2 * 275


def test_stop_by_one_leaves_the_other_training(lab):
    mine, yours = lab.train(RUNS), lab.train(RUNS)
    lab.hands.run(4)
    mine.stop()
    lab.hands.run(3)
    assert (mine.status, shown(mine)) == ("stopped", [100, 100])
    assert (yours.status, shown(yours)) == ("running", [175, 175])
    yours.stop()
    lab.hands.run_all()
    assert lab.hands.trained == 2 * 200


def test_who_is_stopped_still_gets_an_end_that_others_have_passed(lab):
    mine, yours = lab.train([SMALL.with_iterations(173)]), lab.train([SMALL])
    lab.hands.run(4)
    mine.stop()
    lab.hands.run_all()
    assert yours.status == "done"
    mine.train()
    assert shown(mine) == [150]
    lab.hands.run_all()
    assert lab.hands.trained == 275 + 23
    assert_same_run(mine.look().runs[0], train([SMALL.with_iterations(173)])[0])


def test_who_was_away_still_gets_an_end_that_others_have_passed(lab):
    mine, yours = lab.train([SMALL.with_iterations(173)]), lab.train([SMALL])
    lab.hands.run(2)
    lab.now += UNWATCHED_SECONDS
    yours.look()
    lab.hands.run_all()
    assert yours.status == "done"
    assert mine.look().status == "running"
    lab.hands.run_all()
    assert_same_run(mine.look().runs[0], train([SMALL.with_iterations(173)])[0])


def test_steps_are_not_skipped_where_few_parameters_are_kept(lab, monkeypatch):
    monkeypatch.setattr(
        "initcore.training.trajectory.FRAME_BYTES", 3 * 8 * 40
    )  # three frames: 0, 100 and 200
    mine, yours = lab.open([SMALL]), lab.train([SMALL])
    lab.hands.run_all()
    assert yours.look().runs[0].kept.tolist() == [0, 100, 200]
    reached = []
    for _ in range(6):
        mine.step()
        lab.hands.run_all()
        reached += shown(mine)
    assert reached == [50, 100, 150, 200, 250, 275]
    assert_same_run(mine.look().runs[0], yours.look().runs[0])


def test_longer_is_trained_on_and_shorter_is_done_while_both_watch(lab):
    shorter, longer = lab.train([SMALL.with_iterations(137)]), lab.train([SMALL])
    lab.hands.run_all()
    assert lab.hands.trained == 275
    assert_same_run(shorter.look().runs[0], train([SMALL.with_iterations(137)])[0])
    assert_same_run(longer.look().runs[0], train([SMALL])[0])


def test_every_slice_that_lands_is_to_be_seen_as_a_run_of_that_length(lab):
    watch = lab.train([SMALL])
    while lab.hands.waiting:
        lab.hands.run()
        [run] = watch.look().runs
        [short] = train([SMALL.with_iterations(run.iteration)])
        assert run.costs.tolist() == short.costs.tolist()
        assert run.iterations.tolist() == short.iterations.tolist()


def test_wait_returns_when_something_has_changed(lab):
    watch = lab.train(RUNS)
    landing = threading.Timer(0.05, lab.hands.run)
    landing.start()
    view = watch.wait(60)
    landing.join()
    assert view.done == 2 * SLICE
    assert watch.wait(0).done == 2 * SLICE


def test_buttons_pressed_at_the_start_hold_it_there_while_others_train(lab):
    yours = lab.train(RUNS)
    watches = [lab.train(RUNS) for _ in range(2)]
    watches[0].pause()
    watches[1].stop()
    lab.hands.run_all()
    assert yours.status == "done"
    for watch in watches:
        watch.pause()
        assert (watch.status, shown(watch)) == ("paused", [0, 0])
        watch.stop()
        assert (watch.status, shown(watch)) == ("stopped", [0, 0])


def test_nobody_waits_for_what_another_sees_to_be_worked_out(lab, monkeypatch):
    mine, yours = lab.train([SMALL]), lab.train(seeded(2))
    lab.hands.run(1)  # to 25, between records, where cost and accuracy are not at hand
    close, paused = Trajectory.closed, []

    def closed_slowly(run: Trajectory, config: RunConfig) -> Trajectory:
        pausing = threading.Thread(target=yours.pause)
        pausing.start()
        pausing.join(PATIENCE)
        paused.append(not pausing.is_alive())
        return close(run, config)

    monkeypatch.setattr(Trajectory, "closed", closed_slowly)
    assert mine.look().runs[0].costs.size == 2
    assert paused == [True]

"""A run in the engine: what becomes of it by itself, and which of several is taken."""

import pytest

from initcore import advance, begin, train
from initcore.lab.executors import WorkerDied
from initcore.lab.runs import RETRIES, Run, Runs, reaches
from initcore.training.trajectory import Trajectory
from tests.helpers.compare import assert_same_run
from tests.helpers.stores import DIVERGING, SMALL


def at(iteration: int) -> Trajectory:
    """The small run, so far."""
    return advance(begin([SMALL]), iteration).runs[0]


def test_runs_of_a_slice_have_shape_and_iteration_in_common():
    run = Run(at(25), stored=0, now=0.0)
    assert run.alike == Run(at(25).asked_for(100), stored=7, now=3.0).alike
    assert run.alike != Run(at(26), stored=0, now=0.0).alike
    assert (run.iteration, run.unsaved, Run(at(25), stored=25, now=0.0).unsaved) == (25, True, False)


def test_a_run_is_tried_again_alone_and_given_up_for_its_own_fault_only():
    run = Run(at(25), stored=0, now=0.0)
    for _ in range(5):
        run.failed(MemoryError(), alone=False)
    assert not run.stuck
    run.failed(MemoryError(), alone=True)
    assert run.stuck
    run.retry()
    assert (run.stuck, run.failures, run.error) == (False, 0, None)


def test_a_run_whose_workers_die_is_given_up_after_so_many_tries():
    run = Run(at(25), stored=0, now=0.0)
    for _ in range(RETRIES):
        run.failed(WorkerDied("gone"), alone=True)
        assert run.error is None
    run.failed(WorkerDied("gone"), alone=True)
    assert "died 4 times in a row" in str(run.error)


def test_a_diverged_run_is_stuck_without_an_error():
    [diverged] = train([DIVERGING])
    assert Run(diverged, stored=0, now=0.0).stuck


@pytest.mark.parametrize(("iterations", "reached"), [(50, True), (99, False), (100, True), (250, True)])
def test_a_run_reaches_what_is_ahead_of_it_and_what_it_has_kept(iterations, reached):
    assert reaches(at(110), iterations) == Run(at(110), stored=0, now=0.0).reaches(iterations) == reached


def test_one_run_serves_every_length_that_it_can_reach():
    runs, start = Runs(), at(0)
    run = runs.nearest(SMALL.with_iterations(137), 137, start, stored=0, now=0.0)
    run.known = advance(begin([SMALL]), 110).runs[0].asked_for(137)
    assert runs.nearest(SMALL, 275, start, stored=0, now=0.0) is run
    assert run.known.config.iterations == 275, "it is as long as the longest wish"
    assert runs.nearest(SMALL.with_iterations(50), 50, start, stored=0, now=0.0) is run
    assert run.known.config.iterations == 275
    assert list(runs) == [run]


def test_an_end_that_was_passed_begins_a_run_of_its_own_where_training_starts_latest():
    runs, start = Runs(), at(0)
    run = runs.nearest(SMALL, 275, start, stored=0, now=0.0)
    run.known = at(110)
    other = runs.nearest(SMALL.with_iterations(73), 73, start, stored=0, now=5.0)
    assert other is not run
    assert (other.iteration, other.stored, other.saved_at) == (50, 0, 5.0)
    assert_same_run(other.known, train([SMALL.with_iterations(50)])[0].asked_for(73))
    assert list(runs) == [run, other]


def test_a_run_taken_anew_is_its_own_however_far_others_have_come():
    runs, start = Runs(), at(0)
    old = runs.nearest(SMALL, 275, at(110), stored=110, now=0.0)
    new = runs.anew(SMALL.with_iterations(50), 50, start, stored=0, now=5.0)
    assert new is not old
    assert (new.iteration, new.stored, new.saved_at, old.iteration) == (0, 0, 5.0, 110)
    assert new.known.config.iterations >= 50
    assert runs.holds(old, SMALL.key)
    assert runs.holds(new, SMALL.key)


def test_a_run_as_it_ends_is_at_hand_where_a_live_one_has_come_so_far():
    runs = Runs()
    assert runs.ended(SMALL) is None
    run = runs.nearest(SMALL, 275, at(110), stored=0, now=0.0)
    assert runs.ended(SMALL) is None
    assert runs.ended(SMALL.with_iterations(100)) is run.known
    assert runs.ended(SMALL.with_iterations(99)) is None, "its end was not kept"
    run.known = at(275)
    assert runs.ended(SMALL) is run.known
    [diverged] = train([DIVERGING])
    runs.nearest(DIVERGING, 131, diverged, stored=0, now=0.0)
    assert runs.ended(DIVERGING) is diverged


def test_runs_that_nobody_holds_are_forgotten_once_they_are_at_rest():
    runs, start = Runs(), at(0)
    run = runs.nearest(SMALL, 275, start, stored=0, now=0.0)
    for attribute in ("flying", "saving"):
        setattr(run, attribute, True)
        runs.forget_all_but(set())
        assert runs.holds(run, SMALL.key)
        setattr(run, attribute, False)
    runs.forget_all_but({run})
    assert runs.holds(run, SMALL.key)
    runs.forget_all_but(set())
    assert not runs.holds(run, SMALL.key)
    assert list(runs) == []

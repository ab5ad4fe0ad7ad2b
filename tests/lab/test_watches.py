"""A watch by itself: what is wanted of its runs and what there is to see, with no scheduler about."""

import pytest

from initcore import RunConfig, advance, begin, train
from initcore.lab.choosing import Wish
from initcore.lab.limits import Need
from initcore.lab.runs import Run
from initcore.lab.watches import UNWATCHED_SECONDS, Slot, Watch
from initcore.training.trajectory import Trajectory
from tests.helpers.compare import assert_same_run
from tests.helpers.hands import seeded
from tests.helpers.stores import DIVERGING, SMALL

TWO = seeded(2, 3)


def at(iteration: int, config: RunConfig = SMALL) -> Trajectory:
    return advance(begin([config]), iteration).runs[0]


def watch_on(*iterations: int, now: float = 0.0) -> Watch:
    """A watch on as many runs, each trained so far."""
    configs = seeded(*range(2, 2 + len(iterations)))
    known = [at(iteration, config) for iteration, config in zip(iterations, configs, strict=True)]
    runs = [Run(run, stored=0, now=now) for run in known]
    slots = [Slot(config, run) for config, run in zip(configs, runs, strict=True)]
    return Watch(slots, Need(1.0, 1), None, now)


@pytest.mark.parametrize(
    ("iterations", "status", "rear"),
    [((0, 0), "new", 0), ((0, 275), "new", 0), ((0, 70), "stopped", 0), ((275, 275), "done", 0)],
)
def test_a_watch_begins_as_its_runs_stand(iterations, status, rear):
    watch = watch_on(*iterations)
    assert (watch.status, watch.rear(), watch.wishes(0.0)) == (status, rear, [])
    assert watch.view(0.0).cached == tuple(iteration == 275 for iteration in iterations)


def test_what_is_pressed_becomes_wishes_while_somebody_looks():
    watch = watch_on(25, 120)
    first, second = (slot.run for slot in watch.slots)
    watch.move("running", None, now=3.0)
    assert watch.wishes(3.0) == [Wish(first, 275), Wish(second, 275)]
    assert watch.wishes(3.0 + UNWATCHED_SECONDS) == []
    watch.move("paused", watch.next_record(), now=4.0)
    assert watch.wishes(4.0) == [Wish(first, 50)]
    assert watch.status == "running", "until it is there"
    watch.move("stopped", watch.rear(), now=5.0)
    assert watch.wishes(5.0) == []


def test_nothing_more_is_wanted_of_a_run_that_is_stuck():
    watch = watch_on(25, 120)
    watch.move("running", None, now=0.0)
    given_up = watch.slots[0].run
    given_up.failed(MemoryError(), alone=True)
    assert [wish.run for wish in watch.wishes(0.0)] == [watch.slots[1].run]
    watch.slots[1].run.known = train([watch.slots[1].config])[0]
    watch.deliver()
    assert (watch.status, watch.view(0.0).errors) == ("failed", (given_up.error, None))
    watch.retry()
    assert watch.wishes(0.0) == [Wish(given_up, 275)]


def test_a_view_is_of_its_moment_and_its_runs_end_there():
    watch = watch_on(0, 0)
    watch.move("running", None, now=0.0)
    watch.view(0.0)
    for slot in watch.slots:
        slot.run.known = at(60, slot.config)
    assert watch.view(1.0).done == 0, "nothing was delivered"
    watch.deliver()
    view = watch.view(2.0)
    for slot in watch.slots:
        slot.run.known = at(90, slot.config)
    watch.deliver()
    assert (view.status, view.done, view.total, view.rate, view.left) == ("running", 120, 550, 60.0, 430 / 60)
    closed = watch.closed(view)
    for run, config in zip(closed.runs, TWO, strict=True):
        assert_same_run(run, train([config.with_iterations(60)])[0].closed(run.config))
        assert run.iterations.tolist() == [0, 50, 60]


def test_runs_are_closed_once_for_however_many_looks():
    watch = watch_on(60, 275)
    first, second = (watch.closed(watch.view(0.0)) for _ in range(2))
    assert all(one is other for one, other in zip(first.runs, second.runs, strict=True))


def test_a_comparison_whose_runs_have_all_diverged_is_done():
    [diverged] = train([DIVERGING])
    watch = Watch([Slot(DIVERGING, Run(diverged, stored=0, now=0.0))], Need(0.0, 1), None, now=0.0)
    view = watch.view(0.0)
    assert (view.status, view.live, view.done, view.total, view.share) == ("done", False, 0, 0, 1.0)

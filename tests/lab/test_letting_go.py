"""Runs that nobody holds, or looks at, are not in memory; they come back from the store as they were."""

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace

import pytest

from initcore import RunConfig
from initcore.lab.handle import Handle
from initcore.lab.limits import Limits
from tests.helpers.compare import assert_same_runs
from tests.helpers.hands import Lab, by_hand, eventually, seeded
from tests.helpers.stores import SMALL

LARGE = replace(SMALL, hidden=(300, 300), iterations=50)
BUDGET = 4_500_000
"""Bytes: three runs of these, at their start, with the parameters and a copy of them to draw."""


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


def _held(lab: Lab) -> int:
    return sum(run.known.nbytes for run in lab.engine.scheduler._runs)


def _large(*seeds: int) -> list[RunConfig]:
    return [replace(LARGE, weights_seed=seed) for seed in seeds]


def test_what_nobody_holds_any_more_is_let_go_of_and_stays_in_the_store(lab: Lab) -> None:
    watch = lab.engine.open(seeded(2, 3))
    watch.train()
    lab.hands.run_all()
    before = watch.look().runs
    kept = [weakref.ref(slot.run) for slot in watch.slots]
    del watch
    gc.collect()
    eventually(lambda: _swept(lab) and all(part() is None for part in kept))
    assert_same_runs(lab.open(seeded(2, 3)).look().runs, before)
    assert lab.hands.trained == 2 * 275


def _swept(lab: Lab) -> bool:
    """Whether nothing is left; what was being stored at the first look is dropped at a later one."""
    lab.engine.scheduler._sweep(None)
    gc.collect()
    return not list(lab.engine.scheduler._runs)


def test_a_run_under_way_that_nobody_holds_is_stored_as_far_as_it_came(lab: Lab) -> None:
    watch = lab.engine.open(seeded(2))
    watch.train()
    lab.hands.run(3)
    del watch
    gc.collect()
    eventually(lambda: not lab.engine.scheduler._audience.wishes())
    lab.hands.run_all()
    eventually(lambda: lab.stored(seeded(2)[0]) > 0)
    assert lab.hands.trained < 275
    again = lab.open(seeded(2)).look()
    assert again.runs[0].iteration == lab.hands.trained


def test_one_that_two_hold_stays_until_both_have_gone(lab: Lab) -> None:
    one, other = lab.engine.open(seeded(2)), lab.engine.open(seeded(2))
    kept = weakref.ref(one.slots[0].run)
    assert other.slots[0].run is kept()
    del one
    gc.collect()
    lab.engine.scheduler._sweep(None)
    assert kept() is not None
    assert other.look().status == "new"


@pytest.fixture
def narrow(url: str) -> Iterator[Lab]:
    """A lab with room for three large runs."""
    with by_hand(url, limits=Limits(0, 0, memory=BUDGET)) as lab:
        yield lab


def test_many_comparisons_never_take_more_than_the_budget(narrow: Lab) -> None:
    watches: list[Handle] = []
    for seed in range(30):
        watches.append(narrow.open(_large(seed)))
        narrow.now += 1.0
        assert _held(narrow) <= BUDGET
    assert [watch.watch.rests for watch in watches].count(False) in (2, 3)
    assert not watches[-1].watch.rests
    assert [watch.status for watch in watches] == ["new"] * 30
    first = watches[0].look()  # which is there again, and others rest
    assert (first.status, first.runs[0].iteration) == ("new", 0)
    assert _held(narrow) <= BUDGET


def test_what_was_looked_at_last_stays(narrow: Lab) -> None:
    one, other = narrow.open(_large(1)), narrow.open(_large(2))
    narrow.now += 1.0
    one.look()
    narrow.now += 1.0
    narrow.open(_large(3, 4))
    assert (one.watch.rests, other.watch.rests) == (False, True)


def test_what_is_trained_and_what_is_not_stored_is_never_let_go_of(narrow: Lab) -> None:
    training = narrow.train(_large(1))
    narrow.hands.run(1)
    for seed in range(5, 12):
        narrow.now += 1.0
        training.look()
        narrow.open(_large(seed))
    assert not training.watch.rests
    narrow.hands.run_all()
    assert training.look().status == "done"


def test_a_trained_one_that_rested_shows_the_same_numbers(narrow: Lab) -> None:
    watch = narrow.train(_large(1))
    narrow.hands.run_all()
    before = watch.look()
    eventually(lambda: narrow.stored(_large(1)[0]) == 50)
    for seed in range(5, 12):
        narrow.now += 1.0
        narrow.open(_large(seed))
    assert watch.watch.rests
    after = watch.look()
    assert_same_runs(after.runs, before.runs)
    assert (after.status, after.cached) == ("done", before.cached)


def test_beside_what_is_trained_there_may_be_no_room_and_a_sentence_says_so(narrow: Lab) -> None:
    assert narrow.engine.refusal(_large(9)) is None
    narrow.train(_large(1))
    assert "what others train at this moment leaves" in str(narrow.engine.refusal(_large(9)))
    assert "this server allows" in str(narrow.engine.refusal(_large(*range(20))))

"""What is trained and stored next is fair, whatever anybody wants."""

from collections import deque
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initcore.lab.choosing import (
    LEAST_SLICE_SECONDS,
    MOST_STACKED,
    ROUND_SECONDS,
    SAVE_EVERY_SECONDS,
    SLICE_SECONDS,
    WEIGHT,
    Turn,
    Wish,
    in_turn,
    next_turn,
    picture_seconds,
    slice_seconds,
    to_store,
    wanted,
    weight,
)
from tests.helpers.pawns import Pawn
from tests.helpers.strategies import SETTINGS

People = list[list[Wish[Pawn]]]


@st.composite
def peoples(draw: st.DrawFn, resting: bool = False) -> People:
    """What some people want of some runs, part of them the same; `resting` where no worker has one yet."""
    pawns = st.builds(
        Pawn,
        iteration=st.integers(0, 3),
        kind=st.integers(0, 2),
        failures=st.sampled_from([0, 0, 0, 1, 2]),
        flying=st.just(False) if resting else st.booleans(),
    )
    runs = draw(st.lists(pawns, min_size=1, max_size=11))
    wish = st.builds(
        lambda run, further: Wish(run, run.iteration + further), st.sampled_from(runs), st.integers(1, 7)
    )
    return draw(st.lists(st.lists(wish, max_size=13), max_size=5))


def ready(wishes: Sequence[Wish[Pawn]]) -> list[Pawn]:
    """The runs of one person that could be trained now."""
    return [wish.run for wish in wishes if not wish.run.flying]


@SETTINGS
@given(peoples(), st.integers(1, 5))
def test_it_is_the_turn_of_the_first_who_has_something_to_do(people: People, free: int) -> None:
    turn = next_turn(people, free)
    busy = [place for place, wishes in enumerate(people) if ready(wishes)]
    assert (None if turn is None else turn.place) == (busy[0] if busy else None)


@SETTINGS
@given(peoples(), st.integers(1, 5))
def test_a_batch_is_alike_and_of_the_runs_furthest_behind(people: People, free: int) -> None:
    turn = next_turn(people, free)
    if turn is None:
        return
    mine = ready(people[turn.place])
    assert len(set(turn.runs)) == len(turn.runs) <= MOST_STACKED
    assert set(turn.runs) <= set(mine)
    assert len({run.alike for run in turn.runs}) == 1
    assert turn.runs[0].iteration == min(run.iteration for run in mine)
    assert len(turn.runs) == 1 or not any(run.failures for run in turn.runs)


@SETTINGS
@given(peoples(), st.integers(1, 5))
def test_a_stop_is_further_on_and_never_beyond_anybodys_goal(people: People, free: int) -> None:
    turn = next_turn(people, free)
    if turn is None:
        return
    goals = [wish.goal for wishes in people for wish in wishes if wish.run in turn.runs]
    assert all(run.iteration < turn.stop for run in turn.runs)
    assert turn.stop == min(goals)


@SETTINGS
@given(peoples(resting=True), st.integers(1, 3), st.integers(1, 3), st.randoms(use_true_random=False))
def test_nobody_starves_and_every_wish_comes_true(
    people: People, workers: int, speed: int, random: Random
) -> None:
    """However the workers' slices land, who has something to do waits for one turn of each other at most."""
    flights: list[Turn[Pawn]] = []
    queue = deque(range(len(people)))
    waited = dict.fromkeys(queue, 0)
    for _ in range(10_000):
        wishes = [[wish for wish in people[who] if wish.run.iteration < wish.goal] for who in queue]
        turn = next_turn(wishes, workers - len(flights)) if len(flights) < workers else None
        if turn is not None:
            for place, who in enumerate(queue):
                served = place == turn.place or not ready(wishes[place])
                waited[who] = 0 if served else waited[who] + 1
            assert max(waited.values()) < len(people)
            queue.rotate(-1 - turn.place)
            flights.append(turn)
            for run in turn.runs:
                run.flying = True
        elif flights:
            landed = flights.pop(random.randrange(len(flights)))
            for run in landed.runs:
                run.flying, run.failures = False, 0
                run.iteration = min(landed.stop, run.iteration + speed)
        else:
            break
    assert all(wish.run.iteration >= wish.goal for wishes in people for wish in wishes)


@pytest.mark.parametrize(
    ("count", "free", "stacked"),
    [(11, 2, 6), (11, 1, 11), (40, 1, MOST_STACKED), (5, 4, 2), (3, 2, 2), (3, 4, 1), (40, 5, 8)],
)
def test_alike_runs_share_a_slice_as_far_as_that_leaves_no_worker_idle(count, free, stacked):
    turn = next_turn([[Wish(Pawn(), 10) for _ in range(count)]], free)
    assert turn is not None
    assert len(turn.runs) == stacked


def test_a_run_that_failed_is_tried_alone_and_its_neighbours_do_not_wait():
    failed, well, behind = Pawn(iteration=2, failures=1), Pawn(iteration=2), Pawn(iteration=1)
    wishes = [Wish(run, 10) for run in (failed, well, behind)]
    assert next_turn([wishes], 1) == Turn(0, (behind,), 10)
    assert next_turn([wishes[:2]], 1) == Turn(0, (failed,), 10)
    assert next_turn([wishes[1::-1]], 1) == Turn(0, (well,), 10)


def test_what_is_wanted_twice_is_wanted_once_and_stops_where_the_first_wants_it():
    run, other = Pawn(), Pawn(kind=1)
    people = [[], [Wish(run, 50), Wish(run, 20)], [Wish(run, 30), Wish(other, 5)]]
    assert next_turn(people, 1) == Turn(1, (run,), 20)
    assert wanted(people) == {run, other}
    assert next_turn([[], []], 1) is None


def test_workers_that_somebody_else_needs_split_nothing():
    three, other = [Wish(Pawn(), 10) for _ in range(3)], [Wish(Pawn(kind=1), 10)]
    for people, free, stacked in (([three], 2, 2), ([three, other], 2, 3), ([three, other], 3, 2)):
        turn = next_turn(people, free)
        assert turn is not None
        assert len(turn.runs) == stacked
    mixed = next_turn([[*three, *other]], 2)
    assert mixed is not None
    assert len(mixed.runs) == 3, "the other worker has the run of another kind"
    other[0].run.flying = True
    again = next_turn([three, other], 2)
    assert again is not None
    assert len(again.runs) == 2


def test_the_course_is_on_both_of_two_workers_until_it_ends():
    runs = [Pawn() for _ in range(3)]
    wishes = [Wish(run, 100) for run in runs]
    first = next_turn([wishes], 2)
    assert first is not None
    for run in first.runs:
        run.flying = True
    second = next_turn([wishes], 1)
    assert second is not None
    assert {*first.runs, *second.runs} == set(runs)


def test_a_slice_lasts_longer_where_more_is_moved():
    assert slice_seconds(0, 1, 2) == slice_seconds(100_000, 2, 2) == SLICE_SECONDS
    assert slice_seconds(2_500_000, 1, 2) == pytest.approx(0.2)
    assert slice_seconds(25_000_000, 2, 2) == pytest.approx(2)
    assert slice_seconds(25_000_000, 3, 2) == pytest.approx(0.5), "where somebody waits"


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_slices_are_shorter_where_many_take_turns_so_that_each_goes_on_four_times_a_second(workers):
    for comparisons in range(1, 15 * workers + 1):
        seconds = slice_seconds(1000, comparisons, workers)
        assert seconds * comparisons / workers <= ROUND_SECONDS + 1e-9 or comparisons <= 5 * workers
        assert LEAST_SLICE_SECONDS <= seconds <= SLICE_SECONDS
    assert slice_seconds(1000, 1000, workers) == LEAST_SLICE_SECONDS


@pytest.mark.parametrize(
    ("came", "heavier"),
    [
        ([0, 0, 0], [1, 1, 1]),
        ([5, 5, 5], [1, 1, 1]),
        ([6, 4, 5], [0.82, 1.22, 0.98]),
        ([9, 1, 1], [0.19, 1.4, 1.4]),
    ],
)
def test_who_is_behind_has_longer_slices_and_all_together_take_as_long(came, heavier):
    people = [[Wish(Pawn(iteration=each), 10)] for each in came]
    people.insert(1, [])
    weights = [weight(people, place) for place in (0, 2, 3)]
    assert weights == pytest.approx(heavier, abs=0.01)
    assert sum(weights) == pytest.approx(3)
    assert max(weights) / min(weights) <= WEIGHT**2
    assert slice_seconds(1000, 10, 1, 1.2) == pytest.approx(1.2 * slice_seconds(1000, 10, 1))


def test_what_many_train_is_drawn_less_often_and_what_few_train_at_every_slice():
    assert picture_seconds(1, 2) == picture_seconds(2, 2) == 0
    assert 0.5 < picture_seconds(30, 2) < picture_seconds(60, 2) < 3


def test_people_who_want_the_same_take_one_turn():
    run, other = Pawn(), Pawn(kind=1)
    assert in_turn([[Wish(run, 5)], [], [Wish(run, 9)], [Wish(other, 5), Wish(run, 5)]]) == 2
    assert in_turn([]) == 0


def test_a_run_at_rest_is_stored_when_it_has_come_further():
    rests, going, flies = Pawn(), Pawn(), Pawn(flying=True)
    others = [Pawn(unsaved=False), Pawn(saving=True)]
    assert to_store([rests, going, flies, *others], {going}, 0.0, 0.0) == [rests]


def test_a_run_that_goes_on_is_stored_now_and_then_and_a_large_one_less_often():
    runs = [Pawn(flying=True, saved_at=100), Pawn(saved_at=100), Pawn(saved_at=101)]
    now = 100 + SAVE_EVERY_SECONDS
    assert to_store(runs, set(runs), now, 0.0) == []
    assert to_store(runs, set(runs), now + 0.5, 0.0) == runs[:2]
    # Storing one of the three takes 1 s, so that all of them every 60 s take a twentieth of the time.
    assert to_store(runs, set(runs), 160, 1.0) == []
    assert to_store(runs, set(runs), 160.5, 1.0) == runs[:2]

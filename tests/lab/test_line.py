"""A server takes on so many comparisons at once; the others stand in line, and know where."""

import pytest

from initcore.lab.choosing import Wish
from initcore.lab.limits import Limits
from initcore.lab.line import Place, places_in_line
from tests.helpers.hands import by_hand, seeded, shown
from tests.helpers.pawns import Pawn


def _wishes(*runs: Pawn) -> list[Wish[Pawn]]:
    return [Wish(run, 9) for run in runs]


def _before(places: list[Place | None]) -> list[int | None]:
    assert not any(place and place.own for place in places)
    return [None if place is None else place.before for place in places]


@pytest.mark.parametrize(
    ("most", "places"), [(0, [None] * 4), (4, [None] * 4), (2, [None, None, 0, 1]), (1, [None, 0, 1, 2])]
)
def test_who_pressed_first_is_taken_on_first(most: int, places: list[int | None]) -> None:
    assert _before(places_in_line([_wishes(Pawn(), Pawn()) for _ in range(4)], most)) == places


def test_who_wants_what_is_trained_in_any_case_neither_waits_nor_keeps_others_waiting() -> None:
    one, two, three = Pawn(), Pawn(), Pawn()
    people = [_wishes(one, two), _wishes(two), _wishes(one, three), _wishes(three), _wishes(one)]
    assert _before(places_in_line(people, 1)) == [None, None, 0, 1, None]
    assert places_in_line(people, 2) == [None] * 5
    assert places_in_line([], 1) == []


def test_who_has_many_trained_waits_for_their_own_and_keeps_nobody_else_waiting() -> None:
    people = [_wishes(Pawn()) for _ in range(6)]
    owners = ["ann", "ann", "ann", "ann", "", "ben"]
    own = [Place(0, own=True), Place(1, own=True)]
    assert places_in_line(people, 0, owners, 2) == [None, None, *own, None, None]
    assert places_in_line(people, 3, owners, 2) == [None, None, *own, None, Place(0)]
    assert places_in_line(people, 0, [""] * 6, 2) == places_in_line(people, 0, owners, 0) == [None] * 6
    assert places_in_line([people[0]] * 6, 0, ["ann"] * 6, 1) == [None] * 6, (
        "the same runs are one comparison"
    )


def test_somebodys_next_comparison_goes_on_when_one_of_theirs_has_ended(url: str) -> None:
    with by_hand(url, workers=2, limits=Limits(0, 0, each=1)) as lab:
        first, second = (lab.engine.open(seeded(seed), owner="ann") for seed in (2, 3))
        other = lab.engine.open(seeded(5), owner="ben")
        for watch in (first, second, other):
            watch.train()
            lab.now += 0.1
        lab.hands.run(4)
        assert [shown(watch)[0] > 0 for watch in (first, second, other)] == [True, False, True]
        assert second.look().waiting == Place(0, own=True)
        lab.hands.run_all()
        assert [shown(watch) for watch in (first, second, other)] == [[275]] * 3


def test_whoever_stands_in_line_is_told_so_and_trained_in_turn(url: str) -> None:
    with by_hand(url, workers=2, limits=Limits(0, 0, together=1)) as lab:
        first, second, third = (lab.open(seeded(seed)) for seed in (2, 3, 5))
        for watch in (first, second, third):
            watch.train()
            lab.now += 0.1
        lab.hands.run(3)
        assert [shown(watch) for watch in (first, second, third)] == [[75], [0], [0]]
        views = [watch.look() for watch in (first, second, third)]
        assert [view.waiting for view in views] == [None, Place(0), Place(1)]
        assert [view.status for view in views] == ["running"] * 3
        first.stop()
        lab.hands.run(1)  # the slice that was on its way
        assert second.look().waiting is None
        assert third.look().waiting == Place(0)
        lab.hands.run_all()
        assert [shown(watch) for watch in (second, third)] == [[275], [275]]
        assert third.look().waiting is None


def test_nobody_waits_for_somebody_who_has_left(url: str) -> None:
    with by_hand(url, limits=Limits(0, 0, together=1)) as lab:
        lab.train(seeded(2))
        lab.now += 30  # whoever that was looks no more
        watch = lab.train(seeded(3))
        lab.hands.run_all()
        assert shown(watch) == [275]

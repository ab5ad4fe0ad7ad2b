"""A server takes on so many comparisons at once; the others stand in line, and know where."""

from dataclasses import dataclass

import pytest

from initcore.lab.choosing import Wish
from initcore.lab.limits import Limits
from initcore.lab.line import places_in_line
from tests.helpers.hands import by_hand, seeded, shown


@dataclass(eq=False)
class Pawn:
    """A run of which nothing is known but where it stands."""

    iteration: int = 0
    alike: int = 0
    failures: int = 0
    flying: bool = False
    unsaved: bool = False
    saving: bool = False
    saved_at: float = 0.0


def _wishes(*runs: Pawn) -> list[Wish[Pawn]]:
    return [Wish(run, 9) for run in runs]


@pytest.mark.parametrize(
    ("most", "places"), [(0, [None] * 4), (4, [None] * 4), (2, [None, None, 0, 1]), (1, [None, 0, 1, 2])]
)
def test_who_pressed_first_is_taken_on_first(most: int, places: list[int | None]) -> None:
    assert places_in_line([_wishes(Pawn(), Pawn()) for _ in range(4)], most) == places


def test_who_wants_what_is_trained_in_any_case_neither_waits_nor_keeps_others_waiting() -> None:
    one, two, three = Pawn(), Pawn(), Pawn()
    people = [_wishes(one, two), _wishes(two), _wishes(one, three), _wishes(three), _wishes(one)]
    assert places_in_line(people, 1) == [None, None, 0, 1, None]
    assert places_in_line(people, 2) == [None] * 5
    assert places_in_line([], 1) == []


def test_whoever_stands_in_line_is_told_so_and_trained_in_turn(url: str) -> None:
    with by_hand(url, workers=2, limits=Limits(0, 0, together=1)) as lab:
        first, second, third = (lab.open(seeded(seed)) for seed in (2, 3, 5))
        for watch in (first, second, third):
            watch.train()
            lab.now += 0.1
        lab.hands.run(3)
        assert [shown(watch) for watch in (first, second, third)] == [[75], [0], [0]]
        views = [watch.look() for watch in (first, second, third)]
        assert [view.waiting for view in views] == [None, 0, 1]
        assert [view.status for view in views] == ["running"] * 3
        first.stop()
        lab.hands.run(1)  # the slice that was on its way
        assert second.look().waiting is None
        assert third.look().waiting == 0
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

"""The pace is that of the last seconds, what is left is told from more of them, and rest has no pace."""

import pytest

from initcore.lab.pace import LATELY_SECONDS, STEADY_SECONDS, Pace


def told(marks: list[tuple[float, int]]) -> tuple[float | None, float | None]:
    """The paces at the last of these looks: when, and how many iterations were done."""
    pace = Pace()
    return [pace.note(now, trained) for now, trained in marks][-1]


def test_one_look_tells_no_pace_and_two_do() -> None:
    assert told([(1000.0, 7)]) == (None, None)
    assert told([(1000.0, 7), (1002.0, 107)]) == (50.0, 50.0)


@pytest.mark.parametrize("marks", [[(0.0, 7), (5.0, 7)], [(5.0, 7), (5.0, 9)], [(0.0, 9), (5.0, 7)]])
def test_where_nothing_moved_or_no_time_passed_there_is_no_pace(marks: list[tuple[float, int]]) -> None:
    assert told(marks) == (None, None)


def test_lately_forgets_what_was_before_and_the_steady_pace_does_not() -> None:
    fast = [(float(second), 100 * second) for second in range(11)]
    slow = [(10.0 + second, 1000 + 10 * second) for second in range(1, 6)]
    lately, steady = told(fast + slow)
    assert lately == pytest.approx(10)
    assert steady == pytest.approx((1000 + 50) / 15)


def test_a_run_that_has_come_to_rest_has_no_pace_lately_and_one_over_longer() -> None:
    marks = [(0.0, 0), (1.0, 100), *((float(second), 100) for second in range(2, 11))]
    lately, steady = told(marks)
    assert lately is None
    assert steady == pytest.approx(10)


def test_after_long_nothing_of_the_first_seconds_is_left() -> None:
    first = [(float(second), 1000 * second) for second in range(11)]
    done = first[-1][1]
    later = [(10.0 + second, done + second) for second in range(1, int(STEADY_SECONDS) + 3)]
    assert told(first + later) == (pytest.approx(1), pytest.approx(1))


def test_between_looks_far_apart_the_pace_is_still_told() -> None:
    gap = 10 * STEADY_SECONDS
    assert told([(0.0, 0), (gap, 700)]) == (700 / gap, 700 / gap)
    assert told([(0.0, 0), (gap, 700), (2 * gap, 700)]) == (None, None)


def test_slices_that_land_together_do_not_make_a_pace_of_their_own() -> None:
    """Looks come far more often than slices land: the pace is over seconds, not from look to look."""
    steps = [(tick / 10, 500 * (tick // 10)) for tick in range(101)]
    for end in range(int(10 * LATELY_SECONDS) + 10, len(steps)):
        lately, _ = told(steps[: end + 1])
        assert lately is not None
        assert lately == pytest.approx(500, rel=0.4)


def test_what_is_remembered_is_bounded() -> None:
    pace = Pace()
    for tick in range(2000):
        pace.note(tick / 10, tick)
    assert len(pace._marks) <= 10 * STEADY_SECONDS + 2

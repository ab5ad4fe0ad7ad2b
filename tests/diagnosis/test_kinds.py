"""The verdicts there are: told apart on screen, and counted as failed, unfinished or neither."""

import math

import pytest

from initcore.diagnosis.kinds import VERDICTS, failed, unfinished
from initcore.measures.seen import SEPARATED


@pytest.mark.parametrize("part", ["name", "title"])
def test_no_two_verdicts_are_called_the_same(part: str) -> None:
    called = [getattr(kind, part) for kind in VERDICTS.values()]
    assert len(set(called)) == len(called)


def test_every_verdict_is_found_by_its_name_and_has_one_of_four_tones() -> None:
    assert [kind.name for kind in VERDICTS.values()] == list(VERDICTS)
    assert {kind.tone for kind in VERDICTS.values()} == {"bad", "warn", "good", "info"}
    assert [kind.name for kind in VERDICTS.values() if kind.tone == "good"] == ["healthy"]


def test_what_is_wrong_with_a_run_that_does_not_separate_counts_as_failed() -> None:
    assert [failed("vanishes", accuracy) for accuracy in (0.5, 0.96, math.nan)] == [True, False, True]
    assert [failed(name, 0.99) for name in ("failed", "dead")] == [True, False]
    assert all(failed(name, 0.6) for name in ("too_large_weights", "some_dead", "rate_too_low", "plateau"))
    assert not any(failed(name, 0.94) for name in ("still_learning", "overfits", "healthy", "too_early"))
    assert not failed("a name of another version", 0.5)


def test_the_accuracy_that_separates_is_enough() -> None:
    below = math.nextafter(SEPARATED, 0)
    assert [failed("plateau", accuracy) for accuracy in (below, SEPARATED)] == [True, False]
    assert [unfinished("too_early", accuracy) for accuracy in (below, SEPARATED)] == [True, False]


def test_of_uneven_classes_more_is_asked() -> None:
    assert [failed("only_output_bias", accuracy, 0.975) for accuracy in (0.952, 0.98)] == [True, False]
    assert [unfinished("too_early", accuracy, 0.975) for accuracy in (0.952, 0.98)] == [True, False]


def test_a_run_that_is_not_over_is_unfinished_and_neither_failed_nor_worked() -> None:
    assert [unfinished("still_learning", accuracy) for accuracy in (0.5, 0.96)] == [True, False]
    assert not any(unfinished(name, 0.5) for name in ("plateau", "healthy", "overfits", "of another version"))
    for verdict in VERDICTS:
        assert not (failed(verdict, 0.5) and unfinished(verdict, 0.5))

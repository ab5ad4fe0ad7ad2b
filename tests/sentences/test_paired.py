"""Contests in words: no more is claimed than is shown, and no number is there that is none."""

import math

import numpy as np
import pytest

from initcore.sentences.paired import contest_sentence, counts_words, difference_words, short_outcome
from initcore.statistics.paired import Contest, Paired

INF = math.inf


def _contest(
    differences: list[float],
    medians: tuple[float, float] = (0.9, 0.8),
    diverged: tuple[int, int] = (0, 0),
    fewest: int = 6,
) -> Contest:
    result = Paired(np.array(differences), medians, diverged)
    return Contest(0, 1, result, result.chance, fewest)


@pytest.mark.parametrize(
    ("contest", "said", "short"),
    [
        (
            _contest([0.03] * 29 + [-0.01] * 3),
            "He beats Xavier: 29 won, 3 lost, 0 tied, p < 0.001; the median difference is +3.0 points of "
            "test accuracy, 95 % interval +3.0 to +3.0.",
            "He beats Xavier",
        ),
        (
            _contest([0.03] * 8 + [0.0] * 8),
            "He wins more often than Xavier: 8 won, 0 lost, 8 tied, p = 0.0078; by how much cannot be told: "
            "the median difference is +1.5 points of test accuracy, 95 % interval 0.0 to +3.0.",
            "He wins more often; by how much cannot be told",
        ),
        (
            _contest([0.05, 0.04, 0.03, 0.02, 0.01, 0.01, 0.01, -0.01, -0.02, -0.03, 0, 0, 0, 0, 0, 0]),
            "No difference can be told between He and Xavier: 7 won, 3 lost, 6 tied, p = 0.34; the median "
            "difference is 0.0 points of test accuracy, 95 % interval 0.0 to +1.2.",
            "no difference can be told",
        ),
        (_contest([0.0] * 6), "He and Xavier are level on all 6 seeds.", "level on all seeds"),
        (
            _contest([0.2]),
            "Too few seeds to tell He and Xavier apart: 1 won, 0 lost, 0 tied; take 6 or more.",
            "too few seeds to tell; take 6 or more",
        ),
        (
            _contest([0.2] * 8, fewest=9),
            "Too few seeds to tell He and Xavier apart: 8 won, 0 lost, 0 tied; take 9 or more.",
            "too few seeds to tell; take 9 or more",
        ),
        (
            _contest([INF] * 8, (0.5, -INF), (0, 8)),
            "He beats Xavier: 8 won, 0 lost, 0 tied, p = 0.0078; the median difference has no points. "
            "Diverged: 8 of 8 of Xavier; against a run that did not, a loss without points.",
            "He beats Xavier",
        ),
        (
            _contest([0.1] * 6 + [INF] * 2, diverged=(1, 3)),
            "He beats Xavier: 8 won, 0 lost, 0 tied, p = 0.0078; the median difference is +10.0 points of "
            "test accuracy, 95 % interval +10.0 to no points. Diverged: 1 of 8 of He and 3 of 8 of Xavier; "
            "against a run that did not, a loss without points.",
            "He beats Xavier",
        ),
    ],
)
def test_a_contest_is_told_in_a_sentence(contest: Contest, said: str, short: str) -> None:
    assert contest_sentence(contest, "He", "Xavier") == said
    assert short_outcome(contest, "He", "Xavier") == short


def test_counts_are_said_in_words() -> None:
    assert counts_words(Paired(np.array([0.1, -0.1, 0.0, 0.2]), (0.5, 0.5))) == "2 won, 1 lost, 1 tied"


def test_small_differences_do_not_round_to_nothing() -> None:
    small = Paired(np.array([0.0001] * 8), (0.5, 0.5))
    assert difference_words(small, small.median) == "+0.010"
    assert difference_words(Paired(np.array([0.01] * 8), (0.5, 0.5)), 0.01) == "+1.0"
    assert difference_words(small, INF) == "no points"

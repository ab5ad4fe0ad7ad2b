"""The interval holds the median as often as it says; the tests find nothing more often than they may."""

import math

import numpy as np
import pytest

from initcore.statistics.intervals import (
    CONFIDENCE,
    FEWEST_SEEDS,
    LEVEL,
    fewest_seeds,
    holm,
    interpolation,
    median_interval,
    middle,
    sign_test,
)
from tests.bench.coverage import COUNTS, TIED, UNTIED, Law, covered, order_statistics

INF = math.inf
DRAWN = 20_000
"""Simulated comparisons of each kind: the standard error of a coverage is .0015."""


@pytest.mark.parametrize("law", UNTIED, ids=lambda law: law.name)
def test_the_interval_holds_the_median_as_often_as_it_says(law: Law) -> None:
    for n in COUNTS:
        assert 0.94 < covered(order_statistics, law, n, DRAWN) < 0.96, n


@pytest.mark.parametrize("law", TIED, ids=lambda law: law.name)
def test_with_ties_it_holds_it_as_often_or_more_often(law: Law) -> None:
    for n in COUNTS:
        assert covered(order_statistics, law, n, DRAWN) > 0.945, n


def test_one_interval_is_what_is_simulated_of_many() -> None:
    for n in (FEWEST_SEEDS, 11, 16, 64):
        values = np.random.RandomState(n).standard_normal((7, n))
        low, high = order_statistics(values)
        for row, *ends in zip(values, low, high, strict=True):
            assert median_interval(row) == pytest.approx(ends, rel=1e-12)


def test_an_end_lies_between_two_order_statistics_where_the_paper_says() -> None:
    """Ten values: [2nd, 9th] holds the median in 97.85 %, [3rd, 8th] in 89.06 % of the cases."""
    depth, share = interpolation(10)
    held = (0.978515625 - CONFIDENCE) / (0.978515625 - 0.890625)
    assert (depth, share) == (2, pytest.approx(8 * held / (2 + 6 * held)))
    low, high = median_interval(range(1, 11)) or (0, 0)
    assert (low, high) == (pytest.approx(2 + share), pytest.approx(9 - share))


@pytest.mark.parametrize("n", range(FEWEST_SEEDS, 65))
def test_an_interval_is_about_the_median_and_within_the_values(n: int) -> None:
    values = np.random.RandomState(n).standard_normal(n)
    low, high = median_interval(values) or (INF, INF)
    assert values.min() <= low < np.median(values) < high <= values.max()
    assert median_interval(-values) == pytest.approx((-high, -low))


def test_a_few_seeds_tell_nothing_and_more_pairs_need_more() -> None:
    assert median_interval([1.0] * (FEWEST_SEEDS - 1)) is None
    assert median_interval([1.0] * FEWEST_SEEDS) == (1.0, 1.0)
    assert 1 - 2 / 2**5 < CONFIDENCE < 1 - 2 / 2**FEWEST_SEEDS
    assert [fewest_seeds(pairs) for pairs in (0, 1, 3, 10, 28)] == [6, 6, 7, 9, 11]
    for pairs in (1, 3, 6, 10, 15, 21, 28):
        fewest = fewest_seeds(pairs)
        assert pairs * sign_test(fewest, 0) <= LEVEL
        assert fewest == FEWEST_SEEDS or pairs * sign_test(fewest - 1, 0) > LEVEL


def test_what_has_no_number_has_its_rank() -> None:
    assert median_interval([INF] * 8) == (INF, INF)
    low, high = median_interval([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, INF, INF]) or (0, 0)
    assert 0.1 < low < 0.2
    assert high == INF
    assert median_interval([-INF, *[0.0] * 6, INF]) == (-INF, INF)


def test_the_middle_is_the_median_and_claims_no_more_than_it_must() -> None:
    for n in (1, 2, 7, 8):
        values = np.random.RandomState(n).standard_normal(n)
        assert middle(values) == pytest.approx(np.median(values), rel=1e-12)
    assert middle([0.1, INF]) == 0.1
    assert middle([-INF, -0.1]) == -0.1
    assert middle([-INF, INF]) == 0.0
    assert middle([0.1, INF, INF]) == middle([INF, INF]) == INF


@pytest.mark.parametrize(
    ("wins", "losses", "chance"), [(0, 0, 1), (5, 0, 2 / 32), (6, 0, 2 / 64), (7, 3, 352 / 1024), (4, 4, 1)]
)
def test_the_sign_test_counts_coins(wins: int, losses: int, chance: float) -> None:
    assert sign_test(wins, losses) == sign_test(losses, wins) == pytest.approx(chance, rel=1e-12)


def test_holms_correction_is_the_papers() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([0.02]) == pytest.approx([0.02])
    assert holm([]).size == 0


@pytest.mark.parametrize("seeds", [9, 16, 32])
def test_of_five_equal_initializations_none_beats_another_more_often_than_allowed(seeds: int) -> None:
    """Some pair is told apart in 5 % of the cases at most, where the mean's bootstrap had 69 %."""
    stream, found, rounds = np.random.RandomState(seeds), 0, 400
    for _ in range(rounds):
        ends = stream.standard_normal((5, seeds))
        signs = [np.sign(ends[one] - ends[other]) for one in range(5) for other in range(one)]
        chances = holm([sign_test(int((each > 0).sum()), int((each < 0).sum())) for each in signs])
        found += chances.min() <= LEVEL
    assert found / rounds < LEVEL + 0.02


def test_the_laws_say_their_own_medians_and_means() -> None:
    for law in (*UNTIED, *TIED):
        drawn = law.draw(np.random.RandomState(1), 1, 400_001)[0]
        assert np.median(drawn) == pytest.approx(law.median, abs=0.01)
        assert drawn.mean() == pytest.approx(law.mean, abs=0.1)

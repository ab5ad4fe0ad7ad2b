"""The one quantile: numpy's where all is finite, and aware of infinity where something is not."""

import math

import numpy as np
import pytest

from initcore.statistics.quantiles import Spread, quantiles, spread, spread_of_shares

INF = math.inf


@pytest.mark.parametrize("count", [1, 2, 3, 8, 64])
def test_quartiles_are_numpys(count: int) -> None:
    values = np.random.RandomState(count).standard_normal(count)
    low, median, high = np.percentile(values, [25, 50, 75])
    got = spread(values.tolist())
    np.testing.assert_allclose([got.low, got.median, got.high], [low, median, high], rtol=1e-12, atol=1e-15)


def test_quartiles_between_infinities_are_infinite() -> None:
    assert spread([1.0, INF, INF, INF]) == Spread(INF, INF, INF)
    assert spread([1.0, 2.0, 3.0, math.nan]).median == 2.5
    assert spread([1.0, 2.0, 3.0, INF]).high == INF
    assert spread([1.0, 2.0, 3.0, 4.0, INF]) == Spread(3.0, 2.0, 4.0)


def test_quantiles_are_numpys_where_all_is_finite() -> None:
    values = np.random.RandomState(3).randn(11, 5, 7)
    np.testing.assert_allclose(quantiles(values), np.quantile(values, (0.25, 0.5, 0.75), axis=0), rtol=1e-12)


@pytest.mark.parametrize("count", range(1, 10))
def test_quantiles_of_many_are_those_of_each(count: int) -> None:
    draw = np.random.RandomState(count)
    values = np.where(
        draw.rand(count, 50) < 0.3, draw.choice([np.inf, np.nan], (count, 50)), draw.rand(count, 50)
    )
    for place, column in enumerate(values.T):
        alone = spread(column)
        assert [alone.low, alone.median, alone.high] == quantiles(values)[:, place].tolist()
        assert not math.isnan(alone.low + alone.median + alone.high)
        ranked = sorted(value if math.isfinite(value) else INF for value in column)
        assert ranked[0] <= alone.low <= alone.median <= alone.high <= ranked[-1]


def test_what_is_not_finite_counts_as_infinite_whatever_it_is() -> None:
    for worst in (math.nan, INF, -INF):
        assert spread([1.0, 2.0, worst]) == spread([1.0, 2.0, INF])


def test_any_share_may_be_asked_for() -> None:
    values = [5.0, 3.0, 11.0, 7.0, 2.0]
    assert quantiles(values, (0.0, 1.0, 0.5)).tolist() == [2.0, 11.0, 5.0]
    assert quantiles([3.0, INF], (0.0, 0.01)).tolist() == [3.0, INF]


def test_of_one_value_every_quantile_is_that_value() -> None:
    assert spread([0.25]) == Spread(0.25, 0.25, 0.25)
    assert quantiles([[1.0, INF]]).tolist() == [[1.0, INF]] * 3


def test_the_values_are_left_in_their_order() -> None:
    values = np.array([3.0, math.nan, 1.0])
    spread(values)
    assert values.tolist()[::2] == [3.0, 1.0]
    assert math.isnan(values[1])


def test_of_shares_what_is_not_finite_is_the_worst() -> None:
    assert spread_of_shares([0.5, 0.75, 1.0]) == spread([0.5, 0.75, 1.0])
    assert spread_of_shares([1.0, 0.5, -INF, math.nan, 0.75]) == Spread(0.5, -INF, 0.75)
    assert spread_of_shares([-INF]) == Spread(-INF, -INF, -INF)
    assert math.copysign(1, spread_of_shares([0.0]).median) == 1

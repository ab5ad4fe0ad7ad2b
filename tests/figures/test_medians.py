"""Quantiles are numpy's where all is finite, and of numbers where it is not."""

import math

import numpy as np
import pytest

from initcore.statistics.quantiles import quantiles, spread

INF = math.inf


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

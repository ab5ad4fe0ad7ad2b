"""How large numbers are together: sizes that no square overflows, and a mean of ratios."""

import math

import numpy as np
import pytest

from initcore import RunConfig, begin
from initcore.measures.sizes import geometric_mean, layer_rms, rms

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize("axes", [None, (0,), (1, 2), (0, 2)])
def test_it_is_the_root_of_the_mean_square_over_those_axes(axes: tuple[int, ...] | None) -> None:
    values = np.random.RandomState(3).standard_normal((3, 5, 7))
    np.testing.assert_allclose(rms(values, axes), np.sqrt((values**2).mean(axis=axes)), rtol=1e-14)


@pytest.mark.parametrize("size", [1e-300, 5e-324, 1e200, 1.7e308])
def test_squares_neither_overflow_nor_vanish(size: float) -> None:
    assert rms(np.full((3, 5), -size)) == size
    assert rms(np.array([size, 0.0, 0.0, 0.0])) == size / 2


@pytest.mark.parametrize(
    ("values", "size"),
    [([0.0, -0.0], 0.0), ([1.0, INF], INF), ([-INF, 1.0], INF), ([1.0, NAN], NAN), ([NAN, INF], NAN)],
)
def test_nothing_is_0_and_what_is_not_finite_shows(values: list[float], size: float) -> None:
    assert np.array_equal(rms(np.array(values)), size, equal_nan=True)


def test_one_row_that_is_not_finite_spoils_no_other() -> None:
    rows = np.array([[3.0, -3.0], [INF, 1.0], [0.0, 0.0], [NAN, 1.0]])
    np.testing.assert_array_equal(rms(rows, (1,)), [3.0, INF, 0.0, NAN])


def test_a_layers_size_is_that_of_its_weights_alone() -> None:
    configs = [
        RunConfig(hidden=(7, 5), weights_seed=seed, bias="constant", bias_value=9.0) for seed in (1, 2, 3)
    ]
    runs = begin(configs).runs
    sizes = layer_rms(runs[0].shape, np.stack([run.theta for run in runs]))
    expected = [[math.sqrt((weight**2).mean()) for weight in run.weights(0)] for run in runs]
    np.testing.assert_allclose(sizes, expected, rtol=1e-14)


def test_a_geometric_mean_is_of_what_is_finite_and_above_0() -> None:
    assert geometric_mean(np.array([2.0, 8.0])) == pytest.approx(4.0, rel=1e-15)
    assert geometric_mean(np.array([2.0, 0.0, NAN, 8.0, INF, -1.0])) == pytest.approx(4.0, rel=1e-15)
    assert geometric_mean(np.array([1e-300, 1e300])) == pytest.approx(1.0, rel=1e-12)
    for nothing in ([], [0.0], [NAN, INF, -1.0]):
        assert math.isnan(geometric_mean(np.array(nothing)))

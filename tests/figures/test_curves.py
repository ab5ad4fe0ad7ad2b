"""The cost curves: every finite cost in its place, a useful view, and a word on what leaves it."""

import numpy as np
import plotly.graph_objects as go
import pytest

from initcore.figures.curves import MOST_POINTS, Curve, cost_figure
from initcore.figures.palette import DASHES, SYMBOLS
from initcore.model.base import Array


def _curve(costs: Array, every: int = 10, place: int = 0, again: int = 0, name: str = "He") -> Curve:
    iterations = np.arange(len(costs)) * every
    return Curve(name, "#1f8f6f", iterations, np.asarray(costs, float), place, again)


def _falling(start: float, end: float, count: int = 101) -> Array:
    return np.linspace(start, end, count)


def _top(figure: go.Figure) -> float:
    low, top = figure.layout.yaxis.range
    assert low == 0
    assert figure.layout.meta["top"] == top
    return top


def test_every_curve_is_drawn_as_it_is() -> None:
    curves = [
        _curve(_falling(0.9, 0.1), place=0),
        _curve(_falling(0.7, 0.3), place=1, again=1, name="He × 2"),
    ]
    figure = cost_figure(curves=curves, iterations=1500)
    assert len(figure.data) == 2
    for trace, curve in zip(figure.data, curves, strict=True):
        assert np.array_equal(trace.x, curve.iterations)
        assert np.array_equal(trace.y, curve.costs)
        assert (trace.name, trace.line.color) == (curve.name, curve.color)
        assert trace.marker.symbol == SYMBOLS[curve.place]
        assert trace.line.dash == DASHES[curve.again]
    assert figure.layout.xaxis.range == (0, 1500)


def test_eight_curves_can_be_told_apart_without_colour() -> None:
    curves = [_curve(_falling(0.9, 0.1), place=place, again=place) for place in range(8)]
    figure = cost_figure(curves=curves, iterations=1000)
    assert len({(trace.marker.symbol, trace.line.dash) for trace in figure.data}) == 8
    assert len({trace.marker.symbol for trace in figure.data}) == 8


def test_the_arrays_stay_as_they_were() -> None:
    curve = _curve(np.array([5.0, np.nan, 0.5]))
    before = curve.costs.copy()
    curve.costs.flags.writeable = curve.iterations.flags.writeable = False
    cost_figure(curves=[curve], iterations=20)
    assert np.array_equal(curve.costs, before, equal_nan=True)


@pytest.mark.parametrize("count", [1, 2, MOST_POINTS - 1, MOST_POINTS, MOST_POINTS + 1, 7919, 100_001])
def test_thinning_keeps_the_first_the_last_and_an_even_spread(count: int) -> None:
    curve = _curve(_falling(1, 0, count), every=3)
    [trace] = cost_figure(curves=[curve], iterations=3 * count).data
    assert len(trace.x) == min(count, MOST_POINTS)
    assert (trace.x[0], trace.x[-1]) == (0, 3 * (count - 1))
    assert np.array_equal(trace.y, curve.costs[np.asarray(trace.x) // 3])
    gaps = np.diff(trace.x)
    assert gaps.size == 0 or gaps.max() - gaps.min() <= 3


@pytest.mark.parametrize(
    ("costs", "left"),
    [
        ([0.9, 3.0, np.inf], [0.9, 3.0]),
        ([0.9, 5e9, np.nan], [0.9, 5e9]),
        ([np.nan, 0.5, np.inf, 0.4], [0.5, 0.4]),
        ([np.nan], []),
        ([], []),
    ],
)
def test_what_is_not_finite_is_not_drawn(costs: list[float], left: list[float]) -> None:
    other = _curve(_falling(0.9, 0.2), place=1)
    figure = cost_figure(curves=[_curve(np.array(costs)), other], iterations=1000)
    assert list(figure.data[0].y) == left
    assert np.isfinite(_top(figure))
    assert _top(figure) >= 0.9
    assert "nan" not in figure.layout.meta["cut"]
    assert "inf" not in figure.layout.meta["cut"]


def test_a_thinned_curve_that_diverged_ends_at_its_last_finite_cost() -> None:
    [trace] = cost_figure(curves=[_curve(np.append(_falling(1, 2, 9000), np.nan))], iterations=90_000).data
    assert trace.y[-1] == 2
    assert len(trace.y) == MOST_POINTS


@pytest.mark.parametrize(
    ("costs", "top"),
    [
        (_falling(0.8, 0.1), 0.8),  # all of it in view
        (np.append(1773.6, _falling(0.7, 0.3, 100)), 1.0),  # a wild start is cut off
        (np.append(1773.6, np.full(100, 4.0)), 4.4),  # as far as the rest of the run needs
        (np.full(101, 7.0), 7.0),  # a high plateau is all there is
        (np.full(101, 1e-9), 1e-9),
    ],
)
def test_the_view_ends_at_the_useful_range(costs: Array, top: float) -> None:
    figure = cost_figure(curves=[_curve(costs)], iterations=1000)
    assert _top(figure) == pytest.approx(1.05 * top)
    assert costs[20:].max() <= _top(figure)


def test_the_view_holds_what_settles_of_every_curve() -> None:
    low, high = _curve(_falling(0.8, 0.1)), _curve(np.append(50.0, np.full(100, 3.0)), place=1)
    assert _top(cost_figure(curves=[low, high], iterations=1000)) == pytest.approx(1.05 * 3.3)


def test_costs_of_zero_leave_an_axis() -> None:
    assert _top(cost_figure(curves=[_curve(np.zeros(5))], iterations=40)) > 0


def test_early_in_a_run_the_start_does_not_squash_the_curves() -> None:
    begun = [_curve(np.array([1773.6])), _curve(np.array([0.88]), place=1)]
    assert _top(cost_figure(curves=begun, iterations=15_000)) == pytest.approx(1.05)


def test_the_sentence_names_what_leaves_the_view() -> None:
    wild = np.append(1773.586, _falling(0.7, 0.3, 100))
    curves = [
        _curve(wild, name="Large random"),
        _curve(_falling(0.9, 0.1), place=1),
        _curve(wild * 1e6, place=2, name="Large random × 9"),
    ]
    settled = cost_figure(curves=curves[:2], iterations=1000).layout.meta["cut"]
    assert settled == "Above this view: Large random reaches 1\N{NARROW NO-BREAK SPACE}773.6."
    both = [curves[0], _curve(wild * 1e6, place=2, name="Wilder")]
    begun = [
        Curve(c.name, c.color, c.iterations[:1], c.costs[:1], c.place) for c in (both[0], both[1], curves[1])
    ]
    assert cost_figure(curves=begun, iterations=1000).layout.meta["cut"] == (
        "Above this view: Large random reaches 1\N{NARROW NO-BREAK SPACE}773.6; Wilder reaches 1.77e9."
    )
    assert cost_figure(curves=[curves[1]], iterations=1000).layout.meta["cut"] == ""

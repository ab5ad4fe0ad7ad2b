"""Many seeds in one picture: the median ends where the table says, its band at the quartiles."""

import math
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.figures.bands import Band, band_figure, digits_figure
from initcore.figures.comparison_curves import cost_curves
from initcore.figures.curves import MOST_POINTS, Curve
from initcore.figures.palette import DASHES, SYMBOLS
from initcore.statistics.seeds import summarize

SMALL: dict[str, Any] = {"hidden": (7,), "samples": 60, "test_samples": 30, "iterations": 60}
INF = math.inf


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train(Experiment((Choice("he"),), RunConfig(**SMALL, learning_rate=0.5), seeds=16).configs)


@pytest.mark.parametrize("seeds", [2, 3, 4, 7, 8, 16])
def test_curve_and_band_end_at_the_tables_median_and_quartiles(runs: list[Trajectory], seeds: int) -> None:
    experiment = Experiment((Choice("he"),), RunConfig(**SMALL, learning_rate=0.5), seeds=seeds)
    [group] = experiment.groups(runs[:seeds])
    line, band = cost_curves([group]).data
    said = summarize(group.items).final_cost
    assert line.y[-1] == said.median
    count = len(band.y) // 2
    assert (band.y[count - 1], band.y[count]) == (said.high, said.low)
    assert line.y[0] == summarize(group.items).first_cost.median


@pytest.mark.parametrize(
    ("costs", "curve", "top"),
    [
        ([[4.0, 2.0, 1.0], [6.0, INF, INF]], [5.0], [5.5]),
        ([[4.0, 2.0], [4.0, 2.0], [4.0, 2.0], [8.0, INF]], [4.0, 2.0], [5.0, 5.0]),
        ([[4.0, 3.0], [4.0, 3.0], [INF, INF], [INF, INF], [INF, INF]], [], [4.0, 3.0]),
    ],
)
def test_what_has_no_finite_quartile_is_drawn_as_far_as_it_has(
    costs: list[list[float]], curve: list[float], top: list[float]
) -> None:
    grid = np.arange(len(costs[0]))
    band = Band("He", "#123456", grid, np.array(costs), place=0)
    line, area = band_figure(bands=[band], iterations=2, singles=False, chance=0.69).data
    assert list(line.y) == curve
    assert list(area.y)[: len(top)] == top
    assert len(area.y) == 2 * len(top)
    assert np.isfinite(np.array(area.y, float)).all()


COSTS = np.array([[1.0, 0.5, 0.25], [2.0, 1.0, 0.5], [4.0, 2.0, np.inf], [8.0, 4.0, np.inf]])


def _bands(singles: bool = False) -> Any:
    band = Band("He", "#123456", np.array([0, 10, 20]), COSTS, place=0)
    return band_figure(bands=[band], iterations=20, singles=singles, chance=0.69)


def test_a_band_is_between_the_quartiles_and_its_line_the_median() -> None:
    line, band = _bands().data
    low, middle, high = np.quantile(COSTS[:, :2], [0.25, 0.5, 0.75], axis=0)
    assert list(line.y) == middle.tolist(), "half of the runs have diverged at the last"
    assert list(band.y)[:3] == [*high.tolist(), high.max()]
    assert list(band.y)[::-1][:3] == [*low.tolist(), 0.4375]
    assert list(band.x) == [0, 10, 20, 20, 10, 0]
    assert np.isfinite(np.array(band.y, float)).all(), "what diverged has no point of its own"
    assert band.legendgroup == line.legendgroup


def test_single_runs_are_drawn_on_demand_as_far_as_they_are_finite() -> None:
    line, _, *singles = _bands(singles=True).data
    assert [list(single.y) for single in singles] == [row[np.isfinite(row)].tolist() for row in COSTS]
    assert {single.legendgroup for single in singles} == {line.legendgroup}


def test_what_leaves_the_view_is_said_of_the_median() -> None:
    costs = np.array([[900.0, 0.5, 0.4, 0.3]] * 3)
    band = Band("He", "#123456", np.array([0, 10, 20, 30]), costs, place=0)
    figure = band_figure(bands=[band], iterations=30, singles=False, chance=0.69)
    assert figure.layout.meta["cut"] == "Above this view: the median of He reaches 900.0."
    assert figure.layout.meta["top"] == pytest.approx(1.05)
    chance = band_figure(bands=[band], iterations=30, singles=False, chance=2.3).layout.meta["top"]
    assert chance == pytest.approx(1.05 * 1.2 * 2.3), "the cost of guessing is in view"


def test_digits_have_an_axis_of_their_own() -> None:
    curve = Curve("He", "#123456", np.array([0, 10]), np.array([16.0, 12.5]), place=0)
    figure = digits_figure(curves=[curve], iterations=10)
    assert figure.layout.yaxis.title.text == "digits that agree"
    assert list(figure.layout.yaxis.range) == [0, 16.5]
    assert list(figure.data[0].y) == [16.0, 12.5]


def test_bands_of_two_are_told_apart_and_go_by_their_own_line() -> None:
    grid = np.array([0, 10, 20])
    bands = [
        Band(name, "#123456", grid, COSTS * at, at, again=at - 1) for at, name in ((1, "He"), (2, "Xavier"))
    ]
    figure = band_figure(bands=bands, iterations=20, singles=True, chance=0.69)
    lines, others = figure.data[:2], figure.data[2:]
    assert [line.name for line in lines] == ["He", "Xavier"]
    assert [line.line.dash for line in lines] == [DASHES[0], DASHES[1]]
    assert [line.marker.symbol for line in lines] == [SYMBOLS[1], SYMBOLS[2]]
    assert len({line.legendgroup for line in lines}) == 2
    for line in lines:
        mine = [other for other in others if other.legendgroup == line.legendgroup]
        assert len(mine) == 1 + len(COSTS)
        assert not any(other.showlegend for other in mine)


def test_of_long_runs_no_more_points_are_drawn_than_a_screen_has_and_the_ends_are_among_them() -> None:
    count = 3 * MOST_POINTS + 7
    costs = np.random.RandomState(3).rand(3, count)
    band = Band("He", "#123456", np.arange(count), costs, place=0)
    _, area, *singles = band_figure(bands=[band], iterations=count, singles=True, chance=0.69).data
    half = len(area.x) // 2
    for x in (area.x[:half], area.x[half:][::-1], *(single.x for single in singles)):
        assert len(x) <= MOST_POINTS
        assert (x[0], x[-1]) == (0, count - 1)
        assert (np.diff(x) > 0).all()
    low, high = area.y[half:][::-1], area.y[:half]
    assert (low <= high).all()


def test_a_run_with_no_finite_cost_draws_nothing_and_fails_nothing() -> None:
    band = Band("He", "#123456", np.array([0, 10]), np.full((2, 2), INF), place=0)
    figure = band_figure(bands=[band], iterations=10, singles=True, chance=0.69)
    assert [len(trace.x) for trace in figure.data] == [0, 0, 0, 0]


def test_digits_that_are_not_known_are_not_drawn() -> None:
    digits = np.array([16.0, math.nan, 3.5])
    curve = Curve("He", "#123456", np.array([0, 10, 20]), digits, place=1, again=len(DASHES) + 1)
    [line] = digits_figure(curves=[curve], iterations=20).data
    assert (list(line.x), list(line.y)) == ([0, 20], [16.0, 3.5])
    assert line.line.dash == DASHES[1]

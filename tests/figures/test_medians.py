"""The curve that is called median ends where the table says, whatever the number of seeds."""

import math
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.figures.bands import Band, band_figure
from initcore.figures.board import cost_curves
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

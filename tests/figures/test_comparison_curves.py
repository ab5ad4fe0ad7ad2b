"""The curves of a comparison are of its runs, each told apart from the others by more than its colour."""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import label
from initcore.figures.comparison_curves import ALIKE, cost_curves, digit_curves, looks
from initcore.figures.palette import DASHES, SYMBOLS, rgb
from initcore.measures.costs import chance_cost
from initcore.statistics.quantiles import quantiles
from initcore.statistics.seeds import bands
from initcore.statistics.twins import group_agreement

SMALL: dict[str, Any] = {"hidden": (7,), "samples": 60, "test_samples": 30, "iterations": 60}
TWO = (Choice("he"), Choice("zeros"))


def _groups(choices: tuple[Choice, ...] = TWO, **settings: Any) -> Any:
    experiment = Experiment(choices, RunConfig(**SMALL, record_every=10), **settings)
    return experiment.groups(train(experiment.configs))


def test_of_one_seed_a_curve_is_its_runs_costs() -> None:
    groups = _groups()
    figure = cost_curves(groups)
    for curve, group in zip(figure.data, groups, strict=True):
        [run] = group.items
        assert (curve.x.tolist(), curve.y.tolist()) == (run.iterations.tolist(), run.costs.tolist())
        assert curve.name == label(run.config)
        assert curve.line.color == INITIALIZATIONS[run.config.initialization].color
    assert list(figure.layout.xaxis.range) == [0, 60]
    assert figure.layout.yaxis.range[1] >= chance_cost(groups[0].items[0])


@pytest.mark.parametrize("singles", [False, True])
def test_of_many_seeds_it_is_their_median_and_what_lies_about_it(singles: bool) -> None:
    groups = _groups(seeds=3)
    figure = cost_curves(groups, singles)
    assert len(figure.data) == 2 * (1 + 1 + (3 if singles else 0))
    for curve, group in zip(figure.data[:2], groups, strict=True):
        iterations, costs = bands(group.items)
        assert curve.x.tolist() == iterations.tolist()
        assert np.array_equal(curve.y, quantiles(costs)[1])


def test_they_go_by_names_that_are_given() -> None:
    assert [curve.name for curve in cost_curves(_groups(), names=("one", "two")).data] == ["one", "two"]


def test_digits_are_of_runs_and_their_twins() -> None:
    groups = _groups(twins=True)
    for curve, group in zip(digit_curves(groups).data, groups, strict=True):
        iterations, digits = group_agreement(group.items, group.twins)
        assert (curve.x.tolist(), curve.y.tolist()) == (iterations.tolist(), digits.tolist())


def test_of_one_colour_each_has_its_dash_and_each_place_its_symbol() -> None:
    groups = _groups(tuple(Choice("he", gain) for gain in (1.0, 2.0, 0.5)))
    drawn = [look for _, look in looks(groups)]
    assert [look["again"] for look in drawn] == [0, 1, 2]
    assert [look["place"] for look in drawn] == [0, 1, 2]
    data = cost_curves(groups).data
    assert [curve.line.dash for curve in data] == list(DASHES[:3])
    assert [curve.marker.symbol for curve in data] == list(SYMBOLS[:3])


def test_colours_that_are_hard_to_tell_apart_count_as_one() -> None:
    colors = {name: INITIALIZATIONS[name].color for name in INITIALIZATIONS.names}

    def apart(one: str, other: str) -> float:
        return float(np.linalg.norm(np.subtract(rgb(colors[one]), rgb(colors[other]))))

    names = [name for name in colors if not INITIALIZATIONS[name].takes_formula]
    near = [(a, b) for a in names for b in names if colors[a] != colors[b] and apart(a, b) < ALIKE]
    far = [(a, b) for a in names for b in names if apart(a, b) >= ALIKE]
    for pairs, again in ((near, 1), (far, 0)):
        assert pairs
        groups = _groups((Choice(pairs[0][0]), Choice(pairs[0][1])))
        assert [look["again"] for _, look in looks(groups)] == [0, again]

"""The curves of a comparison: which runs they are of, and what tells them apart."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.experiment import Group
from initcore.experiment.naming import label
from initcore.figures.bands import Band, band_figure, digits_figure
from initcore.figures.curves import Curve, cost_figure
from initcore.figures.palette import rgb
from initcore.measures.costs import chance_cost
from initcore.statistics.seeds import bands
from initcore.statistics.twins import group_agreement
from initcore.training.trajectory import Trajectory


def cost_curves(
    groups: Sequence[Group[Trajectory]], singles: bool = False, names: Sequence[str] = ()
) -> go.Figure:
    """The cost curves: of single runs, or medians with bands. `names` are their labels by default."""
    length = max(run.config.iterations for group in groups for run in group.items)
    chance = chance_cost(groups[0].items[0])
    drawn_as = list(looks(groups, names))
    if len(groups[0].items) == 1:
        curves = [Curve(**look, **_costs(group.items[0])) for group, look in drawn_as]
        return cost_figure(curves=curves, iterations=length, chance=chance)
    drawn = []
    for group, look in drawn_as:
        iterations, costs = bands(group.items)
        drawn.append(Band(**look, iterations=iterations, costs=costs))
    return band_figure(bands=drawn, iterations=length, singles=singles, chance=chance)


def _costs(run: Trajectory) -> dict[str, Any]:
    return {"iterations": run.iterations, "costs": run.costs}


def digit_curves(groups: Sequence[Group[Trajectory]]) -> go.Figure:
    """How many digits agree between runs and their twins, the median over seeds."""
    curves = []
    for group, look in looks(groups):
        iterations, digits = group_agreement(group.items, group.twins)
        curves.append(Curve(**look, iterations=iterations, costs=digits))
    length = max(run.config.iterations for group in groups for run in group.items)
    return digits_figure(curves=curves, iterations=length)


ALIKE = 60.0
"""Distance of two colours in RGB, of 441 at most, under which their curves are told apart by a dash, too."""


def _near(one: str, other: str) -> bool:
    """Whether two colours, as #rrggbb, are hard to tell apart."""
    return math.dist(rgb(one), rgb(other)) < ALIKE


def looks(
    groups: Sequence[Group[Trajectory]], names: Sequence[str] = ()
) -> Iterator[tuple[Group[Trajectory], dict[str, Any]]]:
    """Each group with what its curve is called and looks like."""
    starts = [group.items[0].config.initialization for group in groups]
    colors = [INITIALIZATIONS[name].color for name in starts]
    for place, group in enumerate(groups):
        yield (
            group,
            {
                "name": names[place] if names else label(group.items[0].config),
                "color": colors[place],
                "place": place,
                "again": sum(_near(colors[place], color) for color in colors[:place]),
            },
        )

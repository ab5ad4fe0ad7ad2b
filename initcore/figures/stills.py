"""Maps and curves as pictures that need no browser code: SVG, with the map's cells as a PNG within."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.data.projection import plane_of
from initcore.figures.maps import LEVELS, Extent, extent, map_at
from initcore.figures.palette import HALVES, MARKS, PAPER, POINTS, SURENESS, Mark, along
from initcore.figures.png import data_uri, png
from initcore.model.base import Array
from initcore.training.trajectory import Trajectory

MOST_POINTS = 600
"""Training points drawn, evenly chosen: a picture is small, and a report has several."""

SIDE = 100
"""A map's side, in the units of the SVG it is drawn in."""


def palette(classes: int) -> NDArray[np.uint8]:
    """The colour (256, 3) of every byte a map of that many classes may have."""
    if classes == 2:
        return along(HALVES, np.minimum(np.arange(256), 254) / 254)
    colors = np.zeros((256, 3), np.uint8)
    for number, mark in enumerate(MARKS):
        sure = np.linspace(*SURENESS, LEVELS)
        colors[LEVELS * number : LEVELS * (number + 1)] = along((PAPER, mark.color), sure)
    return colors


def map_cells(run: Trajectory, iteration: int) -> str:
    """The map at the last kept iteration up to that one, as a PNG's data URI."""
    cells = map_at(run, iteration)[1]
    return data_uri(png(palette(run.data.classes)[cells]), "image/png")


def points_of(data: Data, radius: float) -> str:
    """The training examples as SVG shapes on a square of SIDE by SIDE, for all maps of these data."""
    size = data.train_labels.size
    some = np.linspace(0, size - 1, min(size, MOST_POINTS)).round().astype(int)
    x, y = _placed(plane_of(data).flat(data.train_inputs[:, some]), extent(data))
    shapes = []
    for label in range(data.classes):
        of = data.train_labels[some] == label
        two = data.classes == 2
        mark = MARKS[1 - label if two else label]
        color = POINTS[label] if two else mark.color
        drawn = "".join(_shape(mark, *at, radius) for at in zip(x[of], y[of], strict=True))
        shapes.append(f'<path d="{drawn}" fill="{color}"/>')
    return f'<g stroke="#fff" stroke-width="{radius / 3:.2g}">{"".join(shapes)}</g>'


def _placed(points: Array, square: Extent) -> Array:
    left, right, bottom, top = square
    x, y = points
    return np.stack([(x - left) / (right - left), (top - y) / (top - bottom)]) * SIDE


def _shape(mark: Mark, x: float, y: float, radius: float) -> str:
    """The outline of a class's shape about a place."""
    if not mark.corners:
        return f"M{x - radius:.2f} {y:.2f}a{radius} {radius} 0 1 1 0 .01z"
    steps = mark.corners if mark.inner == 1 else 2 * mark.corners
    places = []
    for step in range(steps):
        angle = math.radians(mark.turn + 360 * step / steps)
        reach = 1.25 * radius * (mark.inner if step % 2 else 1)
        places.append(f"{x + reach * math.cos(angle):.2f} {y + reach * math.sin(angle):.2f}")
    return f"M{'L'.join(places)}z"


def curve_path(run: Trajectory, width: float, height: float, top: float, points: int = 120) -> str:
    """A run's costs as an SVG path in a box of that size, whose upper edge is the cost `top`."""
    shown = np.flatnonzero(np.isfinite(run.costs))
    shown = shown[np.unique(np.linspace(0, max(0, shown.size - 1), points).round().astype(int))]
    x = run.iterations[shown] / max(1, run.config.iterations) * width
    y = height * (1 - np.minimum(run.costs[shown] / top, 1))
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True)) if shown.size else ""


def useful_top(runs: Sequence[Trajectory], chance: float) -> float:
    """Where a small picture's cost axis ends: above chance and above where the runs come to."""
    late = [run.costs[run.iterations >= 0.1 * run.config.iterations] for run in runs]
    highest = max((float(costs[np.isfinite(costs)].max(initial=0.0)) for costs in late), default=0.0)
    return 1.1 * min(max(chance, highest), 4 * chance)

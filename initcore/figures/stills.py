"""Maps and curves as pictures that need no browser code: SVG, with the map's cells as a PNG within.

Colours and shapes are those of the live board, which has them in `pages/_board/maps.js`.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.data.loading import load
from initcore.data.projection import plane_of
from initcore.figures.curves import DASHES
from initcore.figures.maps import Extent, extent, map_at
from initcore.figures.png import data_uri, png
from initcore.model.base import Array
from initcore.training.trajectory import Trajectory

RED, PAPER, BLUE = (221, 122, 106), (247, 246, 242), (93, 142, 203)
POINT = ("#d2432f", "#2563b8")
CLASS_COLORS = (
    *((31, 119, 180), (214, 95, 14), (44, 140, 80), (190, 50, 120), (120, 94, 60)),
    *((96, 80, 190), (20, 158, 170), (176, 150, 20), (200, 60, 50), (90, 90, 100)),
)
SYMBOLS = "●■▲◆✚★⬟⬢"
SHAPES = ((0, 0), (4, 0), (3, -90), (4, 45), (4, 45), (5, -90), (5, -90), (6, 0), (3, 90), (4, 0))
"""Of each class, the corners of its points and by how much these are turned; no corners: a disc."""

INNER = (1, 1, 1, 1, 0.4, 0.45, 1, 1, 1, 0.4)
"""How far the corners between a shape's own reach, as a share: less than 1 makes stars and crosses."""

MOST_POINTS = 600
"""Training points drawn, evenly chosen: a picture is small, and a report has several."""

SIDE = 100
"""A map's side, in the units of the SVG it is drawn in."""

STROKES = dict(zip(DASHES, ("", "6 3", "1.5 2.5", "6 2 1.5 2"), strict=True))


def palette(classes: int) -> NDArray[np.uint8]:
    """The colour (256, 3) of every byte a map of that many classes may have."""
    paper = np.array(PAPER, float)
    if classes == 2:
        p = np.minimum(np.arange(256), 254)[:, None] / 254
        colors = np.where(p < 0.5, RED + (paper - RED) * 2 * p, paper + (BLUE - paper) * (2 * p - 1))
        return np.rint(colors).astype(np.uint8)
    colors = np.zeros((256, 3))
    for number, color in enumerate(CLASS_COLORS):
        sure = 0.12 + 0.63 * np.arange(16)[:, None] / 15
        colors[16 * number : 16 * number + 16] = paper + (np.array(color) - paper) * sure
    return np.rint(colors).astype(np.uint8)


def map_cells(run: Trajectory, iteration: int) -> str:
    """The map at the last kept iteration up to that one, as a PNG's data URI."""
    cells = map_at(run, iteration)[1]
    return data_uri(png(palette(load(run.config).classes)[cells]), "image/png")


def points_of(data: Data, radius: float) -> str:
    """The training examples as SVG shapes on a square of SIDE by SIDE, for all maps of these data."""
    size = data.train_labels.size
    some = np.linspace(0, size - 1, min(size, MOST_POINTS)).round().astype(int)
    x, y = _placed(plane_of(data).flat(data.train_inputs[:, some]), extent(data))
    shapes = []
    for label in range(data.classes):
        of = data.train_labels[some] == label
        two = data.classes == 2
        shape = 1 - label if two else label
        color = POINT[label] if two else "rgb({},{},{})".format(*CLASS_COLORS[label])
        drawn = "".join(_shape(shape, *at, radius) for at in zip(x[of], y[of], strict=True))
        shapes.append(f'<path d="{drawn}" fill="{color}"/>')
    return f'<g stroke="#fff" stroke-width="{radius / 3:.2g}">{"".join(shapes)}</g>'


def _placed(points: Array, square: Extent) -> Array:
    left, right, bottom, top = square
    x, y = points
    return np.stack([(x - left) / (right - left), (top - y) / (top - bottom)]) * SIDE


def _shape(number: int, x: float, y: float, radius: float) -> str:
    """The outline of a class's shape about a place."""
    corners, turn = SHAPES[number]
    if not corners:
        return f"M{x - radius:.2f} {y:.2f}a{radius} {radius} 0 1 1 0 .01z"
    inner = INNER[number]
    steps = corners if inner == 1 else 2 * corners
    places = []
    for step in range(steps):
        angle = math.radians(turn + 360 * step / steps)
        reach = 1.25 * radius * (inner if step % 2 else 1)
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

"""Decision-boundary maps: what a network says over the plane of its data.

A map is bytes, one a cell. For two classes it is the probability of class 1, 0 for 0 and 254 for 1, so
that 127 is exactly one half. For more it is 16 times the class with the largest probability plus 0 to
15 for how far that is above an even guess. Rows run from the top of the plane to its bottom, as
pictures do.
"""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.data.projection import Plane, plane_of
from initcore.memory import remembered
from initcore.model.base import Array
from initcore.model.network import Shape, logits
from initcore.training.trajectory import Trajectory

CELLS = (96, 64, 48, 32)
"""Cells a side, the finest that a network is small enough for. 96 is finer than a card shows."""

MAP_PRODUCTS = 5e7
"""Multiplications one map may cost: about 5 ms, so that eight maps fit between two live updates."""

PACK_PRODUCTS = 1e9
"""Multiplications that the frames sent ahead of one run may cost: about a tenth of a second."""

LEVELS = 16
"""Steps of sureness a class has in a map of more than two."""

MARGIN = 0.25
BLOCK_NUMBERS = 2**21
"""Activations computed at once: 16 MB, whatever the network."""

Extent = tuple[float, float, float, float]


def extent(data: Data) -> Extent:
    """Left, right, bottom and top of the square that holds all training points with a margin."""
    points = plane_of(data).flat(data.train_inputs)
    low, high = points.min(axis=1), points.max(axis=1)
    middle, half = (low + high) / 2, (high - low).max() / 2 + MARGIN
    return (*_pair(middle[0], half), *_pair(middle[1], half))


def _pair(middle: float, half: float) -> tuple[float, float]:
    return float(middle - half), float(middle + half)


def cells_of(shape: Shape) -> int:
    """How many cells a side the maps of such a network have."""
    return next((cells for cells in CELLS if cells**2 * shape.size <= MAP_PRODUCTS), CELLS[-1])


def maps_of(*, shape: Shape, theta: Array, extent: Extent, plane: Plane | None = None) -> NDArray[np.uint8]:
    """Maps (F, cells, cells) of parameters theta (F, P), each finite, over that part of the plane.

    Without a plane it is that of the two inputs.
    Where so large a theta overflows that no logit comes out, the map says one half, or class 0.
    """
    cells = cells_of(shape)
    points = grid(extent, cells)
    points = points if plane is None else plane.lifted(points)
    block = max(1, BLOCK_NUMBERS // (max(shape.widths) * cells**2))
    maps = np.empty((len(theta), cells**2), np.uint8)
    for start in range(0, len(theta), block):
        some = slice(start, start + block)
        z = logits(shape, theta[some], points)
        maps[some] = _halves(z[:, 0]) if z.shape[1] == 1 else _winners(z)
    return maps.reshape(-1, cells, cells)


def grid(extent: Extent, cells: int) -> Array:
    """The middles (2, cells * cells) of that many cells a side, row by row from the top."""
    left, right, bottom, top = extent
    step = (right - left) / cells / 2
    xs = np.linspace(left + step, right - step, cells)
    ys = np.linspace(top - step, bottom + step, cells)
    return np.stack([np.tile(xs, cells), np.repeat(ys, cells)])


def _halves(z: Array) -> Array:
    """Bytes (F, cells) for the logits of class 1."""
    levels: Array = np.rint(127 * (np.tanh(np.where(np.isnan(z), 0, z) / 2) + 1))
    return levels


def _winners(z: Array) -> Array:
    """Bytes (F, cells) for logits (F, classes, cells)."""
    z = np.where(np.isnan(z).any(axis=1, keepdims=True), 0, z)
    with np.errstate(all="ignore"):
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        best = 1 / powers.sum(axis=1)
    even = 1 / z.shape[1]
    sure = np.where(np.isnan(best), 0, (best - even) / (1 - even))
    levels: Array = LEVELS * z.argmax(axis=1) + np.rint((LEVELS - 1) * np.clip(sure, 0, 1))
    return levels


def map_at(run: Trajectory, iteration: int) -> tuple[int, NDArray[np.uint8]]:
    """The map (cells, cells) at the last kept iteration up to `iteration`, and that iteration."""
    kept, frames = run.drawable
    place = max(0, int(np.searchsorted(kept, iteration, side="right")) - 1)
    one, data = frames[place : place + 1], run.data
    drawn = maps_of(shape=run.shape, theta=one, extent=extent(data), plane=plane_of(data))
    return int(kept[place]), drawn[0]


@dataclass(frozen=True)
class Pack:
    """Many maps of one run: the iterations (F,) they belong to, and the maps, deflated."""

    iterations: NDArray[np.int64]
    frames: bytes


@remembered(32)
def pack(run: Trajectory, most: int) -> Pack:
    """At most that many evenly spaced maps of a run, its first and last among them.

    Fewer where the network is large. Remembered, for the next person who looks at the same run.
    """
    kept, frames = run.drawable
    affordable = int(PACK_PRODUCTS / (cells_of(run.shape) ** 2 * run.shape.size))
    count = min(len(kept), most, max(2, affordable))
    chosen = np.unique(np.linspace(0, len(kept) - 1, count).round().astype(int))
    data = run.data
    maps = maps_of(shape=run.shape, theta=frames[chosen], extent=extent(data), plane=plane_of(data))
    return Pack(kept[chosen], zlib.compress(maps.tobytes(), 1))

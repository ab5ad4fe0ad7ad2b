"""Decision-boundary maps: the predicted probability over the plane of the two inputs.

A map is bytes, one a cell, 0 for probability 0 and 254 for 1, so that 127 is exactly one half. Rows
run from the top of the plane to its bottom, as pictures do.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from initcore.datasets import Data, load
from initcore.network import Shape, logits
from initcore.registry import Array
from initcore.trajectory import Trajectory

CELLS = (96, 64, 48, 32)
"""Cells a side, the finest that a network is small enough for. 96 is finer than a card shows."""

MAP_PRODUCTS = 5e7
"""Multiplications one map may cost: about 5 ms, so that eight maps fit between two live updates."""

PACK_PRODUCTS = 1e9
"""Multiplications that the frames sent ahead of one run may cost: about a tenth of a second."""

MARGIN = 0.25
BLOCK_NUMBERS = 2**21
"""Activations computed at once: 16 MB, whatever the network."""

Extent = tuple[float, float, float, float]


def extent(data: Data) -> Extent:
    """Left, right, bottom and top of the square that holds all training points with a margin."""
    low, high = data.train_inputs.min(axis=1), data.train_inputs.max(axis=1)
    middle, half = (low + high) / 2, (high - low).max() / 2 + MARGIN
    return (*_pair(middle[0], half), *_pair(middle[1], half))


def _pair(middle: float, half: float) -> tuple[float, float]:
    return float(middle - half), float(middle + half)


def cells_of(shape: Shape) -> int:
    """How many cells a side the maps of such a network have."""
    return next((cells for cells in CELLS if cells**2 * shape.size <= MAP_PRODUCTS), CELLS[-1])


def probability_maps(*, shape: Shape, theta: Array, extent: Extent) -> NDArray[np.uint8]:
    """Maps (F, cells, cells) of parameters theta (F, P); every theta must be finite.

    Where so large a theta overflows that no logit comes out, the map says one half.
    """
    left, right, bottom, top = extent
    cells = cells_of(shape)
    step = (right - left) / cells / 2
    xs = np.linspace(left + step, right - step, cells)
    ys = np.linspace(top - step, bottom + step, cells)
    plane = np.stack([np.tile(xs, cells), np.repeat(ys, cells)])
    block = max(1, BLOCK_NUMBERS // (max(shape.widths) * cells**2))
    maps = np.empty((len(theta), cells**2), np.uint8)
    for start in range(0, len(theta), block):
        z = logits(shape, theta[start : start + block], plane)
        maps[start : start + block] = np.rint(127 * (np.tanh(np.where(np.isnan(z), 0, z) / 2) + 1))
    return maps.reshape(-1, cells, cells)


def map_at(run: Trajectory, iteration: int) -> tuple[int, NDArray[np.uint8]]:
    """The map (cells, cells) at the last kept iteration up to `iteration`, and that iteration."""
    kept, frames = run.drawable
    place = max(0, int(np.searchsorted(kept, iteration, side="right")) - 1)
    one, where = frames[place : place + 1], extent(load(run.config))
    return int(kept[place]), probability_maps(shape=run.shape, theta=one, extent=where)[0]


@dataclass(frozen=True)
class Pack:
    """Many maps of one run: the iterations (F,) they belong to, and the maps, deflated."""

    iterations: NDArray[np.int64]
    frames: bytes


@lru_cache(maxsize=32)
def pack(run: Trajectory, most: int) -> Pack:
    """At most that many evenly spaced maps of a run, its first and last among them.

    Fewer where the network is large. Remembered, for the next person who looks at the same run.
    """
    kept, frames = run.drawable
    affordable = int(PACK_PRODUCTS / (cells_of(run.shape) ** 2 * run.shape.size))
    count = min(len(kept), most, max(2, affordable))
    chosen = np.unique(np.linspace(0, len(kept) - 1, count).round().astype(int))
    maps = probability_maps(shape=run.shape, theta=frames[chosen], extent=extent(load(run.config)))
    return Pack(kept[chosen], zlib.compress(maps.tobytes(), 1))

"""The network unit by unit: what each unit says over the plane of the data, its weights and its numbers.

A unit's map is bytes, one a cell: 127 where its output is 0, 254 where it is the unit's largest
magnitude on the map and positive, 0 where it is that and negative. Rows run from the top down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.data.projection import plane_of
from initcore.figures.maps import BLOCK_NUMBERS, extent, grid
from initcore.measures.sizes import rms
from initcore.measures.units import alike_units, dead, saturated
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.network import Shape, activations, matrices

MOST_LAYERS, MOST_UNITS = 6, 12
"""Hidden layers, and units of a layer, that are drawn: more would be too small to see."""

MAP_CELLS = 50_000
"""Cells of all units' maps together, which bounds what a live update sends."""

SIDES = (32, 24, 16)
"""Cells a side of a unit's map, the finest that keep within MAP_CELLS."""

SOUND, DEAD, SATURATED = range(3)
"""A unit's state; the palette has their names in this order."""


@dataclass(frozen=True)
class Part:
    """The part of a network that is drawn.

    `widths` are units drawn of the inputs, of each hidden layer and, where every hidden layer is
    drawn, of the outputs; `shape` is the network as far as it takes to compute them.
    """

    shape: Shape
    widths: tuple[int, ...]

    @property
    def units(self) -> int:
        """U, the units that have a map: all drawn but the inputs."""
        return sum(self.widths[1:])

    @property
    def side(self) -> int:
        """Cells a side of a unit's map."""
        return next((side for side in SIDES if side**2 * self.units <= MAP_CELLS), SIDES[-1])


def part_of(shape: Shape) -> Part:
    """The first units of the first hidden layers, and the outputs if that is all of them."""
    layers = len(shape.widths) - 2
    whole = layers <= MOST_LAYERS
    drawn = shape.widths if whole else shape.widths[: MOST_LAYERS + 1]
    cut = shape if whole else Shape(shape.widths[: MOST_LAYERS + 2], shape.activation)
    return Part(cut, tuple(min(units, MOST_UNITS) for units in drawn))


def units_of(part: Part, theta: Array, data: Data) -> dict[str, NDArray[Any]]:
    """All that is drawn of that part of networks with parameters theta (F, P), each finite.

    `maps` (F, U, side, side) and `reach` (F, U), the largest magnitude in each; `edges` (F, E), the
    weights between drawn units, layer by layer, fan_out rows of fan_in; `numbers` (F, U, 5), of each
    unit its bias, the root mean square of its incoming weights, and the mean, lowest and highest of
    its outputs for the training examples; `state` (F, U), SOUND, DEAD or SATURATED; `alike` (F, U), the
    first unit of its layer that has the same incoming weights.
    """
    theta = np.ascontiguousarray(theta[:, : part.shape.size])
    cells, plane = part.side, plane_of(data)
    points = plane.lifted(grid(extent(data), cells))
    drawn = _outputs(part, theta, points, lambda layer, at: layer[:, : part.widths[at]])
    known = _outputs(part, theta, data.train_inputs, lambda layer, at: _of_examples(part, layer, at))
    maps, reach = _maps(np.concatenate(drawn, axis=1))
    return {
        "maps": maps.reshape(len(theta), part.units, cells, cells),
        "reach": reach,
        "edges": _edges(part, theta),
        "numbers": np.concatenate([_of_weights(part, theta), np.concatenate(known, axis=1)[..., :3]], axis=2),
        "state": np.concatenate(known, axis=1)[..., 3].astype(np.uint8),
        "alike": _alike(part, theta),
    }


def _outputs(part: Part, theta: Array, inputs: Array, taken: Callable[[Array, int], Array]) -> list[Array]:
    """What is taken of every drawn layer's outputs (F, units, m) for those inputs, in blocks of networks."""
    block = max(1, BLOCK_NUMBERS // (max(part.shape.widths) * inputs.shape[1]))
    parts = []
    for start in range(0, len(theta), block):
        layers = activations(part.shape, theta[start : start + block], inputs)[: len(part.widths) - 1]
        parts.append([taken(layer, at) for at, layer in enumerate(layers, start=1)])
    return [np.concatenate(blocks) for blocks in zip(*parts, strict=True)]


def _of_examples(part: Part, layer: Array, at: int) -> Array:
    """Mean, lowest, highest and state (F, units, 4) of the drawn units of a layer (F, units, m)."""
    layer = layer[:, : part.widths[at]]
    state = np.full(layer.shape[:2], float(SOUND))
    if at < len(part.shape.widths) - 1:
        act = ACTIVATIONS[part.shape.activation]
        state[saturated(act, layer)] = SATURATED
        state[dead(act, layer)] = DEAD
    with np.errstate(all="ignore"):
        return np.stack([layer.mean(axis=2), layer.min(axis=2), layer.max(axis=2), state], axis=2)


def _maps(outputs: Array) -> tuple[NDArray[np.uint8], Array]:
    """Bytes for outputs (F, U, cells), and the largest finite magnitude (F, U) that they are shares of."""
    sizes = np.abs(outputs)
    reach = np.where(np.isfinite(sizes), sizes, 0).max(axis=2)
    with np.errstate(all="ignore"):
        shares = outputs / np.where(reach > 0, reach, 1.0)[..., None]
    return np.rint(127 + 127 * np.clip(np.nan_to_num(shares, nan=0.0), -1, 1)).astype(np.uint8), reach


def _edges(part: Part, theta: Array) -> Array:
    """Weights (F, E) between the units that are drawn."""
    pairs = zip(matrices(part.shape, theta), pairwise(part.widths), strict=False)
    return np.concatenate(
        [matrix[:, :above, :below].reshape(len(theta), -1) for matrix, (below, above) in pairs], axis=1
    )


def _of_weights(part: Part, theta: Array) -> Array:
    """Bias and root mean square incoming weight (F, U, 2) of the units that are drawn."""
    rows = []
    for matrix, above in zip(matrices(part.shape, theta), part.widths[1:], strict=False):
        weights = matrix[:, :above, :-1]
        rows.append(np.stack([matrix[:, :above, -1], rms(weights, (2,))], axis=2))
    return np.concatenate(rows, axis=1)


def _alike(part: Part, theta: Array) -> NDArray[np.uint8]:
    """Of each drawn unit (F, U), the first of its layer with the same incoming weights."""
    rows = []
    for row in theta:
        firsts = [*alike_units(part.shape, row), np.arange(part.shape.widths[-1])]
        rows.append(np.concatenate([f[:n] for f, n in zip(firsts, part.widths[1:], strict=False)]))
    return np.array(rows).astype(np.uint8)

"""The units of a network: which are the same as another."""

import numpy as np
from numpy.typing import NDArray

from initcore.model.base import Array
from initcore.model.network import Shape, matrices

SAME = 1e-9
"""Weights closer than this, as a share of their layer's largest, are the same: units that get the
same gradients drift apart by rounding, by less than a hundredth of it in the longest run."""


def alike_units(shape: Shape, theta: Array) -> list[NDArray[np.int64]]:
    """Of each hidden layer, the first unit (units,) whose incoming weights each unit shares: often itself.

    theta is (P,) and finite. Units that share them, up to rounding, compute the same thing.
    """
    firsts = []
    for matrix in matrices(shape, theta[None])[:-1]:
        grain = SAME * np.abs(matrix).max() or 1.0
        rows = np.rint(matrix[0] / grain)
        _, first, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        firsts.append(first[which])
    return firsts


def distinct_units(shape: Shape, theta: Array) -> list[int]:
    """Of each hidden layer, how many units have incoming weights that no unit before them has."""
    return [len(np.unique(first)) for first in alike_units(shape, theta)]


def move_as_one(shape: Shape, theta: Array) -> bool:
    """Whether all units of every hidden layer share their incoming weights, up to rounding.

    theta is (P,). What `distinct_units` would find as well, in a fraction of its time.
    """
    layers = [matrix[0] for matrix in matrices(shape, theta[None])[:-1]]
    return all(np.ptp(layer, axis=0).max() <= SAME * np.abs(layer).max() for layer in layers)

"""The units of a network: which are the same as another, which are dead, which saturated."""

import numpy as np
from numpy.typing import NDArray

from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Activation, Array
from initcore.model.network import Shape, activations, matrices

FLAT = 0.025
"""A bounded activation this close to an end of its range, as a share of it, is saturated: tanh and the
sigmoid have a tenth of their steepest slope there."""

MOSTLY = 0.9
"""A unit that is saturated for this share of the examples is called saturated."""

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


def alike_in_exact_arithmetic(shape: Shape, theta: Array) -> bool:
    """Whether the units of every hidden layer can be exchanged: what comes in and what goes out is the same.

    theta is (P,). Every optimizer here treats parameters alike, so units that can be exchanged get equal
    gradients and equal steps: in exact arithmetic they stay one unit for ever, and only rounding parts them.
    """
    layers = [matrix[0] for matrix in matrices(shape, theta[None])]
    leaving = [layer[:, :-1] for layer in layers[1:]]
    same = [np.ptp(layer, axis=1).max() <= SAME * np.abs(layer).max() for layer in leaving]
    return all(same) and move_as_one(shape, theta)


def dead(act: Activation, layer: Array) -> NDArray[np.bool_]:
    """Which units (F, units) of a layer (F, units, m) are at the flat floor for every example."""
    if act.floor is None or act.ceiling is not None:
        return np.zeros(layer.shape[:2], bool)
    return np.asarray((layer <= act.floor).all(axis=2))


def saturated(act: Activation, layer: Array) -> NDArray[np.bool_]:
    """Which units (F, units) of a layer (F, units, m) are in a flat part of a bounded activation for most."""
    if act.floor is None or act.ceiling is None:
        return np.zeros(layer.shape[:2], bool)
    where = (layer - act.floor) / (act.ceiling - act.floor)
    flat = (where < FLAT) | (where > 1 - FLAT)
    return np.asarray(flat.mean(axis=2) >= MOSTLY)


def dead_counts(shape: Shape, theta: Array, inputs: Array) -> tuple[int, ...]:
    """Of each hidden layer, how many units of parameters theta (P,) are dead for inputs (n_in, m)."""
    act = ACTIVATIONS[shape.activation]
    hidden = activations(shape, theta[None], inputs)[:-1]
    return tuple(int(dead(act, layer)[0].sum()) for layer in hidden)

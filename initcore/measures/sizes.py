"""How large numbers are together: the one root mean square and the one geometric mean."""

import numpy as np

from initcore.model.base import Array
from initcore.model.network import Shape, matrices


def rms(values: Array, axes: tuple[int, ...] | None = None) -> Array:
    """Root mean square over some axes, all by default, without squares that overflow or vanish.

    0 for numbers that are all 0, inf where one is infinite, nan where one is nan.
    """
    with np.errstate(all="ignore"):
        top = np.abs(values).max(axis=axes, keepdims=True)
        scaled = values / np.where((top > 0) & np.isfinite(top), top, 1.0)
        root: Array = np.sqrt(np.mean(scaled**2, axis=axes)) * np.where(top > 0, top, 1.0).squeeze(axes)
    return root


def layer_rms(shape: Shape, rows: Array) -> Array:
    """Root mean squares (F, L) of the weights' part of rows (F, P), biases left out, a layer each."""
    return np.stack([rms(matrix[:, :, :-1], (1, 2)) for matrix in matrices(shape, rows)], axis=1)


def geometric_mean(values: Array) -> float:
    """The geometric mean of those values (n,) that are finite and above 0; nan where none is."""
    some = values[np.isfinite(values) & (values > 0)]
    return float(np.exp(np.log(some).mean())) if some.size else float("nan")

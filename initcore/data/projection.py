"""The plane that maps are drawn on: the two inputs themselves, or the first two principal components."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from initcore.data.base import Data
from initcore.model.base import Array


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in the space of inputs: `origin` (n_in, 1) and two orthonormal `axes` (n_in, 2).

    `share` is how much of the training inputs' variance lies in it.
    """

    origin: Array
    axes: Array
    share: float

    def flat(self, inputs: Array) -> Array:
        """Where inputs (n_in, m) lie on the plane (2, m)."""
        return inputs if self.share == 1 else self.axes.T @ (inputs - self.origin)

    def lifted(self, points: Array) -> Array:
        """The inputs (n_in, m) at points (2, m) of the plane."""
        return points if self.share == 1 else self.origin + self.axes @ points


_known: WeakKeyDictionary[Data, Plane] = WeakKeyDictionary()


def plane_of(data: Data) -> Plane:
    """The plane for these data, from their training inputs; worked out once.

    With two inputs it is theirs. With more it goes through their mean along the first two principal
    components, each turned so that its largest loading is positive; with one, the second axis is empty.
    """
    if data not in _known:
        _known[data] = _plane(data.train_inputs)
    return _known[data]


def _plane(inputs: Array) -> Plane:
    if len(inputs) == 2:
        return Plane(np.zeros((2, 1)), np.eye(2), 1.0)
    origin = inputs.mean(axis=1, keepdims=True)
    axes, lengths, _ = np.linalg.svd(inputs - origin, full_matrices=False)
    first = np.zeros((len(inputs), 2))
    first[:, : axes.shape[1]] = axes[:, :2]
    largest = first[np.abs(first).argmax(axis=0), [0, 1]]
    total = (lengths**2).sum()
    share = float((lengths[:2] ** 2).sum() / total) if total else 0.0
    # Just under 1 where rounding says 1: the inputs are still not the plane's own coordinates.
    return Plane(origin, first * np.where(largest < 0, -1, 1), min(share, np.nextafter(1, 0)))

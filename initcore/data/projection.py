"""The plane that maps are drawn on: the two inputs themselves, or the first two principal components."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np

from initcore.data.base import Data
from initcore.data.extras import PLANE_INPUTS, extras_of
from initcore.model.base import Array


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in the space of inputs: `origin` (n_in, 1) and two orthonormal `axes` (n_in, 2).

    `share` is how much of the training inputs' variance lies in it. Where it is the plane of the data's two
    inputs, `extras` gives the extra inputs (k, m) at points (2, m), if there are any: then it is bent.
    """

    origin: Array
    axes: Array
    share: float
    extras: Callable[[Array], Array] | None = None

    def flat(self, inputs: Array) -> Array:
        """Where inputs (n_in, m) lie on the plane (2, m)."""
        if self.extras is not None:
            return inputs[:PLANE_INPUTS]
        return inputs if self.share == 1 else self.axes.T @ (inputs - self.origin)

    def lifted(self, points: Array) -> Array:
        """The inputs (n_in, m) at points (2, m) of the plane."""
        if self.extras is not None:
            return np.concatenate([points, self.extras(points)])
        return points if self.share == 1 else self.origin + self.axes @ points


_known: WeakKeyDictionary[Data, Plane] = WeakKeyDictionary()


def plane_of(data: Data) -> Plane:
    """The plane for these data, from their training inputs; worked out once.

    With two inputs it is theirs, whatever is worked out from them besides. With more it goes through their
    mean along the first two principal components, each turned so that its largest loading is positive, as
    scikit-learn turns them; with one, the second axis is empty.
    """
    if data not in _known:
        _known[data] = _own(data) if data.extra_inputs else _plane(data.train_inputs)
    return _known[data]


def _own(data: Data) -> Plane:
    """The plane of two inputs, with others worked out from them."""
    # What is remembered with the data must not hold them, or neither would ever go.
    extras = partial(_extras, data.extra_inputs, data.mean[:, None], data.deviation[:, None])
    return Plane(np.zeros((PLANE_INPUTS, 1)), np.eye(PLANE_INPUTS), 1.0, extras)


def _extras(names: tuple[str, ...], mean: Array, deviation: Array, points: Array) -> Array:
    """The extra inputs (k, m) at points (2, m), by the mean and deviation (n_in, 1) of all inputs."""
    (middle, shift), (own, scale) = (np.split(each, [PLANE_INPUTS]) for each in (mean, deviation))
    # An input that never changes has its mean everywhere, whatever the map does with its axis.
    steps = np.where(np.isinf(own), 0, own)
    raw = np.stack(extras_of(names, *(points * steps + middle)))
    return (raw - shift) / scale


def _plane(inputs: Array) -> Plane:
    if len(inputs) == 2:
        return Plane(np.zeros((2, 1)), np.eye(2), 1.0)
    from sklearn.decomposition import PCA  # here, since scikit-learn takes a second to load

    count = min(2, *inputs.shape)
    with np.errstate(invalid="ignore"):  # of inputs that never change there is no variance to share
        pca = PCA(count, svd_solver="full").fit(inputs.T)
    axes = np.zeros((len(inputs), 2))
    axes[:, :count] = pca.components_.T
    share = float(np.nan_to_num(pca.explained_variance_ratio_.sum()))
    # Just under 1 where rounding says 1: the inputs are still not the plane's own coordinates.
    return Plane(pca.mean_[:, None], axes, min(share, np.nextafter(1, 0)))

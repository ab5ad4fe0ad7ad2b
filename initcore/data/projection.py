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
    components, each turned so that its largest loading is positive, as scikit-learn turns them; with
    one, the second axis is empty.
    """
    if data not in _known:
        _known[data] = _plane(data.train_inputs)
    return _known[data]


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

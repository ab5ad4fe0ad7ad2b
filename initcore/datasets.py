"""Made datasets, from scikit-learn's generators and an explicit seed.

Inputs are handed on as (2, m), one column an example: the course's convention.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from initcore.config import RunConfig
from initcore.registry import DATASETS, Array, Dataset


@dataclass(frozen=True)
class Data:
    """Inputs (2, m) and labels (m,) of 0.0 and 1.0, for training and for testing. Read-only."""

    train_inputs: Array
    train_labels: Array
    test_inputs: Array
    test_labels: Array


def load(config: RunConfig) -> Data:
    """The data a run trains and is tested on; made once and shared."""
    sizes = (config.samples, config.test_samples)
    return _load(config.dataset, sizes, config.noise, (config.data_seed, config.test_seed))


@lru_cache(maxsize=64)
def _load(name: str, sizes: tuple[int, int], noise: float, seeds: tuple[int, int]) -> Data:
    arrays: list[Array] = []
    for size, seed in zip(sizes, seeds, strict=True):
        points, labels = DATASETS[name].make(size, noise, seed)
        arrays += [np.ascontiguousarray(points.T, dtype=float), labels.astype(float)]
    for array in arrays:
        array.flags.writeable = False
    return Data(*arrays)


# scikit-learn takes half a second to import, which the command line's --help need not wait for.
def _circles(samples: int, noise: float, seed: int) -> tuple[NDArray, NDArray]:
    from sklearn.datasets import make_circles

    return make_circles(n_samples=samples, noise=noise, random_state=seed)


def _moons(samples: int, noise: float, seed: int) -> tuple[NDArray, NDArray]:
    from sklearn.datasets import make_moons

    return make_moons(n_samples=samples, noise=noise, random_state=seed)


def _blobs(samples: int, noise: float, seed: int) -> tuple[NDArray, NDArray]:
    from sklearn.datasets import make_blobs

    # The factor puts the default noise of 0.05 at a spread the eye can see.
    centers = np.array([[-1.0, -1.0], [1.0, 1.0]])
    return make_blobs(samples, centers=centers, cluster_std=10 * noise, random_state=seed)


DATASETS.add(
    Dataset("circles", "Circles", "Two noisy rings, one inside the other: the course's data.", _circles)
)
DATASETS.add(Dataset("moons", "Moons", "Two interleaved half circles.", _moons))
DATASETS.add(Dataset("blobs", "Blobs", "Two round clouds that a straight line separates.", _blobs))

"""Made data: points in the plane, from a count of each class, a noise and a seed.

Points are (samples, 2) and labels (samples,), class numbers. Noise is the standard deviation of the
normals that are added. scikit-learn takes half a second to import, which the command line's --help
need not wait for, so it is imported where it is needed.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Dataset, Draft

Points = tuple[NDArray[Any], NDArray[Any]]

TURNS = 1.0
"""Turns of a spiral's arm about the middle: enough that no straight line helps, few enough to be learned."""

BOARD = 4
"""Cells a side of the checkerboard."""


def _circles(draft: Draft) -> Points:
    from sklearn.datasets import make_circles

    points: Points = make_circles(n_samples=draft.counts, noise=draft.noise, random_state=draft.seed)
    return points


def _moons(draft: Draft) -> Points:
    from sklearn.datasets import make_moons

    points: Points = make_moons(n_samples=draft.counts, noise=draft.noise, random_state=draft.seed)
    return points


def _blobs(draft: Draft) -> Points:
    from sklearn.datasets import make_blobs

    classes = len(draft.counts)
    centers = np.array([[-1.0, -1.0], [1.0, 1.0]])
    counts = draft.counts
    if classes == 2 and counts[1] - counts[0] == 1:
        counts = counts[::-1]  # as make_blobs deals with a sample too many
    if classes > 2:
        angles = 2 * np.pi * np.arange(classes) / classes
        centers = 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    # The factor puts the default noise of 0.05 at a spread the eye can see.
    spread, seed = 10 * draft.noise, draft.seed
    points: Points = make_blobs(list(counts), centers=centers, cluster_std=spread, random_state=seed)
    return points


def _labels(draft: Draft) -> NDArray[Any]:
    return np.repeat(np.arange(len(draft.counts)), draft.counts)


def _noisy(points: NDArray[Any], draft: Draft, stream: np.random.RandomState, factor: float = 1.0) -> Points:
    return points + stream.standard_normal(points.shape) * draft.noise * factor, _labels(draft)


def _xor(draft: Draft) -> Points:
    stream = np.random.RandomState(draft.seed)
    labels = _labels(draft)
    left = np.where(stream.random_sample(labels.size) < 0.5, -1.0, 1.0)
    above = np.where(labels == 0, left, -left)
    within = stream.uniform(0.1, 1.0, (labels.size, 2))
    return _noisy(within * np.stack([left, above], axis=1), draft, stream)


def _spirals(draft: Draft) -> Points:
    stream = np.random.RandomState(draft.seed)
    labels = _labels(draft)
    along = np.sqrt(stream.random_sample(labels.size)) * 0.95 + 0.05
    angle = 2 * np.pi * (TURNS * along + labels / len(draft.counts))
    arms = 2 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return _noisy(arms, draft, stream)


def _quantiles(draft: Draft) -> Points:
    """Normals, cut by distance from the middle into rings that hold each class's count."""
    stream = np.random.RandomState(draft.seed)
    points = stream.standard_normal((sum(draft.counts), 2))
    outwards = np.argsort((points**2).sum(axis=1), kind="stable")
    return _noisy(points[outwards], draft, stream)


def _checkerboard(draft: Draft) -> Points:
    stream = np.random.RandomState(draft.seed)
    labels = _labels(draft)
    row = stream.randint(0, BOARD, labels.size)
    column = 2 * stream.randint(0, BOARD // 2, labels.size) + (row + labels) % 2
    corner = np.stack([column, row], axis=1) - BOARD / 2
    return _noisy(corner + stream.random_sample((labels.size, 2)), draft, stream)


MADE = (
    Dataset("circles", "Circles", "Two noisy rings, one inside the other: the course's data.", _circles),
    Dataset("moons", "Moons", "Two interleaved half circles.", _moons),
    Dataset("blobs", "Blobs", "Round clouds that straight lines separate.", _blobs, most_classes=10),
    Dataset("xor", "XOR", "Four squares, opposite ones of one class.", _xor),
    Dataset("spirals", "Spirals", "Arms that wind about each other.", _spirals, most_classes=10),
    Dataset("quantiles", "Gaussian quantiles", "One cloud, cut into rings.", _quantiles, most_classes=10),
    Dataset("checkerboard", "Checkerboard", "Sixteen squares, black and white.", _checkerboard),
)

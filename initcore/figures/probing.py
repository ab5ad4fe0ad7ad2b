"""What a network answers at points of the plane that its map shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from initcore.data.projection import plane_of
from initcore.model.base import Array
from initcore.model.network import logits
from initcore.training.trajectory import Trajectory


@dataclass(frozen=True)
class Probed:
    """Answers at points, one each.

    `logits` has one number a point for two classes, else one for each class; `chances` are the
    probabilities of class 1, or of the likeliest class; `classes` the answers. Where the numbers overflow
    the latter two are None, and there are no logits.
    """

    classes: Sequence[int | None]
    chances: Sequence[float | None]
    logits: Sequence[Sequence[float]]


def at_of(run: Trajectory, iteration: int) -> Trajectory:
    """The run at its last finite iteration kept up to that one, and nothing else of it: little to be sent."""
    finite = np.isfinite(run.theta).all()
    return run.until(iteration if finite else min(iteration, int(run.kept[-1]))).without_records()


def probed_of(runs: Sequence[Trajectory], points: Sequence[tuple[float, float]]) -> list[Probed]:
    """What each of the runs answers where it stands: what a worker is asked for."""
    return [answers_at(run, run.iteration, points) for run in runs]


def answers_at(run: Trajectory, iteration: int, points: Sequence[tuple[float, float]]) -> Probed:
    """What the network said at its last kept iteration up to that one."""
    kept, frames = run.drawable
    place = max(0, int(np.searchsorted(kept, iteration, side="right")) - 1)
    at = np.array(points, float).reshape(-1, 2).T
    z = logits(run.shape, frames[place : place + 1], plane_of(run.data).lifted(at))[0]
    with np.errstate(all="ignore"):
        classes, chances = _two(z[0]) if len(z) == 1 else _many(z)
    fine = np.isfinite(z).all(axis=0)
    return Probed(
        classes=[int(answer) if good else None for answer, good in zip(classes, fine, strict=True)],
        chances=[float(chance) if good else None for chance, good in zip(chances, fine, strict=True)],
        logits=[
            [float(one) for one in column] if good else [] for column, good in zip(z.T, fine, strict=True)
        ],
    )


def _two(z: Array) -> tuple[Array, Array]:
    """Answers (n,) and probabilities of class 1 (n,) for logits (n,)."""
    return (z > 0).astype(float), (np.tanh(z / 2) + 1) / 2


def _many(z: Array) -> tuple[Array, Array]:
    """Answers (n,) and their probabilities (n,) for logits (classes, n)."""
    powers = np.exp(z - z.max(axis=0, keepdims=True))
    return z.argmax(axis=0).astype(float), powers.max(axis=0) / powers.sum(axis=0)

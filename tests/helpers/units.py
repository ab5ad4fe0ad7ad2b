"""Dead units: the product's count of them on all training examples, and how tests make some."""

from collections.abc import Sequence

from initcore import Trajectory
from initcore.measures.units import dead_counts
from initcore.model.base import Array
from initcore.model.network import Shape, matrices


def dead_units(run: Trajectory) -> list[int]:
    """Of each hidden layer, how many units of the run are dead now."""
    return list(dead_counts(run.shape, run.theta, run.data.train_inputs))


def with_dead(shape: Shape, theta: Array, counts: Sequence[int]) -> Array:
    """Parameters theta (P,) with so many units of each hidden layer killed by a bias that outweighs all."""
    killed = theta.copy()
    for matrix, count in zip(matrices(shape, killed[None]), counts, strict=False):
        matrix[0, :count, -1] = -1000
    return killed

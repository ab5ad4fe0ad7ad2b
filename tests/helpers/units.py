"""The product's count of dead units, on all training examples."""

from initcore import Trajectory
from initcore.data.loading import load
from initcore.measures.units import dead_counts


def dead_units(run: Trajectory) -> list[int]:
    """Of each hidden layer, how many units of the run are dead now."""
    return list(dead_counts(run.shape, run.theta, load(run.config).train_inputs))

"""The training core: what weight initialization does to a neural network, in numpy.

    >>> from initcore import RunConfig, train
    >>> [run] = train([RunConfig(initialization="he", iterations=1000)])
    >>> run.costs[[0, -1]].round(4).tolist()
    [0.8831, 0.688]

Conventions, everywhere. Weights are (fan_out, fan_in) and inputs (features, m), as in the course;
stacked runs add a leading axis R. Letters: R runs trained together, L weight layers, m examples,
K recorded iterations, F kept frames of parameters, P parameters of a run. Costs are in nats.
"""

import initcore.activations
import initcore.catalogue
import initcore.datasets
import initcore.losses
import initcore.optimizers  # noqa: F401  (these fill the registries that configs are checked against)
from initcore.config import RunConfig
from initcore.fields import ConfigError
from initcore.training import State, advance, begin, train
from initcore.trajectory import Trajectory

__all__ = ["ConfigError", "RunConfig", "State", "Trajectory", "advance", "begin", "train"]

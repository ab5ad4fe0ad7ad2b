"""How large a signal is expected to be from layer to layer."""

import numpy as np

from initcore.model.base import Array
from initcore.training.trajectory import Trajectory


def expected_signal_sizes(run: Trajectory, scale: float) -> Array:
    """What theory expects of `Start.preactivation` (L,) for a ReLU network of weight variance scale / fan_in.

    The mean square of a layer's pre-activation is `scale` times that of its inputs, and ReLU halves
    it: a factor scale / 2 a layer. Source: He et al. 2015, section 2.2.
    """
    inputs = run.data.train_inputs
    first = scale * float(np.mean(inputs**2))
    sizes: Array = np.sqrt(first * (scale / 2) ** np.arange(len(run.shape.layers)))
    return sizes

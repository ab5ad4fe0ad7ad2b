"""The start of a run, measured layer by layer on all examples.

It never changes, so it is measured once and remembered, however far the run has come.
"""

from dataclasses import dataclass

import numpy as np

from initcore.measures.costs import first_margins
from initcore.measures.signals import signals_at
from initcore.measures.sizes import rms
from initcore.memory import Memory
from initcore.model.base import Array
from initcore.model.network import Stack, activations, matrices
from initcore.training.trajectory import Trajectory

ROUNDING = 1e-14
"""Share of a layer's size up to which differences between examples are the rounding of a mean."""


@dataclass(frozen=True)
class Start:
    """A run before its first step, a layer each.

    Of hidden layers: how many units are `distinct`, `dead` and `saturated`. Of the inputs, the hidden
    layers and the logits: `size`, the root mean square, and `signal`, that of what differs between
    examples. Of weight layers: `preactivation`, `gradient` and `weight`, root mean squares, and `step`,
    the first update over the weights (nan where all weights are 0). `typical` is the median |logit|,
    and `largest` what a tenth of them reach.
    """

    distinct: tuple[int, ...]
    dead: tuple[int, ...]
    saturated: tuple[int, ...]
    size: Array
    signal: Array
    preactivation: Array
    gradient: Array
    weight: Array
    step: Array
    typical: float
    largest: float


_known: Memory[tuple[str, float], Start] = Memory(2048)
"""By the run's key and a mark of its parameters."""


def start_of(run: Trajectory) -> Start:
    """The start of a run, measured when it is first asked for."""
    theta = run.drawable[1][0]
    with np.errstate(all="ignore"):
        mark = float(theta @ np.arange(1.0, theta.size + 1))
    return _known.once((run.config.key, mark), lambda: _measured(run))


def _measured(run: Trajectory) -> Start:
    seen, inputs = signals_at(run, 0), run.data.train_inputs
    layers = [layer[0] for layer in activations(run.shape, run.drawable[1][:1], inputs)]
    with np.errstate(all="ignore"):
        signal = [_differing(layer) for layer in (inputs, *layers)]
        typical, largest = np.quantile(np.abs(first_margins(run)), [0.5, 0.9]).tolist()
    return Start(
        distinct=tuple(seen.distinct[0].tolist()),
        dead=tuple(seen.dead[0].tolist()),
        saturated=tuple(seen.saturated[0].tolist()),
        size=np.array([rms(inputs), *seen.activation[0]]),
        signal=np.array(signal),
        preactivation=_preactivations(run, [inputs, *layers[:-1]]),
        gradient=seen.gradient[0],
        weight=seen.weight[0],
        step=seen.step[0],
        typical=typical,
        largest=largest,
    )


def _preactivations(run: Trajectory, fed: list[Array]) -> Array:
    """Root mean squares (L,) of what the weight layers make of their inputs, each (fan_in, m)."""
    layers = [matrix[0] for matrix in matrices(run.shape, run.drawable[1][:1])]
    with np.errstate(all="ignore"):
        made = [layer[:, :-1] @ given + layer[:, -1:] for layer, given in zip(layers, fed, strict=True)]
    return np.array([rms(z) for z in made])


def first_gradients(run: Trajectory) -> list[Array]:
    """The gradient of the first cost by each layer's matrix, (1, fan_out, fan_in + 1) with the bias last."""
    stack = Stack(run.shape, run.drawable[1][:1], run.data.train_inputs, run.data.train_labels)
    return matrices(run.shape, stack.true_gradient())


def _differing(layer: Array) -> float:
    """The root mean square of what differs between examples, in a layer (units, m); 0 if it is rounding."""
    mean = layer.mean(axis=1, keepdims=True)
    size = float(rms(layer - mean))
    return 0.0 if size <= ROUNDING * rms(mean) else size

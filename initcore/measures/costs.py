"""What costs are measured against: an even guess, and how sure a network was at the start."""

import numpy as np
from numpy.typing import NDArray

from initcore.model.base import Array
from initcore.model.losses import chance
from initcore.model.network import Shape, Stack, logits, matrices
from initcore.training.trajectory import Trajectory


def first_margins(run: Trajectory) -> Array:
    """How far the logits (outputs, m) of the training examples were from undecided at the start.

    One output's margin is its logit; of several, what counts is how far each is from their mean.
    """
    first = logits(run.shape, run.drawable[1][:1], run.data.train_inputs)[0]
    answer: Array = first if len(first) == 1 else first - first.mean(axis=0)
    return answer


def chance_cost(run: Trajectory) -> float:
    """The cost (nats) of the best answer that pays no heed to the inputs: the classes' shares."""
    data = run.data
    return chance(data.train_labels, data.classes)


def largest_weight_gradient(run: Trajectory, theta: Array) -> float:
    """The largest magnitude in the gradient of the cost by any weight, at parameters theta (P,)."""
    with np.errstate(all="ignore"):
        data = run.data
        stack = Stack(run.shape, theta[None], data.train_inputs, data.train_labels)
        gradient = stack.true_gradient()[0]
    return float(np.abs(gradient[weight_mask(run.shape)]).max())


def weight_mask(shape: Shape) -> NDArray[np.bool_]:
    """Which of the P parameters are weights, not biases."""
    mask = np.ones((1, shape.size))
    for matrix in matrices(shape, mask):
        matrix[:, :, -1] = 0
    shown: NDArray[np.bool_] = mask[0].astype(bool)
    return shown

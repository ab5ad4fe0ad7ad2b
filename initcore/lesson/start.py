"""A run's start, layer by layer: how large the signal is, how large the gradients, when the cost moves."""

import math

import numpy as np

from initcore.data.loading import load
from initcore.measures.costs import chance_cost
from initcore.measures.seen import PLATEAU, Seen
from initcore.measures.sizes import rms
from initcore.model.base import Array
from initcore.model.network import Stack, activations, matrices
from initcore.training.begin import initial_parameters
from initcore.training.trajectory import Trajectory

COIN = 0.1
"""How far from one half an accuracy may lie, of a network no better than a coin, on 100 examples or more."""


def signal_sizes(run: Trajectory) -> Array:
    """Root mean square pre-activation (L,) of every layer at the start, over units and training examples."""
    inputs = load(run.config).train_inputs
    theta = run.drawable[1][:1]
    fed = [inputs[None], *activations(run.shape, theta, inputs)[:-1]]
    sizes = []
    for matrix, given in zip(matrices(run.shape, theta), fed, strict=True):
        z = matrix[:, :, :-1] @ given + matrix[:, :, -1:]
        sizes.append(float(rms(z)))
    return np.array(sizes)


def gradient_sizes(run: Trajectory) -> Array:
    """Root mean square gradient (L,) of every layer's weights, biases left out, at the start."""
    return np.array([rms(matrix[0, :, :-1]) for matrix in first_gradients(run)])


def first_gradients(run: Trajectory) -> list[Array]:
    """The gradient of the first cost by each layer's matrix, (1, fan_out, fan_in + 1) with the bias last."""
    data = load(run.config)
    stack = Stack(run.shape, run.drawable[1][:1], data.train_inputs, data.train_labels)
    return matrices(run.shape, stack.true_gradient())


def first_step_shares(run: Trajectory) -> Array:
    """The length (L,) of each layer's first step of gradient descent, as a share of its weights' length."""
    weights, _ = initial_parameters(run.config, lambda: load(run.config).train_inputs)
    gradients = [matrix[0, :, :-1] for matrix in first_gradients(run)]
    lengths = [(run.config.learning_rate * rms(g), rms(w)) for w, g in zip(weights, gradients, strict=True)]
    return np.array([step / size if size else math.inf for step, size in lengths])


def leaves_chance_at(run: Trajectory) -> int | None:
    """The first recorded iteration whose cost is below chance by more than a plateau; None if none is."""
    return Seen(run).left


def jumps_about(run: Trajectory) -> bool:
    """Whether the cost rose between records more than once: when such a run does what depends on rounding."""
    return int((np.diff(run.costs) > 0).sum()) > 1


def at_chance(run: Trajectory, share: float = PLATEAU) -> bool:
    """Whether the cost is now, within a share of it, that of guessing: neither below it nor far above."""
    chance = chance_cost(run)
    return bool(abs(run.costs[-1] - chance) <= share * chance)


def at_random(run: Trajectory, share: float = PLATEAU) -> bool:
    """Whether a run of two even classes is at chance and right about as often as a coin."""
    return at_chance(run, share) and abs(run.train_accuracy - 0.5) <= COIN

"""Optimizers: how a gradient moves the parameters, one record each.

A record answers with numpy calls on fixed arrays, made ready once and made many times. What an
optimizer remembers lies in slots, arrays like the parameters, which are saved and moved with them.
"""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from initcore.model.base import Array, Call, Optimizer, Registry

RHO = 0.9
"""RMSprop's decay, as in Hinton's lecture."""

BETA_1, BETA_2 = 0.9, 0.999
"""Adam's decay rates, as in the paper."""

EPSILON = 1e-8


@dataclass(frozen=True)
class Moving:
    """What an update works on: parameters, gradients, learning rates and scratch, (R, P) each.

    `slots` are as many arrays as the optimizer asks for; they begin as zeros. `iteration` is how many
    updates there have been.
    """

    theta: Array
    gradient: Array
    rates: Array
    scratch: Array
    slots: tuple[Array, ...]
    momentum: float
    iteration: int


class _Clock:
    """Adam's bias corrections, functions of the number of updates alone: slices cannot change them.

    `mean` is what has arrived of the average of the gradient, `root` of the root of that of its square,
    and `correction` is `root` / `mean`; each is a number in an array ().
    """

    def __init__(self, iteration: int) -> None:
        self.iteration = iteration
        self.mean, self.root, self.correction = np.array(1.0), np.array(1.0), np.array(1.0)

    def tick(self) -> None:
        """Counts an update."""
        self.iteration += 1
        t = self.iteration
        mean, root = 1 - BETA_1**t, math.sqrt(1 - BETA_2**t)
        self.mean[...], self.root[...], self.correction[...] = mean, root, root / mean


def _gradient_descent(moving: Moving) -> list[Call]:
    return [
        partial(np.multiply, moving.gradient, moving.rates, moving.scratch),
        partial(np.subtract, moving.theta, moving.scratch, moving.theta),
    ]


def _gather_speed(moving: Moving) -> list[Call]:
    """V = mu v - rate g."""
    [velocity] = moving.slots
    return [
        partial(np.multiply, moving.gradient, moving.rates, moving.scratch),
        partial(np.multiply, velocity, np.array(moving.momentum), velocity),
        partial(np.subtract, velocity, moving.scratch, velocity),
    ]


def _momentum(moving: Moving) -> list[Call]:
    return [*_gather_speed(moving), partial(np.add, moving.theta, moving.slots[0], moving.theta)]


def _nesterov(moving: Moving) -> list[Call]:
    # theta += mu v - rate g with the new v: the look-ahead form of Sutskever et al. after a change of
    # variables, so that the gradient is taken where the parameters are.
    [velocity] = moving.slots
    return [
        *_gather_speed(moving),
        partial(np.subtract, moving.theta, moving.scratch, moving.theta),
        partial(np.multiply, velocity, np.array(moving.momentum), moving.scratch),
        partial(np.add, moving.theta, moving.scratch, moving.theta),
    ]


def _average(slot: Array, decay: float, news: Array) -> list[Call]:
    """Slot = decay slot + (1 - decay) news; `news` is overwritten."""
    return [
        partial(np.multiply, slot, np.array(decay), slot),
        partial(np.multiply, news, np.array(1 - decay), news),
        partial(np.add, slot, news, slot),
    ]


def _over_root(numerator: Array, square: Array, moving: Moving) -> list[Call]:
    """Scratch = rate numerator / (sqrt(square) + epsilon)."""
    scratch = moving.scratch
    return [
        partial(np.sqrt, square, scratch),
        partial(np.add, scratch, np.array(EPSILON), scratch),
        partial(np.divide, numerator, scratch, scratch),
        partial(np.multiply, scratch, moving.rates, scratch),
    ]


def _rmsprop(moving: Moving) -> list[Call]:
    [square] = moving.slots
    return [
        partial(np.multiply, moving.gradient, moving.gradient, moving.scratch),
        *_average(square, RHO, moving.scratch),
        *_over_root(moving.gradient, square, moving),
        partial(np.subtract, moving.theta, moving.scratch, moving.theta),
    ]


def _averages(clock: _Clock, moving: Moving) -> list[Call]:
    """Counts an update and takes the gradient and its square into Adam's two averages."""
    mean, square = moving.slots
    return [
        clock.tick,
        partial(np.multiply, moving.gradient, moving.gradient, moving.scratch),
        *_average(square, BETA_2, moving.scratch),
        *_average(mean, BETA_1, moving.gradient),
    ]


def _adam(moving: Moving) -> list[Call]:
    mean, square = moving.slots
    clock, scratch = _Clock(moving.iteration), moving.scratch
    return [
        *_averages(clock, moving),
        *_over_root(mean, square, moving),
        partial(np.multiply, scratch, clock.correction, scratch),
        partial(np.subtract, moving.theta, scratch, moving.theta),
    ]


def _torch_adam(moving: Moving) -> list[Call]:
    # The root is corrected before epsilon joins it. Where the gradient is small, in the first updates above
    # all, epsilon then weighs up to sqrt(1000) times less than in the other form.
    mean, square = moving.slots
    clock, scratch = _Clock(moving.iteration), moving.scratch
    return [
        *_averages(clock, moving),
        partial(np.sqrt, square, scratch),
        partial(np.divide, scratch, clock.root, scratch),
        partial(np.add, scratch, np.array(EPSILON), scratch),
        partial(np.divide, mean, scratch, scratch),
        partial(np.divide, scratch, clock.mean, scratch),
        partial(np.multiply, scratch, moving.rates, scratch),
        partial(np.subtract, moving.theta, scratch, moving.theta),
    ]


OPTIMIZERS = Registry(
    "optimizer",
    (
        Optimizer(
            name="gd",
            label="gradient descent",
            formula=r"\theta \leftarrow \theta - \eta\, g",
            source="Cauchy 1847; the course",
            description="One step against the gradient.",
            slots=0,
            update=_gradient_descent,
            proportional=True,
        ),
        Optimizer(
            name="momentum",
            label="momentum",
            formula=r"v \leftarrow \mu v - \eta\, g,\quad \theta \leftarrow \theta + v",
            source="Polyak 1964",
            description="Steps add up: a speed is kept, and a share of it lost each iteration.",
            slots=1,
            update=_momentum,
            takes_momentum=True,
        ),
        Optimizer(
            name="nesterov",
            label="Nesterov momentum",
            formula=r"v \leftarrow \mu v - \eta\, g,\quad \theta \leftarrow \theta + \mu v - \eta\, g",
            source="Nesterov 1983; Sutskever, Martens, Dahl, Hinton 2013",
            description="Momentum that looks where it is about to be.",
            slots=1,
            update=_nesterov,
            takes_momentum=True,
        ),
        Optimizer(
            name="rmsprop",
            label="RMSprop",
            formula=r"s \leftarrow \rho s + (1-\rho) g^2,\quad "
            r"\theta \leftarrow \theta - \eta\, g / (\sqrt{s} + \epsilon)",
            source="Tieleman & Hinton 2012, lecture 6e; rho 0.9, epsilon 1e-8",
            description="Each parameter's step is divided by the recent size of its gradient.",
            adaptive=True,
            slots=1,
            update=_rmsprop,
        ),
        Optimizer(
            name="adam",
            label="Adam",
            formula=r"m \leftarrow \beta_1 m + (1-\beta_1) g,\quad "
            r"s \leftarrow \beta_2 s + (1-\beta_2) g^2,\quad "
            r"\theta \leftarrow \theta - \eta \tfrac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\,"
            r" m / (\sqrt{s} + \epsilon)",
            source="Kingma & Ba 2015, section 2, last paragraph, with epsilon hat, as in Keras and "
            "scikit-learn; beta 0.9 and 0.999, epsilon 1e-8",
            description="Averages of the gradient and of its square, as in RMSprop, corrected for their "
            "start. Epsilon is added before the correction; where gradients are tiny, as in deep networks, "
            "its first steps are shorter than PyTorch’s.",
            adaptive=True,
            slots=2,
            update=_adam,
            counts_updates=True,
        ),
        Optimizer(
            name="torch_adam",
            label="Adam (PyTorch)",
            formula=r"m \leftarrow \beta_1 m + (1-\beta_1) g,\quad "
            r"s \leftarrow \beta_2 s + (1-\beta_2) g^2,\quad "
            r"\theta \leftarrow \theta - \eta \tfrac{m}{1-\beta_1^t} \big/"
            r" \left(\sqrt{\tfrac{s}{1-\beta_2^t}} + \epsilon\right)",
            source="Kingma & Ba 2015, algorithm 1, as in PyTorch and JAX’s Optax; beta 0.9 and 0.999, "
            "epsilon 1e-8",
            description="The same averages, each corrected before epsilon is added.",
            adaptive=True,
            slots=2,
            update=_torch_adam,
            counts_updates=True,
        ),
    ),
)

"""Descent: a stack of networks on its way down, by one optimizer, on full batches or small ones.

One step is one iteration. The examples of a mini-batch are a function of the batch seed and the
iteration alone: every epoch has a permutation of its own, drawn from a stream seeded with the batch
seed and the epoch. So there is no stream position to keep beside the iteration, and a run may be cut
and taken up anywhere.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.experiment.config import RunConfig
from initcore.model.base import Array, Call
from initcore.model.network import Stack, matrices
from initcore.model.optimizers import OPTIMIZERS, Moving


def slot_count(config: RunConfig) -> int:
    """How many numbers the run's optimizer remembers for every parameter."""
    return OPTIMIZERS[config.optimizer].slots


class Descent:
    """Runs of one shape, trained in lockstep from iteration `iteration` on.

    `theta` (R, P) and `slots` (S, R, P) are copied; `step()` moves both by one iteration and
    `costs()` gives the cost (R,) on all training examples, without the L2 penalty. `config` stands
    for what the runs share; `rates` (R,) are their learning rates.
    """

    def __init__(
        self, config: RunConfig, theta: Array, slots: Array, rates: Array, data: Data, iteration: int
    ) -> None:
        self.theta, self.slots = np.array(theta), np.array(slots)
        self._config, self._data, self._iteration = config, data, iteration
        m = data.train_labels.size
        shape, gradient = config.shape, np.empty_like(self.theta)
        self._full = Stack(shape, self.theta, data.train_inputs, data.train_labels, gradient)
        self._size = min(config.batch_size or m, m)
        self._order: tuple[int, NDArray[np.int64]] = (-1, np.empty(0, np.int64))
        moving = self._moving(gradient, rates)
        update = OPTIMIZERS[config.optimizer].update(moving)
        self._batches: dict[int, tuple[Stack, list[Call]]] = {}
        if self._size == m:
            self._steps = [*self._full.calls, *self._shaped(self._full), *update]
            return
        for size in {self._size, m % self._size} - {0}:
            some = slice(0, size)
            stack = Stack(shape, self.theta, data.train_inputs[:, some], data.train_labels[some], gradient)
            self._batches[size] = stack, [*stack.calls, *self._shaped(stack), *update]

    @property
    def _plain(self) -> bool:
        """Whether the gradient's scale can be left to the learning rate, which spares a pass."""
        return OPTIMIZERS[self._config.optimizer].proportional and self._config.l2 == 0 and not self._mini

    @property
    def _mini(self) -> bool:
        return self._size != self._data.train_labels.size

    def _moving(self, gradient: Array, rates: Array) -> Moving:
        rates = np.asarray(rates)[:, None] * (self._full.scale if self._plain else 1.0)
        return Moving(
            theta=self.theta,
            gradient=gradient,
            rates=np.repeat(rates, self.theta.shape[1], axis=1),
            scratch=np.empty_like(self.theta),
            slots=tuple(self.slots),
            momentum=self._config.momentum,
            iteration=self._iteration,
        )

    def _shaped(self, stack: Stack) -> list[Call]:
        """The calls that make what the stack leaves the gradient of cost and penalty."""
        if self._plain:
            return []
        gradient, scale = stack.gradient, np.array(stack.scale)
        calls: list[Call] = [partial(np.multiply, gradient, scale, gradient)]
        if self._config.l2:
            decay = np.full_like(self.theta[:1], self._config.l2 / self._data.train_labels.size)
            for matrix in matrices(self._config.shape, decay):
                matrix[:, :, -1] = 0  # biases are not decayed
            penalty = np.empty_like(self.theta)
            calls.append(partial(np.multiply, self.theta, decay, penalty))
            calls.append(partial(np.add, gradient, penalty, gradient))
        return calls

    def step(self, count: int = 1) -> None:
        """Moves every run by `count` iterations."""
        for _ in range(count):
            for call in self._fed() if self._batches else self._steps:
                call()
            self._iteration += 1

    def finite(self) -> NDArray[np.bool_]:
        """Which runs (R,) have finite numbers alone, in their parameters and in the optimizer's memory."""
        arrays = (self.theta, *self.slots)
        if np.isfinite(sum(array.sum() for array in arrays)):  # as nearly always; a sum says no too often
            return np.ones(len(self.theta), bool)
        finite: NDArray[np.bool_] = np.all([np.isfinite(array).all(axis=1) for array in arrays], axis=0)
        return finite

    def _fed(self) -> list[Call]:
        """The step's calls, once the stack of its size has the examples of its mini-batch."""
        m, size = self._data.train_labels.size, self._size
        epoch, place = divmod(self._iteration, -(-m // size))
        if self._order[0] != epoch:
            stream = np.random.RandomState([self._config.batch_seed, epoch])
            self._order = epoch, stream.permutation(m)
        some = self._order[1][place * size : (place + 1) * size]
        stack, calls = self._batches[some.size]
        stack.feed(self._data.train_inputs[:, some], self._data.train_labels[some])
        return calls

    def costs(self) -> Array:
        """The cost (R,) of the present parameters on all training examples."""
        return self._full.costs()

    def accuracies(self) -> Array:
        """The share (R,) of training examples that were on the right side when `costs` ran last."""
        return self._full.accuracies()

"""A stack of networks: forward, backward and one step of gradient descent on preallocated buffers.

`R` networks of one shape are trained by one set of batched calls. The bias is column `fan_in` of
the weight matrix and every activation carries a row of ones, so that one product gives W a + b and
one product gives both gradients. All parameters of a run lie in one flat row of `theta` (R, P); one
subtraction updates them all. numpy's stacked `@` makes one BLAS call a run, each with the operands
that run would have alone, which is why a run's numbers do not depend on its neighbours.
"""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from initcore.config import RunConfig
from initcore.datasets import Data
from initcore.losses import cost, double_error
from initcore.registry import ACTIVATIONS, Activation, Array, Call


@dataclass(frozen=True)
class Shape:
    """Units of every layer, and the hidden activation."""

    widths: tuple[int, ...]
    activation: str

    @classmethod
    def of(cls, config: RunConfig) -> "Shape":
        return cls(config.widths, config.activation)

    @property
    def layers(self) -> list[tuple[int, int, int]]:
        """Of each layer: where it starts in a row of theta, fan_out, and fan_in + 1."""
        rows, start = [], 0
        for fan_in, fan_out in pairwise(self.widths):
            rows.append((start, fan_out, fan_in + 1))
            start += fan_out * (fan_in + 1)
        return rows

    @property
    def size(self) -> int:
        """P, how many parameters a run has."""
        start, rows, columns = self.layers[-1]
        return start + rows * columns


def pack(shape: Shape, weights: list[Array]) -> Array:
    """A row of theta (P,) from weights (fan_out, fan_in) a layer, biases zero."""
    row = np.zeros(shape.size)
    for matrix, w in zip(matrices(shape, row[None]), weights, strict=True):
        matrix[0, :, :-1] = w
    return row


def matrices(shape: Shape, theta: Array) -> list[Array]:
    """Views into theta (R, P): one (R, fan_out, fan_in + 1) a layer, the bias its last column."""
    return [
        theta[:, start : start + rows * columns].reshape(len(theta), rows, columns)
        for start, rows, columns in shape.layers
    ]


def activations(shape: Shape, theta: Array, inputs: Array) -> list[Array]:
    """What every layer gives for inputs (2, m): hidden activations, then the logits.

    theta is (R, P); entry l is (R, units, m). Allocates; for drawing and diagnosis, not training.
    """
    act = ACTIVATIONS[shape.activation]
    layers, a = matrices(shape, theta), inputs
    results = []
    with np.errstate(all="ignore"):
        for index, matrix in enumerate(layers):
            a = matrix[:, :, :-1] @ a + matrix[:, :, -1:]
            if index < len(layers) - 1:
                for call in act.apply(a):
                    call()
            results.append(a)
    return results


def logits(shape: Shape, theta: Array, inputs: Array) -> Array:
    """Logits (R, m) of theta (R, P) for inputs (2, m)."""
    return activations(shape, theta, inputs)[-1][:, 0]


class Stack:
    """R networks on one set of training data, with every buffer that a step needs.

    `theta` (R, P) is the parameters; `step()` takes one step of gradient descent at
    `learning_rates` (R,); `costs()` gives the cost (R,) of the present parameters.

    A step is a fixed list of numpy calls on fixed buffers, made once: nothing is allocated or
    looked up while training. Elementwise calls take whole buffers, the row of ones included where
    the activation leaves 1 at 1, because numpy is fastest on memory without gaps.
    """

    def __init__(self, shape: Shape, theta: Array, data: Data, learning_rates: Array | None = None) -> None:
        runs, m = len(theta), data.train_labels.size
        rates = np.zeros(runs) if learning_rates is None else np.asarray(learning_rates)
        self.labels = data.train_labels
        self.half_mean = 0.5 / m
        self.theta = np.array(theta)
        self.gradient = np.empty_like(self.theta)
        self._scaled = np.empty_like(self.theta)
        self._rates = np.repeat(rates[:, None] * self.half_mean, shape.size, axis=1)
        self._inputs = np.vstack([data.train_inputs, np.ones((1, m))])
        self._hidden = [np.ones((runs, units + 1, m)) for units in shape.widths[1:-1]]
        self._logits = np.empty((runs, 1, m))
        self._signs = np.broadcast_to(2 * data.train_labels - 1, self._logits.shape).copy()
        self._forward = self._forward_calls(shape)
        self._step = [*self._forward, *self._backward_calls(shape), *self._update_calls()]

    def _forward_calls(self, shape: Shape) -> list[Call]:
        """The calls that fill the activations and the logits."""
        act = ACTIVATIONS[shape.activation]
        calls: list[Call] = []
        fed = self._inputs
        *hidden, last = matrices(shape, self.theta)
        for weight, a in zip(hidden, self._hidden, strict=True):
            calls += [partial(np.matmul, weight, fed, a[:, :-1]), *act.apply(_whole(act, a))]
            fed = a
        return [*calls, partial(np.matmul, last, fed, self._logits)]

    def _backward_calls(self, shape: Shape) -> list[Call]:
        """The calls that fill `gradient` with 2 m times the gradient of the cost."""
        act = ACTIVATIONS[shape.activation]
        weights, gradients = matrices(shape, self.theta), matrices(shape, self.gradient)
        error = np.empty_like(self._logits)
        calls = double_error(self._logits, self._signs, error)
        scale: Array | None = None
        for layer in range(len(weights) - 1, 0, -1):
            a, weight = self._hidden[layer - 1], weights[layer]
            calls += _product(error, a.swapaxes(1, 2), gradients[layer], scale)
            # The last row of `below` is the error of the row of ones; it is computed and passed over.
            below = np.empty_like(a)
            scratch: NDArray = np.empty(a.shape, act.scratch_dtype)
            if layer == len(weights) - 1:
                # One output: the error below is an outer product with the output's weights. These
                # scale the small results instead, which spares a pass over the large array.
                calls.append(partial(np.copyto, below, error))
                scale = weight.swapaxes(1, 2)[:, :-1]
            else:
                scaled = weight if scale is None else np.empty_like(weight)
                calls += [] if scale is None else [partial(np.multiply, weight, scale, scaled)]
                calls.append(partial(np.matmul, scaled.swapaxes(1, 2), error, below))
                scale = None
            calls += act.chain(_whole(act, below), _whole(act, a), _whole(act, scratch))
            error = below[:, :-1]
        return calls + _product(error, self._inputs.T, gradients[0], scale)

    def _update_calls(self) -> list[Call]:
        """The calls that move theta against the gradient."""
        return [
            partial(np.multiply, self.gradient, self._rates, self._scaled),
            partial(np.subtract, self.theta, self._scaled, self.theta),
        ]

    def step(self) -> None:
        """One step of gradient descent."""
        for call in self._step:
            call()

    def costs(self) -> Array:
        """The cost (R,) of the present parameters on the training data."""
        with np.errstate(all="ignore"):
            for call in self._forward:
                call()
        return cost(self._logits[:, 0], self.labels)

    def true_gradient(self) -> Array:
        """The gradient (R, P) of the cost by every parameter; the parameters stay as they are."""
        for call in self._step[:-2]:
            call()
        return self.gradient * self.half_mean


def _whole(activation: Activation, buffer: NDArray) -> NDArray:
    """The buffer (R, units + 1, m) if the activation keeps its row of ones, else without that row."""
    return buffer if activation.keeps_one else buffer[:, :-1]


def _product(error: Array, fed: Array, gradient: Array, scale: Array | None) -> list[Call]:
    """The calls that write error @ fed into `gradient`, times `scale` (R, fan_out, 1) if there is one."""
    scaling = [] if scale is None else [partial(np.multiply, gradient, scale, gradient)]
    return [partial(np.matmul, error, fed, gradient), *scaling]

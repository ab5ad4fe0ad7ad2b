"""A stack of networks: forward and backward on preallocated buffers.

`R` networks of one shape are worked on by one set of batched calls. The bias is column `fan_in` of
the weight matrix and every activation carries a row of ones, so that one product gives W a + b and
one product gives both gradients. All parameters of a run lie in one flat row of `theta` (R, P), so
that one call updates them all. numpy's stacked `@` makes one BLAS call a run, each with the operands
that run would have alone, which is why a run's numbers do not depend on its neighbours.
"""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array, Call
from initcore.model.losses import correct, cost, loss_of


@dataclass(frozen=True)
class Shape:
    """Units of every layer, and the hidden activation."""

    widths: tuple[int, ...]
    activation: str

    @property
    def layers(self) -> list[tuple[int, int, int]]:
        """Where each layer starts in a row of theta, its fan_out, and its fan_in + 1."""
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


def pack(shape: Shape, weights: list[Array], biases: list[Array] | None = None) -> Array:
    """A row of theta (P,) from weights (fan_out, fan_in) and biases (fan_out,) a layer, zero if None."""
    row = np.zeros(shape.size)
    layers = matrices(shape, row[None])
    for matrix, weight in zip(layers, weights, strict=True):
        matrix[0, :, :-1] = weight
    for matrix, bias in zip(layers, biases or [], strict=False):
        matrix[0, :, -1] = bias
    return row


def matrices(shape: Shape, theta: Array) -> list[Array]:
    """Views into theta (R, P): one (R, fan_out, fan_in + 1) a layer, the bias its last column."""
    return [
        theta[:, start : start + rows * columns].reshape(len(theta), rows, columns)
        for start, rows, columns in shape.layers
    ]


def activations(shape: Shape, theta: Array, inputs: Array) -> list[Array]:
    """What every layer gives for inputs (n_in, m): hidden activations, then the logits.

    theta is (R, P); entry l is (R, units, m). Allocates; for drawing and diagnosis, not training.
    """
    act = ACTIVATIONS[shape.activation]
    layers, fed = matrices(shape, theta), inputs
    results = []
    with np.errstate(all="ignore"):
        for index, matrix in enumerate(layers):
            fed = z = matrix[:, :, :-1] @ fed + matrix[:, :, -1:]
            if index < len(layers) - 1:
                fed = np.empty_like(z) if act.keeps_z else z
                for call in act.apply(z, fed):
                    call()
            results.append(fed)
    return results


def logits(shape: Shape, theta: Array, inputs: Array) -> Array:
    """Logits (R, outputs, m) of theta (R, P) for inputs (n_in, m)."""
    return activations(shape, theta, inputs)[-1]


class Stack:
    """R networks and one set of examples, with every buffer that a gradient needs.

    `theta` (R, P) is used as it is, not copied, and never written to; `gradient` (R, P) likewise, if
    given, is where the gradients go. `calls` fill it with 1 / `scale` times the gradient of the cost;
    `costs()` gives the cost (R,) of the present parameters.

    Everything is a fixed list of numpy calls on fixed buffers, made once: nothing is allocated or
    looked up while training. Elementwise calls take whole buffers, the row of ones included where
    the activation leaves 1 at 1, because numpy is fastest on memory without gaps.
    """

    def __init__(
        self, shape: Shape, theta: Array, inputs: Array, labels: Array, gradient: Array | None = None
    ) -> None:
        runs, m = len(theta), labels.size
        self.theta = theta
        self.gradient = np.empty_like(theta) if gradient is None else gradient
        self.labels = labels
        self._act = ACTIVATIONS[shape.activation]
        self._loss = loss_of(shape.widths[-1])
        self.scale = self._loss.share / m
        self._inputs = np.vstack([inputs, np.ones((1, m))])
        self._hidden = [np.ones((runs, units + 1, m)) for units in shape.widths[1:-1]]
        self._z = [np.empty((runs, n, m)) if self._act.keeps_z else None for n in shape.widths[1:-1]]
        self._logits = np.empty((runs, shape.widths[-1], m))
        self._targets = np.empty_like(self._logits)
        self._loss.targets(labels, self._targets)
        self._forward = self._forward_calls(shape)
        self.calls = [*self._forward, *self._backward_calls(shape)]

    @property
    def hidden(self) -> list[Array]:
        """Views of what each hidden layer gave (R, units, m) when `calls` or `costs` ran last."""
        return [layer[:, :-1] for layer in self._hidden]

    @property
    def logits(self) -> Array:
        """The logits (R, outputs, m) when `calls` or `costs` ran last."""
        return self._logits

    def feed(self, inputs: Array, labels: Array) -> None:
        """Takes other examples in place of those at hand: inputs (n_in, m), labels (m,), as many."""
        self._inputs[:-1] = inputs
        self.labels = labels
        self._loss.targets(labels, self._targets)

    def _whole(self, buffer: Array) -> Array:
        """A buffer (R, units + 1, m) if the activation keeps its row of ones, else without that row."""
        return buffer if self._act.keeps_one else buffer[:, :-1]

    def _of_unit(self, layer: int) -> tuple[Array, Array]:
        """Pre-activations and activations of a hidden layer as the activation's calls take them."""
        a = self._whole(self._hidden[layer])
        z = self._z[layer]
        return a if z is None else z, a

    def _forward_calls(self, shape: Shape) -> list[Call]:
        """The calls that fill the activations and the logits."""
        calls: list[Call] = []
        fed = self._inputs
        *hidden, last = matrices(shape, self.theta)
        for layer, weight in enumerate(hidden):
            a, z = self._hidden[layer], self._z[layer]
            calls.append(partial(np.matmul, weight, fed, a[:, :-1] if z is None else z))
            calls += self._act.apply(*self._of_unit(layer))
            fed = a
        return [*calls, partial(np.matmul, last, fed, self._logits)]

    def _backward_calls(self, shape: Shape) -> list[Call]:
        """The calls that fill `gradient` with 1 / `scale` times the gradient of the cost."""
        act, spare = self._act, _Spare()
        weights, gradients = matrices(shape, self.theta), matrices(shape, self.gradient)
        error = np.empty_like(self._logits)
        calls = self._loss.error(self._logits, self._targets, error)
        for layer in range(len(weights) - 1, 0, -1):
            a, back = self._hidden[layer - 1], weights[layer].swapaxes(1, 2)
            calls.append(partial(np.matmul, error, a.swapaxes(1, 2), gradients[layer]))
            # The last row of `below` is the error of the row of ones; it is computed and passed over.
            below = spare.array(a.shape, layer % 2)
            product = _outer if error.shape[1] == 1 else _product
            calls += product(back, error, below)
            scratch = self._whole(spare.array(a.shape, 2))
            calls += act.chain(self._whole(below), *self._of_unit(layer - 1), scratch)
            error = below[:, :-1]
        return [*calls, partial(np.matmul, error, self._inputs.T, gradients[0])]

    def costs(self) -> Array:
        """The cost (R,) of the present parameters on the examples at hand."""
        with np.errstate(all="ignore"):
            for call in self._forward:
                call()
        return cost(self._logits, self.labels)

    def accuracies(self) -> Array:
        """The share (R,) of the examples at hand that were on the right side when `costs` ran last."""
        shares: Array = correct(self._logits, self.labels).mean(axis=-1)
        return shares

    def true_gradient(self) -> Array:
        """The gradient (R, P) of the cost by every parameter."""
        with np.errstate(all="ignore"):
            for call in self.calls:
                call()
        return self.gradient * self.scale


def _product(one: Array, other: Array, out: Array) -> list[Call]:
    """The call that writes a product."""
    return [partial(np.matmul, one, other, out)]


def _outer(column: Array, row: Array, out: Array) -> list[Call]:
    """The calls that write a product of (R, n, 1) and (R, 1, m).

    BLAS takes its time with sums of one term, and so does numpy with a column beside a row. A second
    term, 0 times 0, changes no bit and makes it twice as fast.
    """
    columns, rows = np.zeros((len(column), 2, column.shape[1])), np.zeros((len(row), 2, row.shape[2]))
    return [
        partial(columns[:, 0].__setitem__, ..., column[:, :, 0]),
        partial(rows[:, 0].__setitem__, ..., row[:, 0]),
        partial(np.matmul, columns.swapaxes(1, 2), rows, out),
    ]


class _Spare:
    """Buffers that layers of one shape take turns with, so that a deep network's stay in cache."""

    def __init__(self) -> None:
        self._arrays: dict[tuple[object, ...], Array] = {}

    def array(self, shape: tuple[int, ...], turn: int) -> Array:
        if (shape, turn) not in self._arrays:
            self._arrays[shape, turn] = np.empty(shape)
        return self._arrays[shape, turn]

"""Hidden activations: function, derivative and gain in one record each.

A record answers with numpy calls on the buffers it is given, made ready once and made many times:
training allocates nothing, and costs no more Python than the calls themselves. The derivative is
written in terms of the activation, which is what the backward pass has at hand.
"""

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray

from initcore.registry import ACTIVATIONS, Activation, Array, Call

# As arrays, because numpy converts a Python number anew at every call.
_ZERO, _HALF, _ONE = np.array(0.0), np.array(0.5), np.array(1.0)


def _relu(z: Array) -> list[Call]:
    return [partial(np.maximum, z, _ZERO, out=z)]


def _relu_chain(grad: Array, a: Array, scratch: NDArray) -> list[Call]:
    return [partial(np.greater, a, _ZERO, scratch), partial(np.multiply, grad, scratch, grad)]


def _tanh(z: Array) -> list[Call]:
    return [partial(np.tanh, z, z)]


def _tanh_chain(grad: Array, a: Array, scratch: NDArray) -> list[Call]:
    return [
        partial(np.multiply, a, a, scratch),
        partial(np.subtract, _ONE, scratch, scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


def _sigmoid(z: Array) -> list[Call]:
    # (1 + tanh(z / 2)) / 2 is the same function and cannot overflow, unlike 1 / (1 + exp(-z)).
    return [
        partial(np.multiply, z, _HALF, z),
        partial(np.tanh, z, z),
        partial(np.multiply, z, _HALF, z),
        partial(np.add, z, _HALF, z),
    ]


def _sigmoid_chain(grad: Array, a: Array, scratch: NDArray) -> list[Call]:
    return [
        partial(np.subtract, _ONE, a, scratch),
        partial(np.multiply, a, scratch, scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


ACTIVATIONS.add(
    Activation(
        name="relu",
        label="ReLU",
        formula=r"\max(0, z)",
        gain=math.sqrt(2),
        apply=_relu,
        chain=_relu_chain,
        scratch_dtype=np.bool_,
        keeps_one=True,
        floor=0.0,
        ceiling=None,
    )
)
ACTIVATIONS.add(
    Activation(
        name="tanh",
        label="tanh",
        formula=r"\tanh z",
        gain=5 / 3,
        apply=_tanh,
        chain=_tanh_chain,
        scratch_dtype=np.float64,
        keeps_one=False,
        floor=-1.0,
        ceiling=1.0,
    )
)
ACTIVATIONS.add(
    Activation(
        name="sigmoid",
        label="sigmoid",
        formula=r"1 / (1 + e^{-z})",
        gain=1.0,
        apply=_sigmoid,
        chain=_sigmoid_chain,
        scratch_dtype=np.float64,
        keeps_one=False,
        floor=0.0,
        ceiling=1.0,
    )
)

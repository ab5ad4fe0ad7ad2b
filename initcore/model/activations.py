"""Hidden activations: function, derivative and gain in one record each.

A record answers with numpy calls on the buffers it is given, made ready once and made many times:
training allocates nothing, and costs no more Python than the calls themselves. The derivative is
written in terms of the activation, which is what the backward pass has at hand, except for gelu and
silu, whose derivative is no function of their value.
"""

import math
from functools import partial
from typing import Any

import numpy as np

from initcore.memory import Held
from initcore.model.base import LECUN, XAVIER, Activation, Array, Call, Registry

SLOPE = 0.01
"""The slope of leaky relu below zero, as in Maas, Hannun, Ng 2013."""

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
"""Klambauer, Unterthiner, Mayr, Hochreiter 2017: with these, mean 0 and variance 1 are kept."""

# As arrays, because numpy converts a Python number anew at every call.
_ZERO, _HALF, _ONE = np.array(0.0), np.array(0.5), np.array(1.0)


_shared_zeros: Held[tuple[int, ...], Array] = Held()


def _zeros(like: Array) -> Array:
    """Zeros of an array's shape, to be read only: the same for all layers of a shape, to save cache.

    numpy's maximum is four times as fast beside an array of its shape as beside a number.
    """
    return _shared_zeros.once(like.shape, lambda: np.zeros(like.shape))


def _relu(z: Array, a: Array) -> list[Call]:
    return [partial(np.maximum, z, _zeros(z), out=a)]


def _above_zero(a: Array, out: Array) -> list[Call]:
    """The calls that write 1 where `a` is above 0 and 0 elsewhere: made floats in a call of their own,
    since within a comparison or a product that takes twice as long.
    """
    above = np.empty(a.shape, bool)
    return [partial(np.greater, a, _ZERO, above), partial(out.__setitem__, ..., above.view(np.uint8))]


def _relu_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    return [*_above_zero(a, scratch), partial(np.multiply, grad, scratch, grad)]


def _tanh(z: Array, a: Array) -> list[Call]:
    return [partial(np.tanh, z, a)]


def _tanh_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    return [
        partial(np.multiply, a, a, scratch),
        partial(np.subtract, _ONE, scratch, scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


def _sigmoid(z: Array, a: Array) -> list[Call]:
    # (1 + tanh(z / 2)) / 2 is the same function and cannot overflow, unlike 1 / (1 + exp(-z)).
    return [
        partial(np.multiply, z, _HALF, a),
        partial(np.tanh, a, a),
        partial(np.multiply, a, _HALF, a),
        partial(np.add, a, _HALF, a),
    ]


def _sigmoid_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    return [
        partial(np.subtract, _ONE, a, scratch),
        partial(np.multiply, a, scratch, scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


def _leaky(z: Array, a: Array) -> list[Call]:
    below = np.empty_like(z)
    return [partial(np.multiply, z, np.array(SLOPE), below), partial(np.maximum, z, below, out=a)]


def _leaky_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    # The slope is 1 above zero and SLOPE elsewhere: the larger of (a > 0) and SLOPE.
    return [
        *_above_zero(a, scratch),
        partial(np.maximum, scratch, np.array(SLOPE), out=scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


def _exponential(alpha: float, scale: float, z: Array, a: Array) -> list[Call]:
    """Scale (z above zero, alpha (exp z - 1) below), without an exponential that could overflow."""
    below, zeros = np.empty_like(z), _zeros(z)
    calls: list[Call] = [
        partial(np.minimum, z, zeros, out=below),
        partial(np.expm1, below, below),
        partial(np.multiply, below, np.array(alpha), below),
        partial(np.maximum, z, zeros, out=a),
        partial(np.add, a, below, a),
    ]
    return calls if scale == 1 else [*calls, partial(np.multiply, a, np.array(scale), a)]


def _exponential_chain(
    alpha: float, scale: float, grad: Array, z: Array, a: Array, scratch: Array
) -> list[Call]:
    # Below zero the derivative is a + scale alpha, above it is scale.
    above = np.empty(a.shape, bool)
    calls: list[Call] = [
        partial(np.minimum, a, _zeros(a), out=scratch),
        partial(np.add, scratch, np.array(scale * alpha), scratch),
        partial(np.greater, a, _ZERO, above),
        partial(np.copyto, scratch, np.array(scale), where=above),
        partial(np.multiply, grad, scratch, grad),
    ]
    return [*calls[:2], calls[4]] if alpha == 1 == scale else calls  # elu's derivative has no jump


def _normal_cdf(z: Array, out: Array) -> list[Call]:
    """The calls that write the standard normal's distribution function of z into `out`."""
    from scipy.special import ndtr  # numpy has no erf; imported late, as only gelu needs it

    return [partial(ndtr, z, out)]


def _gelu(z: Array, a: Array) -> list[Call]:
    return [*_normal_cdf(z, a), partial(np.multiply, a, z, a)]


def _gelu_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    # Phi(z) + z phi(z).
    density = np.empty(scratch.shape)
    return [
        partial(np.multiply, z, z, density),
        partial(np.multiply, density, np.array(-0.5), density),
        partial(np.exp, density, density),
        partial(np.multiply, density, np.array(1 / math.sqrt(2 * math.pi)), density),
        partial(np.multiply, density, z, density),
        *_normal_cdf(z, scratch),
        partial(np.add, scratch, density, scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


def _silu(z: Array, a: Array) -> list[Call]:
    return [*_sigmoid(z, a), partial(np.multiply, a, z, a)]


def _silu_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    # s + a (1 - s), with s the sigmoid of z.
    rest = np.empty(scratch.shape)
    return [
        *_sigmoid(z, scratch),
        partial(np.subtract, _ONE, scratch, rest),
        partial(np.multiply, rest, a, rest),
        partial(np.add, scratch, rest, scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


def _softplus(z: Array, a: Array) -> list[Call]:
    return [partial(np.logaddexp, z, _ZERO, a)]


def _softplus_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    # The sigmoid of z, which is 1 - exp(-a).
    return [
        partial(np.negative, a, scratch),
        partial(np.expm1, scratch, scratch),
        partial(np.multiply, grad, scratch, grad),
        partial(np.negative, grad, grad),
    ]


def _softsign(z: Array, a: Array) -> list[Call]:
    size = np.empty_like(z)
    return [
        partial(np.absolute, z, size),
        partial(np.add, size, _ONE, size),
        partial(np.divide, z, size, a),
    ]


def _softsign_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    # 1 / (1 + |z|)^2, which is (1 - |a|)^2.
    return [
        partial(np.absolute, a, scratch),
        partial(np.subtract, _ONE, scratch, scratch),
        partial(np.multiply, scratch, scratch, scratch),
        partial(np.multiply, grad, scratch, grad),
    ]


def _linear(z: Array, a: Array) -> list[Call]:
    return []


def _linear_chain(grad: Array, z: Array, a: Array, scratch: Array) -> list[Call]:
    return []


_elu = partial(_exponential, 1.0, 1.0), partial(_exponential_chain, 1.0, 1.0)
_selu = partial(_exponential, SELU_ALPHA, SELU_SCALE), partial(_exponential_chain, SELU_ALPHA, SELU_SCALE)
_SELU_FORMULA = r"1.0507 \times (z \text{ if } z > 0 \text{ else } 1.6733\,(e^z - 1))"

# Gains that PyTorch does not define are 1 / sqrt(E f(z)^2) over a standard normal z, as He's is of relu.
_GAINS = {
    "leaky_relu": math.sqrt(2 / (1 + SLOPE**2)),
    "elu": 1.2451983007007066,
    "gelu": 1.5335304411955353,
    "silu": 1.6765324703310913,
    "softplus": 1.0418668355336016,
    "softsign": 2.3375333631085398,
}
_BETWEEN_ONES: dict[str, Any] = {"floor": -1.0, "ceiling": 1.0, "suits": XAVIER}
_RELU_LIKE: dict[str, Any] = {"keeps_one": True, "cost": 0}

ACTIVATIONS: Registry[Activation] = Registry(
    "activation",
    (
        Activation("relu", "ReLU", r"\max(0, z)", math.sqrt(2), _relu, _relu_chain, floor=0.0, **_RELU_LIKE),
        Activation("tanh", "tanh", r"\tanh z", 5 / 3, _tanh, _tanh_chain, **_BETWEEN_ONES),
        Activation(
            "sigmoid",
            "sigmoid",
            r"1 / (1 + e^{-z})",
            1.0,
            _sigmoid,
            _sigmoid_chain,
            floor=0.0,
            ceiling=1.0,
            suits=XAVIER,
            # Its slope at 0 is a quarter. Source: Glorot & Bengio 2010, section 4.2.1.
            damping=4.0,
        ),
        Activation(
            "leaky_relu",
            "leaky ReLU",
            r"\max(0.01 z, z)",
            _GAINS["leaky_relu"],
            _leaky,
            _leaky_chain,
            **_RELU_LIKE,
        ),
        Activation(
            "elu",
            "ELU",
            r"z \text{ if } z > 0 \text{ else } e^z - 1",
            _GAINS["elu"],
            *_elu,
            keeps_one=True,
            floor=-1.0,
        ),
        Activation("selu", "SELU", _SELU_FORMULA, 3 / 4, *_selu, floor=-SELU_SCALE * SELU_ALPHA, suits=LECUN),
        Activation("gelu", "GELU", r"z\,\Phi(z)", _GAINS["gelu"], _gelu, _gelu_chain, keeps_z=True, cost=5),
        Activation(
            "silu", "SiLU", r"z / (1 + e^{-z})", _GAINS["silu"], _silu, _silu_chain, keeps_z=True, cost=3
        ),
        Activation(
            "softplus",
            "softplus",
            r"\log(1 + e^z)",
            _GAINS["softplus"],
            _softplus,
            _softplus_chain,
            floor=0.0,
            cost=3,
            suits=XAVIER,
            damping=2.0,  # its slope at 0 is a half
        ),
        Activation(
            "softsign",
            "softsign",
            r"z / (1 + |z|)",
            _GAINS["softsign"],
            _softsign,
            _softsign_chain,
            cost=0,
            damping=2.0,  # its slope at 0 is 1, and halves by 0.4
            **_BETWEEN_ONES,
        ),
        Activation(
            "linear", "linear", "z", 1.0, _linear, _linear_chain, linear=True, suits=XAVIER, **_RELU_LIKE
        ),
    ),
)

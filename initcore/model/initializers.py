"""Initializations: one scaling primitive, and the few others that everything named is made of.

The named schemes are records in `catalogue/`. Draws come from the stream that is passed in, layer
after layer; schemes that differ only in scale therefore use the same underlying normals for the same
seed, and what differs between them comes from the scale alone. Biases have a stream of their own, so
that no bias rule moves a weight.
"""

import math

import numpy as np

from initcore.model.base import Activation, Array, Draw, Layer
from initcore.model.formula import Formula

CUT_SIGMA = 0.87962566103423978
"""Standard deviation of a unit normal cut at +-2."""

LSUV_TOLERANCE, LSUV_ROUNDS = 0.02, 20
"""How near to 1 a variance must come, and in how many rounds at most: as in the script of LSUV's authors."""

_FANS = {
    "fan_in": lambda layer: layer.fan_in,
    "fan_out": lambda layer: layer.fan_out,
    "fan_avg": lambda layer: (layer.fan_in + layer.fan_out) / 2,
}


def constant(value: float) -> Draw:
    """Every weight the same `value`; draws nothing from the stream."""
    return lambda stream, layer: np.full((layer.fan_out, layer.fan_in), float(value))


def normal(sigma: float) -> Draw:
    """Independent normals of mean 0 and standard deviation `sigma`, whatever the layer's size."""
    return lambda stream, layer: stream.standard_normal((layer.fan_out, layer.fan_in)) * sigma


def uniform(low: float, high: float) -> Draw:
    """Independent and uniform in [low, high), whatever the layer's size."""
    return lambda stream, layer: stream.uniform(low, high, (layer.fan_out, layer.fan_in))


def truncated_normal(sigma: float) -> Draw:
    """Normals of `sigma` drawn anew until they are within 2 sigma; their own deviation is 0.88 sigma."""
    return lambda stream, layer: _cut_normals(stream, layer) * sigma


def _cut_normals(stream: np.random.RandomState, layer: Layer) -> Array:
    """Unit normals (fan_out, fan_in) cut at +-2."""
    drawn = stream.standard_normal((layer.fan_out, layer.fan_in))
    while (outside := np.abs(drawn) > 2).any():
        drawn[outside] = stream.standard_normal(int(outside.sum()))
    return drawn


def variance_scaling(scale: float, mode: str, distribution: str = "normal") -> Draw:
    """Weights of mean 0 and variance `scale` / n, where `mode` says which fan n is.

    `mode` is fan_in, fan_out or fan_avg; `distribution` is normal (sigma = sqrt(scale / n)), uniform
    (limit sqrt(3 scale / n)) or truncated_normal (cut at 2 sigma, and widened so that sigma is what
    it says). ValueError for another word or a scale that is not positive.
    Source: Glorot & Bengio 2010, section 4.2.1; He et al. 2015, equations 10 and 14.
    """
    if mode not in _FANS:
        raise ValueError(f"`mode` must be one of {', '.join(_FANS)}; got {mode!r}")
    if distribution not in ("normal", "uniform", "truncated_normal"):
        raise ValueError(f"`distribution` must be normal, uniform or truncated_normal; got {distribution!r}")
    if not scale > 0:
        raise ValueError(f"`scale` must be above 0; got {scale!r}")

    def draw(stream: np.random.RandomState, layer: Layer) -> Array:
        sigma = math.sqrt(scale / _FANS[mode](layer))
        shape = (layer.fan_out, layer.fan_in)
        if distribution == "normal":
            return stream.standard_normal(shape) * sigma
        if distribution == "truncated_normal":
            return _cut_normals(stream, layer) * (sigma / CUT_SIGMA)
        limit = math.sqrt(3 * (scale / _FANS[mode](layer)))
        return stream.uniform(-limit, limit, shape)

    return draw


def uniform_by_fan(scale: float, mode: str) -> Draw:
    """Biases (fan_out,) uniform within +-sqrt(3 scale / n): the rule of `variance_scaling` for a vector."""

    def draw(stream: np.random.RandomState, layer: Layer) -> Array:
        limit = math.sqrt(3 * scale / _FANS[mode](layer))
        return stream.uniform(-limit, limit, layer.fan_out)

    return draw


def orthogonal(gain: float = 1.0) -> Draw:
    """Rows, or columns where there are fewer, that are orthogonal and of length `gain`.

    The Q of a normal matrix's QR decomposition times the signs of R's diagonal, which makes it
    uniform over all such matrices. Source: Saxe, McClelland, Ganguli 2013.
    """

    def draw(stream: np.random.RandomState, layer: Layer) -> Array:
        long, short = max(layer.fan_out, layer.fan_in), min(layer.fan_out, layer.fan_in)
        q, r = np.linalg.qr(stream.standard_normal((long, short)))
        q *= np.where(np.diag(r) < 0, -1.0, 1.0)
        return gain * (q if layer.fan_out >= layer.fan_in else q.T)

    return draw


def identity(gain: float = 1.0) -> Draw:
    """`gain` on the main diagonal, 0 elsewhere; the matrix need not be square."""
    return lambda stream, layer: gain * np.eye(layer.fan_out, layer.fan_in)


def sparse(sparsity: float, sigma: float) -> Draw:
    """Normals of `sigma`, with ceil(sparsity * fan_out) zeros a column. Source: Martens 2010."""

    def draw(stream: np.random.RandomState, layer: Layer) -> Array:
        drawn = stream.standard_normal((layer.fan_out, layer.fan_in)) * sigma
        zeros = math.ceil(sparsity * layer.fan_out)
        for column in drawn.T:
            column[stream.permutation(layer.fan_out)[:zeros]] = 0
        return drawn

    return draw


def deviation(formula: Formula) -> Draw:
    """Normals whose standard deviation is what the formula says of the layer."""
    return lambda stream, layer: stream.standard_normal((layer.fan_out, layer.fan_in)) * formula.sigma(layer)


def unit_variance(
    weights: list[Array], biases: list[Array], inputs: Array, activation: Activation
) -> list[Array]:
    """LSUV: every layer's matrix scaled until its outputs on `inputs` (n_in, m) have variance 1.

    What is measured is what the layer gives, its biases (fan_out,) included. A layer whose outputs do
    not vary, or are not finite, is left as it is.
    Source: Mishkin & Matas 2016, algorithm 1, with the tolerance and rounds of the authors' script.
    """
    scaled, fed = [], inputs
    for weight, bias in zip(weights, biases, strict=True):
        w = weight.copy()
        for _ in range(LSUV_ROUNDS):
            variance = float(_outputs(w, bias, fed).var())
            if not (0 < variance < math.inf) or abs(variance - 1) < LSUV_TOLERANCE:
                break
            w /= math.sqrt(variance)
        z = _outputs(w, bias, fed)
        fed = np.empty_like(z) if activation.keeps_z else z
        for call in activation.apply(z, fed):
            call()
        scaled.append(w)
    return scaled


def _outputs(weight: Array, bias: Array, fed: Array) -> Array:
    """What a layer gives (fan_out, m) before its activation, of what it is fed (fan_in, m)."""
    outputs: Array = weight @ fed
    if bias.any():
        outputs += bias[:, None]
    return outputs

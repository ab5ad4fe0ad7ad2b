"""Initializations: one scaling primitive, and every named scheme one line on top of it.

To add one, add one record at the end of this file. Draws come from the stream that is passed in,
layer after layer; schemes that differ only in scale therefore use the same underlying normals for
the same seed, and what differs between them comes from the scale alone.
"""

import math
from itertools import pairwise

import numpy as np

from initcore.registry import INITIALIZATIONS, Array, Draw, Initialization, Layer

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


def variance_scaling(scale: float, mode: str, distribution: str = "normal") -> Draw:
    """Weights of mean 0 and variance `scale` / n, where `mode` says which fan n is.

    `mode` is fan_in, fan_out or fan_avg; `distribution` is normal (sigma = sqrt(scale / n)) or
    uniform (limit sqrt(3 scale / n)). ValueError for another word or a scale that is not positive.
    Source: Glorot & Bengio 2010, section 4.2.1; He et al. 2015, equations 10 and 14.
    """
    if mode not in _FANS:
        raise ValueError(f"`mode` must be one of {', '.join(_FANS)}; got {mode!r}")
    if distribution not in ("normal", "uniform"):
        raise ValueError(f"`distribution` must be normal or uniform; got {distribution!r}")
    if not scale > 0:
        raise ValueError(f"`scale` must be above 0; got {scale!r}")

    def draw(stream: np.random.RandomState, layer: Layer) -> Array:
        variance = scale / _FANS[mode](layer)
        shape = (layer.fan_out, layer.fan_in)
        if distribution == "normal":
            return stream.standard_normal(shape) * math.sqrt(variance)
        limit = math.sqrt(3 * variance)
        return stream.uniform(-limit, limit, shape)

    return draw


def initial_weights(name: str, gain: float, widths: tuple[int, ...], seed: int) -> list[Array]:
    """The weight matrices a run starts from, one (fan_out, fan_in) a layer, times `gain`.

    One `RandomState(seed)` stream, layers drawn in order, as in the course; numpy has frozen that
    stream (NEP 19), so the matrices are the same on every machine. Biases start at zero.
    ValueError for a name that is not registered.

    >>> initial_weights("he", 1.0, (2, 4, 1), seed=3)[0][0].round(8).tolist()
    [1.78862847, 0.43650985]
    """
    draw = INITIALIZATIONS[name].draw
    stream = np.random.RandomState(seed)
    depth = len(widths) - 1
    return [
        draw(stream, Layer(fan_in, fan_out, index, depth)) * gain
        for index, (fan_in, fan_out) in enumerate(pairwise(widths), start=1)
    ]


_COURSE = "the course notebook “Initialization”"

INITIALIZATIONS.add(
    Initialization(
        name="zeros",
        label="Zeros",
        formula=r"W = 0",
        plain="W = 0",
        source=_COURSE,
        purpose="Shows why weights must differ: every unit of a layer gets the same gradient.",
        color="#8b5fd3",
        draw=constant(0.0),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="random",
        label="Large random",
        formula=r"W = \mathrm{randn} \times 10",
        plain="W = randn × 10",
        source=_COURSE,
        purpose="Breaks symmetry, but starts saturated: confident, mostly wrong, slow to recover.",
        color="#cc7a1f",
        draw=normal(10.0),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="small_random",
        label="Small random",
        formula=r"W = \mathrm{randn} \times 0.01",
        plain="W = randn × 0.01",
        source=_COURSE,
        purpose="Breaks symmetry, but signal and gradient shrink from layer to layer.",
        color="#c2528b",
        draw=normal(0.01),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="he",
        label="He",
        formula=r"W = \mathrm{randn} \times \sqrt{2 / n_{\mathrm{in}}}",
        plain="W = randn × √(2 / fan-in)",
        source="He, Zhang, Ren, Sun 2015, equation 10",
        purpose="Keeps the size of the signal from layer to layer when the activation is ReLU.",
        color="#1f8f6f",
        draw=variance_scaling(2.0, "fan_in"),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="xavier",
        label="Xavier",
        formula=r"W = \mathrm{randn} \times \sqrt{1 / n_{\mathrm{in}}}",
        plain="W = randn × √(1 / fan-in)",
        source="as the course and He et al. 2015 write it; Glorot & Bengio 2010 average the two fans",
        purpose="Keeps the size of the signal when the activation is near linear, such as tanh at 0.",
        color="#2f7fc1",
        draw=variance_scaling(1.0, "fan_in"),
    )
)

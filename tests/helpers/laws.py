"""The distribution that each initialization's weights have, said apart from the code that draws them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.model.base import Array, Initialization, Layer

CUT = 0.87962566103423978
"""The standard deviation of a standard normal that is cut at 2."""


@dataclass(frozen=True)
class Says:
    """What a record says of its draws: a distribution of scipy's for a layer."""

    shape: str
    sigma: float | str
    """Standard deviation, or the scale / fan it is the root of."""

    def law(self, layer: Layer) -> stats.rv_continuous:
        fans = {"in": layer.fan_in, "out": layer.fan_out, "avg": (layer.fan_in + layer.fan_out) / 2}
        sigma = self.sigma
        if isinstance(sigma, str):
            scale, fan = sigma.split("/")
            sigma = math.sqrt(float(scale) / fans[fan])
        if self.shape == "normal":
            return stats.norm(0, sigma)
        if self.shape == "uniform":
            return stats.uniform(-math.sqrt(3) * sigma, 2 * math.sqrt(3) * sigma)
        if self.shape == "positive":
            return stats.uniform(0, sigma * math.sqrt(12))
        return stats.truncnorm(-2, 2, 0, sigma / CUT)


ROOT12, THIRD = math.sqrt(12), str(1 / 3)
LAWS = {
    "random": Says("normal", 10.0),
    "small_random": Says("normal", 0.01),
    "he": Says("normal", "2/in"),
    "xavier": Says("normal", "1/in"),
    "unit_normal": Says("normal", 1.0),
    "normal": Says("normal", 0.05),
    "uniform": Says("uniform", 0.1 / ROOT12),
    "jax_uniform": Says("positive", 0.01 / ROOT12),
    "torch_uniform": Says("positive", 1 / ROOT12),
    "truncated_normal": Says("cut", 0.05 * CUT),
    "torch_truncated_normal": Says("cut", CUT),
    "lecun_uniform": Says("uniform", "1/in"),
    "lecun_truncated": Says("cut", "1/in"),
    "glorot_normal": Says("normal", "1/avg"),
    "glorot_uniform": Says("uniform", "1/avg"),
    "glorot_truncated": Says("cut", "1/avg"),
    "he_uniform": Says("uniform", "2/in"),
    "he_truncated": Says("cut", "2/in"),
    "he_fan_out": Says("normal", "2/out"),
    "he_fan_out_uniform": Says("uniform", "2/out"),
    "he_fan_avg": Says("normal", "2/avg"),
    "torch_linear": Says("uniform", f"{THIRD}/in"),
    "keras_dense": Says("uniform", "1/avg"),
    "sklearn_mlp": Says("uniform", "1/avg"),
    "sklearn_mlp_logistic": Says("uniform", f"{THIRD}/avg"),
    "playground": Says("uniform", 1 / ROOT12),
    "formula": Says("normal", "2/in"),
}
FIXED = {"zeros": 0.0, "ones": 1.0, "constant": 0.1}

WIDE, TALL, SQUARE = Layer(499, 101, 1, 3), Layer(101, 499, 2, 3), Layer(211, 211, 2, 3)
SHAPES = {"wide": WIDE, "tall": TALL, "square": SQUARE}


def with_a_law(records: Iterable[Initialization]) -> list[str]:
    """The names of those records whose weights have a distribution."""
    return [record.name for record in records if record.name in LAWS]


def drawn(name: str, layer: Layer, seed: int = 7) -> Array:
    """One layer's weights by the initialization of that name."""
    return INITIALIZATIONS[name].draw(np.random.RandomState(seed), layer)


def assert_follows_its_law(name: str, layer: Layer) -> None:
    """Fails unless weights of that initialization are distributed as LAWS says."""
    weights, law = drawn(name, layer).ravel(), LAWS[name].law(layer)
    # Kolmogorov-Smirnov: seeds are fixed, and 81 tests at 1e-4 would fail by chance once in 120 tables.
    assert stats.kstest(weights, law.cdf).pvalue > 1e-4
    sigma, count = law.std(), weights.size
    assert abs(weights.mean() - law.mean()) < 4.5 * sigma / math.sqrt(count)
    kurtosis = float(law.stats("k")) + 3
    assert abs(weights.std() / sigma - 1) < 4.5 * math.sqrt((kurtosis - 1) / (4 * count))
    low, high = law.support()
    assert low <= weights.min() < weights.max() <= high

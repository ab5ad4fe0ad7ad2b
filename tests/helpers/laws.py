"""The distribution that each initialization's weights have, said apart from the code that draws them."""

import math
from dataclasses import dataclass

from scipy import stats

from initcore.model.base import Layer

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

"""Binary cross-entropy, computed from logits.

The textbook formula takes the logarithm of a sigmoid that has already rounded to 0 or 1 and answers
inf. From the logit z the same cost is max(z, 0) - z y + log(1 + exp(-|z|)), which is exact and finite
for every finite logit. `naive_cost` keeps the textbook value, so that both can be shown.
"""

from functools import partial

import numpy as np

from initcore.registry import Array, Call

_HALF = np.array(0.5)


def cost(logits: Array, labels: Array) -> Array:
    """Mean binary cross-entropy (nats) of logits (..., m) against labels (m,) of 0 and 1.

    Returns shape (...). Finite for finite logits, also where their sum would overflow.

    >>> cost(np.array([-2000.0, 0.0]), np.array([1.0, 0.0])).round(6).item()
    1000.346574
    """
    with np.errstate(all="ignore"):
        losses = np.maximum(logits, 0.0) - logits * labels + np.log1p(np.exp(-np.abs(logits)))
        mean = np.asarray(np.mean(losses, axis=-1))
        overflowed = ~np.isfinite(mean) & np.isfinite(losses).all(axis=-1)
        if overflowed.any():
            top = losses[overflowed].max(axis=-1, keepdims=True)
            mean[overflowed] = np.mean(losses[overflowed] / top, axis=-1) * top[..., 0]
    return mean


def naive_cost(logits: Array, labels: Array) -> Array:
    """The same cost as the course's notebook computes it: inf once a sigmoid rounds to 0 or 1.

    Shapes as in `cost`. Terms that are 0 x inf are left out, as the notebook's `nansum` does.
    """
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-logits))
        terms = -np.log(p) * labels - np.log(1 - p) * (1 - labels)
        return np.nansum(terms, axis=-1) / labels.size


def double_error(logits: Array, signs: Array, out: Array) -> list[Call]:
    """The calls that write 2 (sigmoid(z) - y) into `out` for logits and signs 2y - 1, (R, 1, m).

    The derivative of the cost by the logit is `out` / (2 m). sigmoid(z) = (1 + tanh(z/2)) / 2, so
    it is tanh(z/2) - (2y - 1): three passes, and no exponential that could overflow.
    """
    return [
        partial(np.multiply, logits, _HALF, out),
        partial(np.tanh, out, out),
        partial(np.subtract, out, signs, out),
    ]

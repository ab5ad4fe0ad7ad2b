"""Cross-entropy, computed from logits: of a sigmoid for two classes, of a softmax for more.

The textbook formula takes the logarithm of a probability that has already rounded to 0 and answers
inf. From the logits the same cost is exact, and finite for every finite logit. The textbook value is
kept as `naive`, so that both can be shown.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from initcore.model.base import Array, Call, Loss, Registry

_HALF = np.array(0.5)


def loss_of(outputs: int) -> Loss:
    """The loss of a network with that many outputs: sigmoid for one, softmax for more."""
    return next(record for record in LOSSES if record.single == (outputs == 1))


def cost(logits: Array, labels: Array) -> Array:
    """Mean cross-entropy (nats) of logits (..., outputs, m) against labels (m,), class numbers.

    Returns shape (...). Finite for finite logits, also where their sum would overflow.

    >>> cost(np.array([[-2000.0, 0.0]]), np.array([1.0, 0.0])).round(6).item()
    1000.346574
    """
    return loss_of(logits.shape[-2]).cost(logits, labels)


def naive_cost(logits: Array, labels: Array) -> Array:
    """The same cost by the textbook formula: inf once a probability rounds to 0. Shapes as in `cost`."""
    return loss_of(logits.shape[-2]).naive(logits, labels)


def correct(logits: Array, labels: Array) -> NDArray[np.bool_]:
    """Which examples (..., m) logits (..., outputs, m) put in their class (m,); never one that is nan."""
    if logits.shape[-2] == 1:
        z = logits[..., 0, :]
        return np.where(labels > 0.5, z > 0, z <= 0)
    with np.errstate(invalid="ignore"):
        known = ~np.isnan(logits).any(axis=-2)
    right: NDArray[np.bool_] = (np.argmax(logits, axis=-2) == labels) & known
    return right


def chance(labels: Array, classes: int) -> float:
    """The entropy (nats) of the classes' shares: the cost of the best answer without a look at inputs."""
    shares = np.bincount(labels.astype(int), minlength=classes) / labels.size
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())


def odds(labels: Array, classes: int) -> Array:
    """The logits (outputs,) that say the classes' shares: one for two classes, else one each, of mean 0.

    A class without an example counts as half of one, so that its logit is finite.
    """
    counts = np.maximum(np.bincount(labels.astype(int), minlength=classes), 0.5)
    logs = np.log(counts)
    logits: Array = logs[1:] - logs[0] if classes == 2 else logs - logs.mean()
    return logits


def _mean(losses: Array) -> Array:
    """The mean (...) of losses (..., m), finite where they are."""
    mean = np.asarray(np.add.reduce(losses, axis=-1) / losses.shape[-1])
    finite = np.isfinite(mean)
    if not finite.all():
        overflowed = ~finite & np.isfinite(losses).all(axis=-1)
        top = losses[overflowed].max(axis=-1, keepdims=True)
        mean[overflowed] = np.mean(losses[overflowed] / top, axis=-1) * top[..., 0]
    return mean


def _sigmoid_cost(logits: Array, labels: Array) -> Array:
    z = logits[..., 0, :]
    with np.errstate(all="ignore"):
        # max(z, 0) - z y + log(1 + exp(-|z|))
        return _mean(np.maximum(z, 0.0) - z * labels + np.log1p(np.exp(-np.abs(z))))


def _sigmoid_naive(logits: Array, labels: Array) -> Array:
    # Terms that are 0 x inf are left out, as the course's `nansum` does.
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-logits[..., 0, :]))
        terms = -np.log(p) * labels - np.log(1 - p) * (1 - labels)
        mean: Array = np.nansum(terms, axis=-1) / labels.size
        return mean


def _signs(labels: Array, out: Array) -> None:
    """2 y - 1."""
    out[...] = 2 * labels - 1


def _double_error(logits: Array, signs: Array, out: Array) -> list[Call]:
    """The calls that write 2 (sigmoid(z) - y) into `out`.

    sigmoid(z) = (1 + tanh(z/2)) / 2, so it is tanh(z/2) - (2y - 1): three passes, and no exponential
    that could overflow.
    """
    return [
        partial(np.multiply, logits, _HALF, out),
        partial(np.tanh, out, out),
        partial(np.subtract, out, signs, out),
    ]


def _softmax_cost(logits: Array, labels: Array) -> Array:
    own = np.take_along_axis(logits, _rows(logits, labels), axis=-2)[..., 0, :]
    with np.errstate(all="ignore"):
        top = logits.max(axis=-2)
        rest = np.log(np.exp(logits - top[..., None, :]).sum(axis=-2))
        return _mean((top - own) + rest)


def _softmax_naive(logits: Array, labels: Array) -> Array:
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        p = powers / powers.sum(axis=-2, keepdims=True)
        own = np.take_along_axis(p, _rows(logits, labels), axis=-2)[..., 0, :]
        mean: Array = np.nansum(-np.log(own), axis=-1) / labels.size
        return mean


def _rows(logits: Array, labels: Array) -> NDArray[np.int64]:
    """Class numbers as indices (..., 1, m) into logits (..., outputs, m)."""
    shape = (*logits.shape[:-2], 1, labels.size)
    return np.broadcast_to(labels.astype(np.int64), shape)


def _one_hot(labels: Array, out: Array) -> None:
    out[...] = labels == np.arange(out.shape[-2])[:, None]


def _softmax_error(logits: Array, one_hot: Array, out: Array) -> list[Call]:
    """The calls that write softmax(z) - y into `out`; the largest logit goes first, so none overflows."""
    top = np.empty((*logits.shape[:-2], 1, logits.shape[-1]))
    return [
        partial(np.maximum.reduce, logits, axis=-2, out=top, keepdims=True),
        partial(np.subtract, logits, top, out),
        partial(np.exp, out, out),
        partial(np.add.reduce, out, axis=-2, out=top, keepdims=True),
        partial(np.divide, out, top, out),
        partial(np.subtract, out, one_hot, out),
    ]


LOSSES = Registry(
    "loss",
    (
        Loss(
            name="sigmoid",
            label="sigmoid, binary cross-entropy",
            formula=r"-y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))",
            cost=_sigmoid_cost,
            naive=_sigmoid_naive,
            targets=_signs,
            error=_double_error,
            share=0.5,
            single=True,
        ),
        Loss(
            name="softmax",
            label="softmax, cross-entropy",
            formula=r"\log \textstyle\sum_k e^{z_k} - z_y",
            cost=_softmax_cost,
            naive=_softmax_naive,
            targets=_one_hot,
            error=_softmax_error,
            share=1.0,
        ),
    ),
)

"""How the weights and the activations of a layer are distributed: shares in equal bins.

The bins span a round number that holds the values, so that a layer of tiny weights reads as well as
one of large ones, and so that the span, which is always said, seldom changes while a run trains.
"""

from dataclasses import dataclass

import numpy as np

from initcore.registry import Activation, Array

BINS = 25
"""Odd, so that bins that span as much below zero as above have zero in the middle of one."""

TAIL = 0.99
FAR = 3.0
"""Bins span no more than FAR times what this share of the values stays within: one stray weight must
not squeeze all others into one bin."""

SMALLEST, LARGEST = 1e-300, 1e300


@dataclass(frozen=True)
class Histograms:
    """Distributions of F sets of numbers.

    The bins of a set span `low` to `high` (F,). `shares` (F, BINS) are shares of its finite numbers,
    `outside` (F,) is the share of them that no bin holds, `zero` (F,) the share that is exactly 0, and
    `lost` (F,) the share of all its numbers that is not finite.
    """

    low: Array
    high: Array
    shares: Array
    outside: Array
    zero: Array
    lost: Array


def span_of(values: Array, act: Activation | None = None) -> tuple[Array, Array]:
    """Where bins for each set of numbers (F, n) begin and end (F,), as suits what they are.

    Outputs of a bounded activation fill its range; those of one that is never negative begin at 0;
    weights, and all else, lie about 0.
    """
    sets = len(values)
    if act is not None and act.floor is not None and act.ceiling is not None:
        return np.full(sets, act.floor), np.full(sets, act.ceiling)
    reach = _reach(values)
    return (np.zeros(sets) if act is not None and act.floor == 0 else -reach), reach


def _reach(values: Array) -> Array:
    """The round number (F,) that numbers (F, n) stay within, but for strays."""
    sizes = np.abs(values)
    sizes[~np.isfinite(sizes)] = 0
    top = sizes.max(axis=1)
    at = int(TAIL * (sizes.shape[1] - 1))
    usual = np.partition(sizes, at, axis=1)[:, at]
    return rounded_up(np.where(usual > 0, np.minimum(top, FAR * np.clip(usual, 0, LARGEST)), top))


def rounded_up(sizes: Array) -> Array:
    """The smallest of 1, 2 and 5 times a power of ten that is not below; 1 for 0."""
    sizes = np.clip(np.where(sizes > 0, sizes, 1.0), SMALLEST, LARGEST)
    unit = 10.0 ** np.floor(np.log10(sizes))
    steps = unit[:, None] * np.array([1.0, 2.0, 5.0, 10.0])
    # A hair of slack: 0.3 and 3 x 0.1 are the same number to a reader.
    return steps[np.arange(len(sizes)), (steps * (1 + 1e-12) < sizes[:, None]).sum(axis=1)]


def histograms(values: Array, low: Array, high: Array) -> Histograms:
    """How each set of numbers (F, n) is distributed over BINS equal bins from `low` to `high` (F,)."""
    sets, size = values.shape
    finite = np.isfinite(values)
    scale = np.maximum(np.abs(low), np.abs(high))[:, None]  # so that no difference overflows
    start, end = low[:, None] / scale, high[:, None] / scale
    with np.errstate(all="ignore"):
        where = BINS * (values / scale - start) / (end - start)
        held = finite & (where >= 0) & (where <= BINS)
    bins = np.minimum(np.where(held, where, 0).astype(np.int64), BINS - 1)
    flat = (bins + BINS * np.arange(sets)[:, None])[held]
    counts = np.bincount(flat, minlength=BINS * sets).reshape(sets, BINS)
    known = np.maximum(finite.sum(axis=1), 1)
    return Histograms(
        low=low,
        high=high,
        shares=counts / known[:, None],
        outside=(finite & ~held).sum(axis=1) / known,
        zero=(values == 0).sum(axis=1) / known,
        lost=1 - finite.sum(axis=1) / size,
    )

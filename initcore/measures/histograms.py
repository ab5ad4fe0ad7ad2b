"""How the weights and the activations of a layer are distributed: shares in equal bins.

The bins span a round number that holds the values, so that a layer of tiny weights reads as well as
one of large ones, and so that the span, which is always said, seldom changes while a run trains.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Activation, Array
from initcore.model.network import activations, matrices
from initcore.training.trajectory import Trajectory

BINS = 25
"""Odd, so that bins that span as much below zero as above have zero in the middle of one."""

TAIL = 0.99
FAR = 3.0
"""Bins span no more than FAR times what this share of the values stays within: one stray weight must
not squeeze all others into one bin."""

BLOCK_NUMBERS = 2**21
"""Activations computed at once: 16 MB, whatever the network."""

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
    at = math.ceil(TAIL * (sizes.shape[1] - 1))
    usual = np.partition(sizes, at, axis=1)[:, at]
    return rounded_up(np.where(usual > 0, np.minimum(top, FAR * np.clip(usual, 0, LARGEST)), top))


def rounded_up(sizes: Array) -> Array:
    """For each size (n,), the smallest of 1, 2 and 5 times a power of ten that is not below it; 1 for 0."""
    sizes = np.clip(np.where(sizes > 0, sizes, 1.0), SMALLEST, LARGEST)
    unit = 10.0 ** np.floor(np.log10(sizes))
    steps = unit[:, None] * np.array([1.0, 2.0, 5.0, 10.0])
    # A hair of slack: what rounding puts just above a round number is that number to a reader.
    bounds: Array = steps[np.arange(len(sizes)), (steps * (1 + 1e-12) < sizes[:, None]).sum(axis=1)]
    return bounds


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


def of_layers(layers: Sequence[Array], acts: Sequence[Activation | None]) -> tuple[Histograms, Histograms]:
    """Distributions (F, layers, ...) of each layer's numbers (F, n): over its own span, and over one for all.

    `acts` says which activation they are outputs of, None where they are of none.
    """
    spans = [span_of(values, act) for values, act in zip(layers, acts, strict=True)]
    low = np.min([low for low, _ in spans], axis=0)
    high = np.max([high for _, high in spans], axis=0)
    own = [histograms(values, *span) for values, span in zip(layers, spans, strict=True)]
    return _stacked(own), _stacked([histograms(values, low, high) for values in layers])


def _stacked(parts: Sequence[Histograms]) -> Histograms:
    return Histograms(
        *(np.stack([getattr(part, field.name) for part in parts], axis=1) for field in fields(Histograms))
    )


@dataclass(frozen=True)
class Distributions:
    """Of F iterations and some layers (F, layers, ...): weights and outputs, each over both kinds of span."""

    weights: Histograms
    weights_common: Histograms
    outputs: Histograms
    outputs_common: Histograms


def distributions(run: Trajectory, theta: Array, layers: Sequence[int]) -> Distributions:
    """How weights, and outputs for all training examples, are distributed in those weight layers.

    theta (F, P) are parameters of the run, each finite; biases are left out, and the last layer's
    outputs are the logits.
    """
    data, act = run.data, ACTIVATIONS[run.config.activation]
    last = len(run.shape.widths) - 2
    acts = [act if layer < last else None for layer in layers]
    block = max(1, BLOCK_NUMBERS // (data.train_labels.size * sum(run.shape.widths[1:])))
    parts = []
    for start in range(0, len(theta), block):
        some = theta[start : start + block]
        weights, outputs = matrices(run.shape, some), activations(run.shape, some, data.train_inputs)
        flat = [weights[layer][:, :, :-1].reshape(len(some), -1) for layer in layers]
        given = [outputs[layer].reshape(len(some), -1) for layer in layers]
        parts.append(Distributions(*of_layers(flat, [None] * len(layers)), *of_layers(given, acts)))
    return Distributions(*(_joined([getattr(p, f.name) for p in parts]) for f in fields(Distributions)))


def _joined(parts: Sequence[Histograms]) -> Histograms:
    return Histograms(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Histograms)))

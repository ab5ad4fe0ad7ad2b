"""What some differences say of all there could be: an interval of their median, a test of their signs.

Both ask only on which side of a value a difference lies. A difference without a number, such as that to a run
that diverged, has its side, too; and a few seeds on which a start fails move neither, as they move a mean.
`python -m tests.bench.coverage` simulates this interval beside others.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from initcore.model.base import Array
from initcore.words.numbers import percent_set

CONFIDENCE = 0.95
"""Of a hundred such intervals, how many are to hold the median of all seeds there could be."""

LEVEL = 1 - CONFIDENCE
"""How often a test may find a difference where there is none."""

FEWEST_SEEDS = 6
"""Fewest differences for the interval: from the least of five to the greatest there is the median in
1 - 2/2**5 of the cases, .9375, and nothing wider can be had of them."""

INTERVAL = f"{percent_set(CONFIDENCE)} interval"
"""What the interval is called, everywhere."""


def fewest_seeds(pairs: int = 1) -> int:
    """The fewest seeds from which one of so many pairs can be told apart: where all of them have one sign.

    The sign test gives 2**(1 - n) for n equal signs, which Holm's correction multiplies by the pairs.
    """
    count = FEWEST_SEEDS
    while pairs * 2.0 ** (1 - count) > LEVEL:
        count += 1
    return count


def median_interval(values: ArrayLike) -> tuple[float, float] | None:
    """The interval that holds the median of what values (n,) are drawn from with a probability of CONFIDENCE.

    Between two order statistics that hold it too often and the next inner two, which hold it too seldom, by
    Hettmansperger and Sheather's interpolation (1986, Statistics & Probability Letters 4, 75-79, equation 2).
    Simulated coverage is .94 to .96 from FEWEST_SEEDS values on, whatever they are drawn from, and more where
    many of them are equal. Values may be infinite; between one that is and one that is not the outer one is
    taken, which can only widen the interval. None for fewer than FEWEST_SEEDS.
    """
    ranked = np.sort(np.asarray(values, float))
    if ranked.size < FEWEST_SEEDS:
        return None
    depth, inward = interpolation(ranked.size)
    (low, above), (high, below) = (side[depth - 1 : depth + 1].tolist() for side in (ranked, ranked[::-1]))
    return _between(low, above, inward), _between(high, below, inward)


def interpolation(n: int) -> tuple[int, float]:
    """Which order statistic of n, from 1, an end lies at, and what share of the way to the next inner one."""
    depth = 1
    while _held(n, depth + 1) >= CONFIDENCE:
        depth += 1
    outer, inner = _held(n, depth), _held(n, depth + 1)
    share = (outer - CONFIDENCE) / (outer - inner)
    return depth, (n - depth) * share / (depth + (n - 2 * depth) * share)


def _held(n: int, depth: int) -> float:
    """How probably a median lies from the depth-th least of n values to the depth-th greatest."""
    return 1 - 2 * _fewer(n, depth)


def _fewer(n: int, count: int) -> float:
    """How probably fewer than that many of n coins fall heads."""
    return math.fsum(math.comb(n, k) / 2**n for k in range(count))


def _between(outer: float, inner: float, share: float) -> float:
    if not (math.isfinite(outer) and math.isfinite(inner)):
        return outer
    return outer + share * (inner - outer)


def middle(values: ArrayLike) -> float:
    """The median of values (n,), n at least 1; of two in the middle that have no mean, the one nearer 0."""
    ranked: NDArray[np.float64] = np.sort(np.asarray(values, float))
    low, high = float(ranked[(ranked.size - 1) // 2]), float(ranked[ranked.size // 2])
    if low == high or (math.isfinite(low) and math.isfinite(high)):
        return low if low == high else (low + high) / 2
    return 0.0 if low < 0 < high and math.isinf(low) and math.isinf(high) else min(low, high, key=abs)


def sign_test(wins: int, losses: int) -> float:
    """How probably so uneven a count, or one that is more so, comes of two that win equally often.

    The two-sided sign test; ties say nothing of who is better and are left out (Dixon and Mood 1946, Journal
    of the American Statistical Association 41, 557-566). 1 where there are only ties.
    """
    return min(1.0, 2 * _fewer(wins + losses, min(wins, losses) + 1))


def holm(chances: Sequence[float]) -> Array:
    """The p-values (n,), each as it is where all of them are looked at together.

    The probability that any of them is under LEVEL where nothing differs is LEVEL at most, however they hang
    together (Holm 1979, Scandinavian Journal of Statistics 6, 65-70).
    """
    values = np.asarray(chances, float)
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(values.size, 0, -1))
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted

"""The one quantile: what a table calls the median is where the curve called median ends.

By linear interpolation between ranks, as numpy's default (Hyndman and Fan 1996, type 7), but aware of
infinity: a run that diverged has an infinite cost, and what lies between two such runs is infinite, not nan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from initcore.model.base import Array

QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of a number over seeds."""

    median: float
    low: float
    high: float


def quantiles(values: ArrayLike, shares: Sequence[float] = QUARTILES) -> Array:
    """The quantiles (len(shares), ...) of values (n, ...) along their first axis; n is at least 1.

    What is not finite counts as infinite.
    """
    numbers = np.asarray(values, float)
    ranked = np.sort(np.where(np.isfinite(numbers), numbers, np.inf), axis=0)
    return np.array([_between(ranked, share * (len(ranked) - 1)) for share in shares])


def _between(ranked: Array, place: float) -> Array:
    """What is at a place between two ranks."""
    below, above = ranked[int(np.floor(place))], ranked[int(np.ceil(place))]
    with np.errstate(invalid="ignore"):  # infinity less infinity, which is not used
        between: Array = np.where(below == above, above, below + (place % 1) * (above - below))
    return between


def spread(values: ArrayLike) -> Spread:
    """The spread of values (n,); a cost that is not finite counts as infinite."""
    low, median, high = quantiles(values).tolist()
    return Spread(median, low, high)


def spread_of_shares(values: ArrayLike) -> Spread:
    """The spread of shares (n,), of which more is better; one that is not finite counts as less than any."""
    high, median, low = (0.0 - quantiles(0.0 - np.asarray(values, float))).tolist()
    return Spread(median, low, high)

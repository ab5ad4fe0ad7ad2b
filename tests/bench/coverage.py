"""How often a 95 % interval holds what it is of: `python -m tests.bench.coverage`.

Simulates differences of paired runs: normal ones, skewed ones, ones that a few failing seeds pull, and ones
with ties, as accuracies have that are counted in examples. Prints a table for each interval that might have
been taken. Those of the mean fall short wherever some seeds fail; the one of `initcore.statistics.intervals`
does not.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from initcore.model.base import Array
from initcore.statistics.intervals import CONFIDENCE, FEWEST_SEEDS, interpolation

COUNTS = (FEWEST_SEEDS, 7, 8, 10, 12, 16, 24, 32, 64)
DRAWN = 20_000
RESAMPLES = 500
NUMBERS = 2_000_000
"""Held in memory at once by an interval that resamples."""

NOWHERE = 1e9
"""Standard errors off the mean, of a resample whose values are all equal."""

Ends = tuple[Array, Array]


@dataclass(frozen=True)
class Law:
    """What differences are drawn from: `draw(stream, rows, n)` gives (rows, n), with that median and mean."""

    name: str
    draw: Callable[[np.random.RandomState, int, int], Array]
    median: float
    mean: float


FAILING = 0.15
"""The share of seeds on which one of the two fails, by about thirty points."""


def _some_fail(stream: np.random.RandomState, rows: int, n: int) -> Array:
    fails = stream.random_sample((rows, n)) < FAILING
    return np.where(fails, 30 + 5 * stream.standard_normal((rows, n)), stream.standard_normal((rows, n)))


def _half_level(stream: np.random.RandomState, rows: int, n: int) -> Array:
    level = stream.random_sample((rows, n)) < 0.5
    return np.where(level, 0.0, 1 + stream.standard_normal((rows, n)))


UNTIED = (
    Law("normal", lambda stream, rows, n: stream.standard_normal((rows, n)), 0.0, 0.0),
    Law("heavy tails, t of 3", lambda stream, rows, n: stream.standard_t(3, (rows, n)), 0.0, 0.0),
    Law("skewed, exponential", lambda stream, rows, n: stream.exponential(1, (rows, n)), np.log(2), 1.0),
    Law(
        "skewed, lognormal",
        lambda stream, rows, n: np.exp(stream.standard_normal((rows, n))),
        1.0,
        float(np.exp(0.5)),
    ),
    Law("some seeds fail", _some_fail, float(stats.norm.ppf(0.5 / (1 - FAILING))), 30 * FAILING),
)
"""Of differences no two of which are equal."""

TIED = (
    Law(
        "ties of half a sd", lambda stream, rows, n: np.round(2 * stream.standard_normal((rows, n))), 0.0, 0.0
    ),
    Law("ties of one sd", lambda stream, rows, n: np.round(stream.standard_normal((rows, n))), 0.0, 0.0),
    Law("half level", _half_level, 0.0, 0.5),
)
"""Of differences of which many are equal."""


def order_statistics(values: Array) -> Ends:
    """The interval that is taken, of each row of values (rows, n): ends (rows,)."""
    ranked, n = np.sort(values, axis=1), values.shape[1]
    depth, inward = interpolation(n)
    low, above, below, high = (ranked[:, at] for at in (depth - 1, depth, n - depth - 1, n - depth))
    return low + inward * (above - low), high + inward * (below - high)


def student(values: Array) -> Ends:
    """Student's t interval of the mean."""
    half = stats.t.ppf((1 + CONFIDENCE) / 2, values.shape[1] - 1) * _error(values)
    return values.mean(axis=1) - half, values.mean(axis=1) + half


def johnson(values: Array) -> Ends:
    """The same with Johnson's correction for skewness (1978, JASA 73, 536-544)."""
    n = values.shape[1]
    third = np.power(values - values.mean(axis=1, keepdims=True), 3).sum(axis=1) * n / ((n - 1) * (n - 2))
    with np.errstate(invalid="ignore"):
        shift = np.nan_to_num(third / (6 * n * values.var(axis=1, ddof=1)))
    low, high = student(values)
    return low + shift, high + shift


def percentile(values: Array) -> Ends:
    """The percentile bootstrap of the mean (Efron 1979)."""
    means = _resampled(values).mean(axis=2)
    low, high = np.quantile(means, _tails(), axis=1)
    return low, high


def studentized(values: Array) -> Ends:
    """The bootstrap of the mean over its standard error (Efron 1982)."""
    drawn = _resampled(values)
    with np.errstate(all="ignore"):
        off = (drawn.mean(axis=2) - values.mean(axis=1)[:, None]) / _error(drawn)
    low, high = np.quantile(np.nan_to_num(off, posinf=NOWHERE, neginf=-NOWHERE), _tails(), axis=1)
    return values.mean(axis=1) - high * _error(values), values.mean(axis=1) - low * _error(values)


def _error(values: Array) -> Array:
    error: Array = values.std(axis=-1, ddof=1) / np.sqrt(values.shape[-1])
    return error


def _tails() -> tuple[float, float]:
    return (1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2


def _resampled(values: Array) -> Array:
    """Each row's resamples (rows, RESAMPLES, n)."""
    n = values.shape[1]
    return values[:, np.random.RandomState(n).randint(0, n, (RESAMPLES, n))]


def covered(interval: Callable[[Array], Ends], law: Law, n: int, drawn: int, of: str = "median") -> float:
    """The share of `drawn` simulated comparisons over n seeds whose interval holds what it is of."""
    stream, held, true = np.random.RandomState(n), 0, getattr(law, of)
    rows = max(1, min(drawn, NUMBERS // (RESAMPLES * n)) if interval in RESAMPLING else drawn)
    for start in range(0, drawn, rows):
        low, high = interval(law.draw(stream, min(rows, drawn - start), n))
        held += int(((low <= true) & (true <= high)).sum())
    return held / drawn


RESAMPLING = (percentile, studentized)

CANDIDATES: dict[str, tuple[Callable[[Array], Ends], str, int]] = {
    "median: order statistics, interpolated (Hettmansperger and Sheather 1986)": (
        order_statistics,
        "median",
        10,
    ),
    "mean: Student's t": (student, "mean", 10),
    "mean: t, corrected for skewness (Johnson 1978)": (johnson, "mean", 10),
    "mean: percentile bootstrap": (percentile, "mean", 1),
    "mean: studentized bootstrap": (studentized, "mean", 1),
}
"""Each interval, what it is of, and how many times DRAWN / 10 comparisons are simulated."""


def main(laws: Sequence[Law] = (*UNTIED, *TIED)) -> int:
    """Prints the coverage of every candidate under every law."""
    for name, (interval, of, times) in CANDIDATES.items():
        print(f"\n{name}\n{'seeds':<22}" + "".join(f"{n:>7}" for n in COUNTS))
        for law in laws:
            found = (covered(interval, law, n, DRAWN * times // 10, of) for n in COUNTS)
            print(f"{law.name:<22}" + "".join(f"{share:7.3f}" for share in found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

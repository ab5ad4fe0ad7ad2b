"""How many digits of a run are real: it and its twin, which starts one unit in the last place away."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from initcore.model.base import Array
from initcore.statistics.quantiles import quantiles
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import spaced

TRUSTED_DIGITS = 6
"""Digits from which a cost is told as it is: more than any table here shows."""

MOST_DIGITS = 16.0
"""What a double holds, and what equal costs agree in."""


def agreement(run: Trajectory, twin: Trajectory) -> tuple[NDArray[np.int64], Array]:
    """To how many decimal digits (K,) the costs of a run and of its twin agree at iterations (K,).

    The twin starts one unit in the last place away. Equal costs agree to MOST_DIGITS; one that is
    finite and one that is not, to none.
    """
    iterations, here, there = np.intersect1d(run.iterations, twin.iterations, return_indices=True)
    one, other = run.costs[here], twin.costs[there]
    with np.errstate(all="ignore"):
        apart = np.abs(one - other) / np.maximum(np.abs(one), np.abs(other))
        digits = -np.log10(apart)
    digits = np.where(one == other, MOST_DIGITS, np.where(np.isfinite(digits), digits, 0.0))
    return iterations, np.clip(digits, 0.0, MOST_DIGITS)


def group_agreement(
    runs: Sequence[Trajectory], twins: Sequence[Trajectory]
) -> tuple[NDArray[np.int64], Array]:
    """The median over seeds of how many digits (K,) runs and twins agree to, at iterations (K,)."""
    each = [agreement(run, twin) for run, twin in zip(runs, twins, strict=True)]
    count = min(iterations.size for iterations, _ in each)
    return each[0][0][:count], quantiles([digits[:count] for _, digits in each], (0.5,))[0]


def agreement_sentence(label: str, iterations: NDArray[np.int64], digits: Array) -> str:
    """How far a run's numbers are its own, in a sentence: the fewest digits over the last tenth."""
    if digits.min() >= MOST_DIGITS:
        return f"{label}: the twin is the same to the last digit."
    kept = _kept(iterations, digits)
    fewest, least = math.floor(digits.min()), int(iterations[digits.argmin()])
    said = f"{label} keeps {_digits(kept)}"
    if fewest < min(kept, TRUSTED_DIGITS):
        said += f" ({_digits(fewest)} at iteration {spaced(least)})"
    if fewest >= TRUSTED_DIGITS:
        return f"{said}: its costs are its own, not rounding's."
    beyond = {0: "", 1: "beyond this "}.get(kept, "beyond these ")
    return f"{said}: {beyond}its costs depend on rounding, and differ from machine to machine."


def _kept(iterations: NDArray[np.int64], digits: Array) -> int:
    """The fewest digits over the last tenth."""
    return math.floor(float(digits[iterations >= 0.9 * iterations[-1]].min()))


def _digits(count: int) -> str:
    return {0: "no digit", 1: "1 digit"}.get(count, f"{count} digits")


def twins_sentence(label: str, runs: Sequence[Trajectory], twins: Sequence[Trajectory]) -> str:
    """What an initialization's twins show, as far as they have come."""
    pairs = list(zip(runs, twins, strict=True))
    if all(np.array_equal(run.frames[0], twin.frames[0]) for run, twin in pairs):
        return f"{label} has no twin: a weight of 0 has no last place, and all of its start is 0."
    each = [agreement(run, twin) for run, twin in pairs]
    said = agreement_sentence(label, *each[0]) if len(each) == 1 else _over_seeds(label, each)
    return said if all(run.done and twin.done for run, twin in pairs) else f"So far, {said}"


def _over_seeds(label: str, each: Sequence[tuple[NDArray[np.int64], Array]]) -> str:
    """The fewest and the most digits that seeds keep, and on how many of them rounding shows."""
    kept = [_kept(iterations, digits) for iterations, digits in each]
    low, high, seeds = min(kept), max(kept), len(each)
    said = f"{label} keeps {_digits(low) if low == high else f'{low} to {high} digits'} on {seeds} seeds"
    rounded = sum(digits.min() < TRUSTED_DIGITS for _, digits in each)
    if not rounded:
        return f"{said}: its costs are its own, not rounding's."
    where = "" if rounded == seeds else f"; on {rounded} of them"
    return f"{said}{where or ':'} its costs depend on rounding, and differ from machine to machine."

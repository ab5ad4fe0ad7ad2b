"""Numbers and lists as the lesson says them."""

import math
from collections.abc import Sequence

from initcore.catalogue import INITIALIZATIONS
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, short_figure, short_number, spaced


def name_of(run: Trajectory) -> str:
    """What a run's initialization is called, with its gain where it has one; formulas as code."""
    config = run.config
    record = INITIALIZATIONS[config.initialization]
    name = f"`σ = {config.formula}`" if record.takes_formula else record.label
    return name if config.gain == 1 else f"{name} × {short_number(config.gain)}"


def small(value: float) -> str:
    """A size as people read it, and as the cards write it: 0, 2.2e-6, 0.031, 0.623, 1773.6."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    if 100 <= abs(value) < 1e6:
        return figure(value)
    return f"{value:.3g}" if 0.1 <= abs(value) < 100 else short_figure(value)


def listed(words: Sequence[str]) -> str:
    """Words with commas, and before the last."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def happens(verb: str, what: str, iteration: int | None) -> str:
    """When something happens: reaches 90 % at iteration 4 950, or never reaches 90 %."""
    if iteration is None:
        return f"never {verb} {what}"
    return f"{verb} {what} at iteration {spaced(iteration)}"


def quotient(one: float, other: float) -> float:
    """How many times the other one is, of both as `small` shows them: what a reader gets who divides."""
    shown = float(small(other))
    return float(small(one)) / shown if shown else math.inf


def times(ratio: float) -> str:
    """How many times, in two digits: 0.62, 3.4, 14 000, 1.2e7; without end where the other is 0."""
    if math.isinf(ratio):
        return "infinitely many"
    return spaced(int(float(f"{ratio:.2g}"))) if 10 <= ratio < 1e6 else short_figure(ratio)

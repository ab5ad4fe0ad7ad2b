"""Numbers and lists as the lesson says them."""

import math
from collections.abc import Sequence

from initcore.registry import INITIALIZATIONS
from initcore.trajectory import Trajectory
from initcore.wording import short_number, spaced


def name_of(run: Trajectory) -> str:
    """What a run's initialization is called, with its gain where it has one; formulas as code."""
    config = run.config
    record = INITIALIZATIONS[config.initialization]
    name = f"`σ = {config.formula}`" if record.takes_formula else record.label
    return name if config.gain == 1 else f"{name} × {short_number(config.gain)}"


def small(value: float) -> str:
    """A size as people read it: 0, 0.0042, 1.3e-05, 1773.6."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    if abs(value) >= 1000:
        return f"{value:.1f}" if abs(value) < 1e5 else f"{value:.2g}"
    return f"{value:.2g}" if abs(value) < 0.1 else f"{value:.3g}"


def listed(words: Sequence[str]) -> str:
    """Words with commas, and before the last."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def happens(verb: str, what: str, iteration: int | None) -> str:
    """When something happens: reaches 90 % at iteration 4 950, or never reaches 90 %."""
    if iteration is None:
        return f"never {verb} {what}"
    return f"{verb} {what} at iteration {spaced(iteration)}"


def times(ratio: float) -> str:
    """How many times: 12, 3.4, 7.1e+04; without end where the other is 0."""
    if math.isinf(ratio):
        return "infinitely many"
    return f"{ratio:.2g}" if ratio < 10 or ratio >= 1e6 else spaced(round(ratio))

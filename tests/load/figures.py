"""The table that a load test prints."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One figure of a scenario beside its goal; `met` is None where there is no goal."""

    scenario: str
    figure: str
    said: str
    goal: str = ""
    met: bool | None = None


def under(scenario: str, figure: str, value: float, goal: float, unit: str = "s") -> Line:
    """A value that should be at most that."""
    return Line(scenario, figure, amount(value, unit), f"≤ {amount(goal, unit)}", value <= goal)


def over(scenario: str, figure: str, value: float, goal: float, unit: str) -> Line:
    """A value that should be at least that."""
    return Line(scenario, figure, amount(value, unit), f"≥ {amount(goal, unit)}", value >= goal)


def amount(value: float, unit: str) -> str:
    """A value in words."""
    return f"{value:.3g} {unit}".strip() if abs(value) < 1000 else f"{value:.0f} {unit}".strip()


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of all do not exceed; nan of none."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(percent / 100 * len(values)) - 1)]


def spread(values: Sequence[float], unit: str = "s") -> str:
    """p50, p95 and p99 of some values."""
    return " / ".join(amount(percentile(values, percent), unit) for percent in (50, 95, 99))


def printed(lines: Sequence[Line]) -> str:
    """All lines as one table."""
    head = Line("scenario", "figure", "measured", "goal")
    widths = [
        max(len(getattr(line, name)) for line in (head, *lines))
        for name in ("scenario", "figure", "said", "goal")
    ]
    rows, before = [], ""
    for line in (head, *lines):
        name = line.scenario if line.scenario != before else ""
        before = line.scenario
        cells = [
            name.ljust(widths[0]),
            line.figure.ljust(widths[1]),
            line.said.rjust(widths[2]),
            line.goal.ljust(widths[3]),
        ]
        rows.append("  ".join(cells) + {True: "  met", False: "  NOT MET", None: ""}[line.met])
    rows.insert(1, "-" * max(map(len, rows)))
    return "\n".join(row.rstrip() for row in rows)

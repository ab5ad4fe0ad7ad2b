"""Cost curves: arrays in, a plotly figure out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from initcore.figures.palette import DASHES, SYMBOLS
from initcore.model.base import Array
from initcore.words.numbers import THIN, figure

Figure = go.Figure
"""For whoever hands figures on and does not import plotly."""

MOST_POINTS = 2000
"""Points a curve is drawn with: more than a screen has columns."""

COUNTS, SEPARATORS = ",d", f".{THIN}"
"""How plotly writes iterations as everything else here does: 15 000, not 15k."""

SETTLED = 0.1
"""The view is made to fit the costs after this share of the run; what starts higher is cut off."""


@dataclass(frozen=True)
class Curve:
    """One run's costs (K,) at iterations (K,). `place` sets its symbol, `again` its dash."""

    name: str
    color: str
    iterations: NDArray[np.int64]
    costs: Array
    place: int
    again: int = 0


def cost_figure(
    *, curves: Sequence[Curve], iterations: int, chance: float = math.log(2), noun: str = ""
) -> go.Figure:
    """Cost over iteration for every run, the axis as long as the run will be.

    `chance` is the cost of guessing, in nats, which is always in view; `noun` says what the curves
    are where that is not single runs. The view ends at the useful range; `layout.meta` has `top`,
    where it ends, and `cut`, a sentence on what lies above it, empty if nothing does.
    """
    return go.Figure(
        [trace(curve) for curve in curves], cost_layout(curves, iterations, chance=chance, noun=noun)
    )


def trace(curve: Curve, hover: str = "%{y:.6g}") -> dict[str, Any]:
    """A curve as plotly has it in JSON; `hover` is how its values are written."""
    shown = thinned(np.isfinite(curve.costs))
    return {
        "type": "scatter",
        "x": curve.iterations[shown],
        "y": curve.costs[shown],
        "name": curve.name,
        "mode": "lines+markers",
        "line": {"color": curve.color, "width": 2.2, "dash": DASHES[curve.again % len(DASHES)]},
        "marker": {"symbol": SYMBOLS[curve.place % len(SYMBOLS)], "size": 7, "maxdisplayed": 9},
        "hovertemplate": hover,
    }


def cost_layout(curves: Sequence[Curve], iterations: int, *, chance: float, noun: str = "") -> dict[str, Any]:
    """The layout of `cost_figure`."""
    top = _useful_top(curves, iterations, chance)
    return layout(iterations, "cost (nats)", [0, top]) | {
        "meta": {"top": top, "cut": _cut_off(curves, top, noun)}
    }


def layout(iterations: int, title: str, values: Sequence[float]) -> dict[str, Any]:
    """What all charts over iterations have in common; `values` is the range of what they show."""
    return {
        "xaxis": {"range": [0, iterations], "title": {"text": "iteration"}, "tickformat": COUNTS},
        "separators": SEPARATORS,
        "yaxis": {"range": list(values), "title": {"text": title}},
        "hovermode": "x unified",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "margin": {"l": 56, "r": 16, "t": 30, "b": 44},
        "template": "none",
    }


def thinned(drawn: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which of these points to draw: at most MOST_POINTS, the first and the last among them."""
    places = np.flatnonzero(drawn)
    chosen = np.linspace(0, max(0, places.size - 1), min(places.size, MOST_POINTS))
    spread: NDArray[np.int64] = places[np.unique(chosen.round().astype(int))]
    return spread


def _useful_top(curves: Sequence[Curve], iterations: int, chance: float) -> float:
    """Where the cost axis ends: at the highest cost, or lower if that is only a run's wild start."""
    highest, settled = 0.0, max(1.0, 1.2 * chance)
    for curve in curves:
        finite = np.isfinite(curve.costs)
        late = finite & (curve.iterations >= SETTLED * iterations)
        highest = max(highest, curve.costs[finite].max(initial=0.0))
        settled = max(settled, 1.1 * curve.costs[late].max(initial=0.0))
    return 1.05 * min(highest, settled) or 1.0


def _cut_off(curves: Sequence[Curve], top: float, noun: str) -> str:
    """A sentence on the curves that leave the view."""
    above = []
    for curve in curves:
        peak = float(curve.costs[np.isfinite(curve.costs)].max(initial=0.0))
        if peak > top:
            above.append(f"{noun}{curve.name} reaches {figure(peak)}")
    return f"Above this view: {'; '.join(above)}." if above else ""

"""Many seeds in one picture: a median with its interquartile band; and digits that agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from initcore.figures.curves import Curve, cost_layout, layout, thinned, trace
from initcore.figures.palette import rgb
from initcore.model.base import Array
from initcore.statistics.quantiles import quantiles
from initcore.statistics.twins import MOST_DIGITS

BAND_ALPHA, SINGLE_ALPHA = 0.18, 0.25

MEDIANS = "the median of "
"""What the curves of many seeds are."""

DIGITS = "%{y:.1f}"
"""How plotly writes digits that agree."""


@dataclass(frozen=True)
class Band:
    """The costs (n, K) of one initialization's runs at iterations (K,); infinite where one diverged."""

    name: str
    color: str
    iterations: NDArray[np.int64]
    costs: Array
    place: int
    again: int = 0


def band_figure(*, bands: Sequence[Band], iterations: int, singles: bool, chance: float) -> go.Figure:
    """Cost over iteration: medians, each with its interquartile band; `singles` adds every run, faint."""
    quartiles = [quantiles(band.costs) for band in bands]
    curves = [
        Curve(band.name, band.color, band.iterations, middle, band.place, band.again)
        for band, (_, middle, _) in zip(bands, quartiles, strict=True)
    ]
    traces = [trace(curve) | {"legendgroup": _group(place)} for place, curve in enumerate(curves)]
    for place, (band, (low, _, high)) in enumerate(zip(bands, quartiles, strict=True)):
        shown = thinned(np.isfinite(low))
        x, top = band.iterations[shown], _bounded(low[shown], high[shown])
        outline = {
            "x": np.concatenate([x, x[::-1]]),
            "y": np.concatenate([top, low[shown][::-1]]),
        }
        traces.append(shade(place, band.color) | outline)
        for costs in band.costs if singles else ():
            some = thinned(np.isfinite(costs))
            traces.append(faint(place, band.color) | {"x": band.iterations[some], "y": costs[some]})
    return go.Figure(traces, cost_layout(curves, iterations, chance=chance, noun=MEDIANS))


def shade(place: int, color: str) -> dict[str, Any]:
    """What the band between two quartiles looks like, as plotly has it in JSON."""
    return _beside(place) | {
        "fill": "toself",
        "fillcolor": _faint(color, BAND_ALPHA),
        "line": {"width": 0},
    }


def faint(place: int, color: str) -> dict[str, Any]:
    """What a single run beside the median looks like, as plotly has it in JSON."""
    return _beside(place) | {"line": {"width": 1, "color": _faint(color, SINGLE_ALPHA)}}


def _beside(place: int) -> dict[str, Any]:
    """What goes with the median of that place, and has no name of its own."""
    return {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "showlegend": False,
        "legendgroup": _group(place),
    }


def _group(place: int) -> str:
    return f"band-{place}"


def _bounded(low: Array, high: Array) -> Array:
    """Upper quartiles (K,) to draw: an infinite one is where the highest finite one of the band is.

    Where none is finite above the lower quartile, the band is as thin as that.
    """
    highest = high[np.isfinite(high)].max(initial=0.0)
    return np.where(np.isfinite(high), high, np.maximum(low, highest))


def digits_figure(*, curves: Sequence[Curve], iterations: int) -> go.Figure:
    """To how many digits runs and their twins agree; a curve's `costs` are the digits here."""
    return go.Figure([trace(curve, DIGITS) for curve in curves], digits_layout(iterations))


def digits_layout(iterations: int) -> dict[str, Any]:
    """The layout of `digits_figure`."""
    return layout(iterations, "digits that agree", [0, MOST_DIGITS + 0.5]) | {
        "meta": {"top": MOST_DIGITS, "cut": ""}
    }


def _faint(color: str, alpha: float) -> str:
    return "rgba({},{},{},{})".format(*rgb(color), alpha)

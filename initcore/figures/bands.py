"""Many seeds in one picture: a median with its interquartile band; and digits that agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from initcore.figures.curves import COUNTS, MOST_POINTS, SEPARATORS, Curve, cost_figure
from initcore.figures.palette import DASHES, SYMBOLS, rgb
from initcore.model.base import Array
from initcore.statistics.quantiles import quantiles
from initcore.statistics.twins import MOST_DIGITS

BAND_ALPHA, SINGLE_ALPHA = 0.18, 0.25


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
    figure = cost_figure(curves=curves, iterations=iterations, chance=chance, noun="the median of ")
    for place, (band, (low, _, high)) in enumerate(zip(bands, quartiles, strict=True)):
        group = f"band-{place}"
        figure.data[place].update(legendgroup=group)
        shown = _thinned(np.isfinite(low))
        x, top = band.iterations[shown], _bounded(low[shown], high[shown])
        figure.add_scatter(
            x=np.concatenate([x, x[::-1]]),
            y=np.concatenate([top, low[shown][::-1]]),
            fill="toself",
            fillcolor=_faint(band.color, BAND_ALPHA),
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            showlegend=False,
            legendgroup=group,
        )
        for costs in band.costs if singles else ():
            some = _thinned(np.isfinite(costs))
            figure.add_scatter(
                x=band.iterations[some],
                y=costs[some],
                mode="lines",
                line={"width": 1, "color": _faint(band.color, SINGLE_ALPHA)},
                hoverinfo="skip",
                showlegend=False,
                legendgroup=group,
            )
    return figure


def _bounded(low: Array, high: Array) -> Array:
    """Upper quartiles (K,) to draw: an infinite one is where the highest finite one of the band is.

    Where none is finite above the lower quartile, the band is as thin as that.
    """
    highest = high[np.isfinite(high)].max(initial=0.0)
    return np.where(np.isfinite(high), high, np.maximum(low, highest))


def digits_figure(*, curves: Sequence[Curve], iterations: int) -> go.Figure:
    """To how many digits runs and their twins agree; a curve's `costs` are the digits here."""
    figure = go.Figure()
    for curve in curves:
        shown = _thinned(np.isfinite(curve.costs))
        figure.add_scatter(
            x=curve.iterations[shown],
            y=curve.costs[shown],
            name=curve.name,
            mode="lines+markers",
            line={"color": curve.color, "width": 2.2, "dash": DASHES[curve.again % len(DASHES)]},
            marker={"symbol": SYMBOLS[curve.place % len(SYMBOLS)], "size": 7, "maxdisplayed": 9},
            hovertemplate="%{y:.1f}",
        )
    figure.update_layout(
        meta={"top": MOST_DIGITS, "cut": ""},
        xaxis={"range": [0, iterations], "title": {"text": "iteration"}, "tickformat": COUNTS},
        separators=SEPARATORS,
        yaxis={"range": [0, MOST_DIGITS + 0.5], "title": {"text": "digits that agree"}},
        hovermode="x unified",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        margin={"l": 56, "r": 16, "t": 30, "b": 44},
        template="none",
    )
    return figure


def _thinned(drawn: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which of these points to draw: at most MOST_POINTS, the first and the last among them."""
    places = np.flatnonzero(drawn)
    chosen = np.linspace(0, max(0, places.size - 1), min(places.size, MOST_POINTS))
    spread: NDArray[np.int64] = places[np.unique(chosen.round().astype(int))]
    return spread


def _faint(color: str, alpha: float) -> str:
    return "rgba({},{},{},{})".format(*rgb(color), alpha)

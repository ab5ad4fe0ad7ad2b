"""Accuracy over the scale of the initial weights, with the named schemes as marks."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from initcore.figures.palette import NAMED, TEST, TRAIN, rgb
from initcore.lesson.scale import SCALES, Dial, Point
from initcore.words.numbers import percent, percent_set, setting

BELOW = 0.55
"""How far left of the smallest scale 0 stands, in powers of ten: a logarithm has no place for it."""

HEIGHTS = (1.13, 1.24)
"""Where the schemes' names stand in turn, so that neighbours do not run into each other."""

HEIGHT = 420

FAINT = "rgba({},{},{},0.16)".format(*rgb(TRAIN))

TICKED = (0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
MARGIN = 0.25
"""Room beside the outermost scales, in powers of ten."""


def dial_figure(*, dial: Dial | None, at: float) -> go.Figure:
    """Final accuracy over scale, and a line where the dial is; without a dial the same axes, empty."""
    figure = go.Figure()
    if dial is not None:
        _accuracies(figure, dial)
    figure.add_vline(x=_place(at), line={"width": 2, "dash": "dash", "color": TRAIN})
    figure.update_layout(
        xaxis={
            "title": {"text": "standard deviation s of W = randn × s"},
            "range": [_place(min(SCALES)) - MARGIN, _place(max(SCALES)) + MARGIN],
            "tickvals": [_place(scale) for scale in TICKED],
            "ticktext": [setting(scale) for scale in TICKED],
            "zeroline": False,
        },
        yaxis={"title": {"text": "accuracy"}, "range": [0.35, 1.36], "tickvals": _TICKS, "ticktext": _TEXTS},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        margin={"l": 56, "r": 16, "t": 8, "b": 48},
        height=HEIGHT,
    )
    return figure


def _place(scale: float) -> float:
    """Where a scale stands on the axis."""
    return math.log10(scale or min(filter(None, SCALES))) - (0 if scale else BELOW)


def _accuracies(figure: go.Figure, dial: Dial) -> None:
    """Medians, the seeds' quartiles, and the schemes' marks and names."""
    x = [_place(point.scale) for point in dial.points]
    _band(figure, x, dial.points)
    _line(figure, x, dial.points, "train accuracy", TRAIN, "solid", "circle")
    _line(figure, x, dial.points, "test accuracy", TEST, "dot", "square")
    _marks(figure, [_place(point.scale) for point in dial.named], dial.named)
    schemes = [(point, here) for point, here in zip(dial.points, x, strict=True) if point.scheme]
    for turn, (point, here) in enumerate(schemes):
        height = HEIGHTS[turn % len(HEIGHTS)]
        figure.add_annotation(
            x=here,
            y=point.train.median,
            text=point.label,
            axref="x",
            ayref="y",
            ax=here,
            ay=height,
            yanchor="bottom",
            arrowhead=0,
            arrowwidth=1,
            standoff=6,
        )


_TICKS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
_TEXTS = [*map(percent_set, _TICKS)]


def _band(figure: go.Figure, x: Sequence[float], points: Sequence[Point]) -> None:
    """The quartiles of train accuracy over the seeds."""
    figure.add_scatter(
        x=[*x, *reversed(x)],
        y=[*(point.train.high for point in points), *(point.train.low for point in reversed(points))],
        fill="toself",
        fillcolor=FAINT,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name="quartiles of train",
    )


def _line(
    figure: go.Figure,
    x: Sequence[float],
    points: Sequence[Point],
    name: str,
    color: str,
    dash: str,
    symbol: str,
) -> None:
    spreads = [point.test if name.startswith("test") else point.train for point in points]
    figure.add_scatter(
        x=x,
        y=[each.median for each in spreads],
        name=name,
        mode="lines+markers",
        line={"color": color, "width": 2.2, "dash": dash},
        marker={"symbol": symbol, "size": 7},
        text=[setting(point.scale) for point in points],
        customdata=[percent(each.median) for each in spreads],
        hovertemplate="×%{text}: %{customdata}",
    )


def _marks(figure: go.Figure, x: Sequence[float], named: Sequence[Point]) -> None:
    """The schemes that go by layer, where the one scale with their logits is."""
    figure.add_scatter(
        x=x,
        y=[point.train.median for point in named],
        name=" and ".join(point.label for point in named) + ", train",
        mode="markers",
        marker={"symbol": "star-diamond", "size": 13, "color": NAMED, "line": {"width": 1}},
        text=[point.label for point in named],
        customdata=[percent(point.train.median) for point in named],
        hovertemplate="%{text}: %{customdata}",
    )
    for at, (point, here) in enumerate(zip(named, x, strict=True)):
        figure.add_annotation(
            x=here,
            y=point.train.median,
            text=point.label,
            ax=-14 if at == 0 else 0,
            ay=-26,
            xanchor="right" if at == 0 else "center",
            arrowwidth=1,
        )


def dial_alt(dial: Dial | None) -> str:
    """The dial in words, for those who do not see it."""
    if dial is None:
        return "Axes for the train accuracy by standard deviation, still empty."
    said = [f"{setting(point.scale)}: {percent(point.train.median)}" for point in dial.points]
    said += [f"{point.label}: {percent(point.train.median)}" for point in dial.named]
    return "Median train accuracy by standard deviation of the initial weights. " + "; ".join(said) + "."

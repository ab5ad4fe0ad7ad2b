"""The training examples of data with two inputs."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from initcore.figures.palette import BLUE, POINT_SYMBOLS, RED
from initcore.model.base import Array

COLORS = (RED, BLUE)
"""Of class 0 and class 1: a legend names them, and the board's maps have these colours."""


def points_figure(*, inputs: Array, labels: Array, names: Sequence[str] = ("0", "1")) -> go.Figure:
    """Inputs (2, m) of two classes, in a square; labels (m,) are class numbers."""
    figure = go.Figure()
    for number, name in enumerate(names):
        x, y = inputs[:, np.flatnonzero(labels == number)]
        figure.add_scatter(
            x=x,
            y=y,
            name=f"class {name}",
            mode="markers",
            marker={"color": COLORS[number], "symbol": POINT_SYMBOLS[number], "size": 7},
            hoverinfo="skip",
        )
    figure.update_layout(
        xaxis={"visible": False},
        yaxis={"visible": False, "scaleanchor": "x"},
        legend={"orientation": "h", "x": 0, "y": -0.02, "yanchor": "top"},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        height=360,
    )
    return figure

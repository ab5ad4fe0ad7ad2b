"""The training examples of data with two inputs."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from initcore.model.base import Array

COLORS, SYMBOLS = ("#dd7a6a", "#5d8ecb"), ("diamond", "circle")
"""The colours and the symbols of class 0 and class 1, as on the board's maps."""


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
            marker={"color": COLORS[number], "symbol": SYMBOLS[number], "size": 7},
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

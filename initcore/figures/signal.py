"""The size of the signal from layer to layer at the start, measured beside theory."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from initcore.figures.palette import SYMBOLS
from initcore.model.base import Array
from initcore.words.numbers import magnitude


@dataclass(frozen=True)
class Signal:
    """One network's pre-activation sizes (L,), measured and expected."""

    name: str
    color: str
    measured: Array
    expected: Array


def signal_figure(*, signals: Sequence[Signal]) -> go.Figure:
    """Root mean square pre-activation over layer, on a logarithmic scale; theory dashed."""
    figure = go.Figure()
    for at, signal in enumerate(signals):
        layers = np.arange(1, signal.measured.size + 1)
        figure.add_scatter(
            x=layers,
            y=signal.measured,
            name=f"{signal.name}, measured",
            mode="lines+markers",
            line={"color": signal.color, "width": 2.2},
            marker={"symbol": SYMBOLS[at % len(SYMBOLS)], "size": 7},
            customdata=[*map(magnitude, signal.measured)],
            hovertemplate="layer %{x}: %{customdata}",
        )
        figure.add_scatter(
            x=layers,
            y=signal.expected,
            name=f"{signal.name}, theory",
            mode="lines",
            line={"color": signal.color, "width": 1.6, "dash": "dash"},
            customdata=[*map(magnitude, signal.expected)],
            hovertemplate="theory, layer %{x}: %{customdata}",
        )
    figure.update_layout(
        xaxis={"title": {"text": "layer"}},
        yaxis={"title": {"text": "size of the pre-activations"}, "type": "log", **_POWERS},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        margin={"l": 56, "r": 16, "t": 8, "b": 48},
        height=380,
    )
    return figure


_POWERS = {"exponentformat": "power", "dtick": 1}
"""Labels at whole powers of ten alone."""


def signal_alt(signals: Sequence[Signal]) -> str:
    """The figure in words, for those who do not see it."""
    said = [
        f"{signal.name} goes from {magnitude(signal.measured[0])} to {magnitude(signal.measured[-1])}, "
        f"in theory from {magnitude(signal.expected[0])} to {magnitude(signal.expected[-1])}"
        for signal in signals
    ]
    return "Size of the pre-activations by layer at the start. " + "; ".join(said) + "."

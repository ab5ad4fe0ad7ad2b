"""What a page of its own needs to draw figures: the library, once, and the figures as JSON types."""

import json
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs


def library() -> str:
    """The whole of plotly.js, about 5 MB, to stand in a script element."""
    script: str = get_plotlyjs()
    return script


def plain(figures: Mapping[str, go.Figure]) -> dict[str, Any]:
    """Figures by name, of JSON types only."""
    return {name: json.loads(figure.to_json()) for name, figure in figures.items()}

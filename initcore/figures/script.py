"""What a page of its own needs to draw figures: the library, once, and the figures as JSON."""

import json
from collections.abc import Mapping

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs


def library() -> str:
    """The whole of plotly.js, about 5 MB, to stand in a script element."""
    return get_plotlyjs()


def figures_json(figures: Mapping[str, go.Figure]) -> str:
    """Figures by name as JSON that may stand in a script element, whatever their texts are."""
    text = json.dumps({name: json.loads(figure.to_json()) for name, figure in figures.items()})
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

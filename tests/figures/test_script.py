"""What a page of its own draws with: a library that can stand in it, and figures of JSON types."""

import json
import math

import numpy as np
import plotly.graph_objects as go

from initcore.figures.script import library, plain


def test_the_library_is_plotlys_and_cannot_end_its_own_element() -> None:
    script = library()
    assert "plotly.js v" in script[:200]
    assert "</script" not in script.lower()
    assert "<!--" not in script


def test_figures_are_json_types_by_their_names() -> None:
    figure = go.Figure()
    figure.add_scatter(x=np.arange(3), y=[0.5, math.inf, math.nan], name="He")
    figure.update_layout(meta={"top": np.float64(1.5)})
    told = plain({"cost": figure, "empty": go.Figure()})
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert list(told) == ["cost", "empty"]
    [trace] = told["cost"]["data"]
    assert trace["name"] == "He"
    assert trace["y"] == [0.5, None, None]
    assert told["cost"]["layout"]["meta"] == {"top": 1.5}
    assert told["empty"]["data"] == []


def test_figures_drawn_from_what_was_handed_on_are_the_same_figures() -> None:
    figure = go.Figure(go.Scatter(x=np.arange(100), y=np.linspace(0, 1, 100) ** 2))
    again = go.Figure(plain({"cost": figure})["cost"])
    assert plain({"cost": again}) == plain({"cost": figure})

"""The training examples are drawn by class, each in its own colour and shape."""

import numpy as np
import pytest

from initcore.data.loading import load
from initcore.figures.palette import BLUE, RED
from initcore.figures.points import points_figure
from tests.helpers.small import CONFIG


def test_points_are_drawn_by_class() -> None:
    data = load(CONFIG)
    zero, one = points_figure(inputs=data.train_inputs, labels=data.train_labels).data
    assert len(zero.x) == (data.train_labels == 0).sum()
    assert np.array_equal(one.y, data.train_inputs[1][data.train_labels == 1])
    assert zero.marker.symbol != one.marker.symbol


def test_classes_go_by_the_names_given_and_keep_the_maps_colours() -> None:
    data = load(CONFIG)
    zero, one = points_figure(inputs=data.train_inputs, labels=data.train_labels, names=("no", "yes")).data
    assert (zero.name, one.name) == ("class no", "class yes")
    assert (zero.marker.color, one.marker.color) == (RED, BLUE)


@pytest.mark.parametrize("label", [0, 1])
def test_a_class_without_examples_has_its_place_in_the_legend(label: int) -> None:
    inputs = np.arange(10.0).reshape(2, 5)
    traces = points_figure(inputs=inputs, labels=np.full(5, label)).data
    assert [len(trace.x) for trace in traces] == ([5, 0] if label == 0 else [0, 5])
    assert list(traces[label].y) == inputs[1].tolist()


def test_both_axes_have_one_scale() -> None:
    data = load(CONFIG)
    layout = points_figure(inputs=data.train_inputs, labels=data.train_labels).layout
    assert layout.yaxis.scaleanchor == "x"

"""The lesson's figures draw what they are given."""

import math
from dataclasses import replace

import numpy as np
import pytest

from initcore import train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.figures.dial import dial_alt, dial_figure
from initcore.figures.points import points_figure
from initcore.figures.signal import Signal, signal_alt, signal_figure
from initcore.lesson.scale import Dial, dial_configs, dial_of
from tests.helpers.small import CONFIG

pytestmark = pytest.mark.numbers

LABELS = {record.name: record.label for record in INITIALIZATIONS}


@pytest.fixture(scope="module")
def dial() -> Dial:
    return dial_of(train(dial_configs(replace(CONFIG, iterations=7))), LABELS)


def test_the_dial_draws_medians_at_the_logarithm_of_each_scale(dial: Dial) -> None:
    figure = dial_figure(dial=dial, at=0.3)
    lines = {trace.name: trace for trace in figure.data}
    assert list(lines["train accuracy"].y) == [point.train.median for point in dial.points]
    assert list(lines["test accuracy"].y) == [point.test.median for point in dial.points]
    x = lines["train accuracy"].x
    assert x[1:] == pytest.approx([math.log10(point.scale) for point in dial.points[1:]])
    assert x[0] < x[1]
    assert figure.layout.shapes[0].x0 == pytest.approx(math.log10(0.3))


def test_before_the_runs_are_done_the_same_axes_are_empty(dial: Dial) -> None:
    empty, full = (dial_figure(dial=each, at=0.3) for each in (None, dial))
    assert len(empty.data) == 0
    assert empty.layout.height == full.layout.height
    assert empty.layout.xaxis == full.layout.xaxis
    assert empty.layout.yaxis == full.layout.yaxis
    x = [place for line in full.data for place in line.x]
    low, high = full.layout.xaxis.range
    assert low < min(x) < max(x) < high
    assert "still empty" in dial_alt(None)


def test_every_named_scheme_is_marked(dial: Dial) -> None:
    figure = dial_figure(dial=dial, at=0.0)
    named = {"Zeros", "Small random", "Standard normal", "Large random", "Xavier", "He"}
    assert {note.text for note in figure.layout.annotations} == named
    assert figure.layout.shapes[0].x0 == figure.data[1].x[0]
    marks = next(trace for trace in figure.data if "Xavier" in trace.name)
    assert list(marks.x) == pytest.approx([math.log10(point.scale) for point in dial.named])
    assert all(f"{point.label}: " in dial_alt(dial) for point in dial.named)


def test_signals_are_drawn_beside_theory() -> None:
    signal = Signal("He", "#1f8f6f", np.array([1.0, 0.9, 0.7]), np.array([1.0, 1.0, 1.0]))
    measured, theory = signal_figure(signals=[signal]).data
    assert list(measured.x) == [1, 2, 3]
    assert list(measured.y) == [1.0, 0.9, 0.7]
    assert theory.line.dash == "dash"
    assert "He goes from 1 to 0.7, in theory from 1 to 1" in signal_alt([signal])


def test_points_are_drawn_by_class() -> None:
    data = load(CONFIG)
    zero, one = points_figure(inputs=data.train_inputs, labels=data.train_labels).data
    assert len(zero.x) == (data.train_labels == 0).sum()
    assert np.array_equal(one.y, data.train_inputs[1][data.train_labels == 1])
    assert zero.marker.symbol != one.marker.symbol

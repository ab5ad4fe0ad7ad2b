"""The dial draws what the runs came to, each scale at its logarithm, and says the same in words."""

import math
from dataclasses import replace

import pytest

from initcore import train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.figures.dial import dial_alt, dial_figure
from initcore.lesson.scale import Dial, dial_configs, dial_of
from initcore.statistics.quantiles import Spread
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


def test_the_band_lies_between_the_seeds_quartiles(dial: Dial) -> None:
    spread = Spread(0.5, 0.25, 0.75)
    points = tuple(replace(point, train=spread) for point in dial.points)
    band = dial_figure(dial=replace(dial, points=points), at=0.3).data[0]
    count = len(points)
    assert list(band.y) == [0.75] * count + [0.25] * count
    assert list(band.x[:count]) == list(band.x[count:])[::-1]


def test_a_scale_that_no_seed_was_trained_at_has_its_place_between_its_neighbours(dial: Dial) -> None:
    low, at, high = (dial_figure(dial=dial, at=scale).layout.shapes[0].x0 for scale in (0.3, 0.4, 0.5))
    assert low < at < high


def test_ticks_are_where_the_scales_are_drawn(dial: Dial) -> None:
    figure = dial_figure(dial=dial, at=0.3)
    drawn = dict(zip(figure.data[1].text, figure.data[1].x, strict=True))
    ticks = dict(zip(figure.layout.xaxis.ticktext, figure.layout.xaxis.tickvals, strict=True))
    assert set(ticks) <= set(drawn)
    assert all(drawn[text] == pytest.approx(place) for text, place in ticks.items())


def test_the_words_have_a_percentage_for_every_point(dial: Dial) -> None:
    points = tuple(replace(point, train=Spread(0.5, 0.1, 0.9)) for point in dial.points)
    named = tuple(replace(point, train=Spread(0.875, 0.1, 0.9)) for point in dial.named)
    said = dial_alt(Dial(points, named))
    assert said.startswith(
        "Median train accuracy by standard deviation of the initial weights. 0: 50.0 %; 0.01: "
    )
    assert said.endswith("Xavier: 87.5 %; He: 87.5 %.")
    assert said.count(": 50.0 %") == len(points)

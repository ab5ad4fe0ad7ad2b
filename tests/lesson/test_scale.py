"""The dial: what is trained for it, and what it says of that."""

from dataclasses import replace

import numpy as np
import pytest

from initcore import RunConfig, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.lesson.scale import (
    BY_LAYER,
    NAMED,
    SCALES,
    SEEDS,
    dial_configs,
    dial_of,
    equal_scale,
    places_at,
    point_sentence,
    range_sentence,
    schemes_sentence,
    slow_sentence,
)
from initcore.training.begin import begin
from initcore.training.trajectory import Trajectory
from tests.helpers.small import CONFIG

pytestmark = pytest.mark.numbers

LABELS = {record.name: record.label for record in INITIALIZATIONS}
BASE = replace(CONFIG, samples=54, iterations=1400, record_every=100)


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train(dial_configs(BASE))


def test_the_named_schemes_are_points_of_the_dial() -> None:
    configs = dial_configs(RunConfig())
    for name, scale in NAMED.items():
        named = begin([RunConfig(initialization=name)]).runs[0]
        place = places_at(scale)[0][0]
        assert np.array_equal(begin([configs[place]]).runs[0].theta, named.theta), name


def test_every_scale_has_its_seeds_and_he_is_found() -> None:
    configs = dial_configs(BASE)
    assert len(set(configs)) == len(configs) == (len(SCALES) + len(BY_LAYER)) * len(SEEDS)
    scale, he = places_at(0.3)
    assert {configs[at].gain for at in scale} == {0.3}
    assert [configs[at].weights_seed for at in scale] == list(SEEDS)
    assert {configs[at].initialization for at in he} == {"he"}


@pytest.mark.parametrize("name", list(BY_LAYER))
def test_a_mark_stands_where_the_first_logits_are_the_same(name: str) -> None:
    config = RunConfig(initialization=name)
    scale = equal_scale(BY_LAYER[name], config.widths)
    by_layer, plain = begin([config, replace(config, initialization="unit_normal", gain=scale)]).runs
    assert plain.costs[0] == pytest.approx(by_layer.costs[0], rel=1e-12)


def test_what_the_dial_says_follows_from_its_runs(runs: list[Trajectory]) -> None:
    dial = dial_of(runs, LABELS)
    assert [point.scale for point in dial.points] == list(SCALES)
    assert [point.label for point in dial.points if point.scheme] == [LABELS[name] for name in NAMED]
    assert dial.working == [point.scale for point in dial.points if point.train.median >= 0.95]
    assert "×0: train 50.0 %" in point_sentence(dial.at(0.0))
    assert "Why is ×0.01 slow" in slow_sentence(dial, 0.01)
    assert "never leaves chance; He's leaves chance at iteration" in slow_sentence(dial, 0.01)
    assert "infinitely many times" in slow_sentence(dial, 0.0)
    assert "Xavier starts with the logits of" in schemes_sentence(dial)


def test_when_a_jumping_cost_leaves_chance_is_not_told_for_rounding_moves_it(runs: list[Trajectory]) -> None:
    point = dial_of(runs, LABELS).at(1.0)
    steady = replace(point.runs[0], costs=np.linspace(0.9, 0.1, point.runs[0].costs.size))
    wild = replace(steady, costs=np.where(np.arange(steady.costs.size) % 2, 0.5, steady.costs))
    assert "seed 3 leaves chance at iteration" in point_sentence(replace(point, runs=(steady,)))
    assert point_sentence(replace(point, runs=(wild,))).endswith("seed 3 leaves chance.")


def test_where_nothing_trains_it_says_so(runs: list[Trajectory]) -> None:
    flat = [replace(run.until(0), config=run.config) for run in runs]
    dial = dial_of(flat, LABELS)
    assert dial.working == []
    assert dial.ratio == 0
    assert range_sentence(dial).startswith("No scale brings")


def with_medians(runs: list[Trajectory], good: set[float]):
    """A dial on which just those scales train."""
    dial = dial_of(runs, LABELS)
    points = [
        replace(point, train=replace(point.train, median=0.99 if point.scale in good else 0.6))
        for point in dial.points
    ]
    return replace(dial, points=tuple(points))


def test_the_range_is_told_with_its_gaps(runs: list[Trajectory]) -> None:
    assert "From ×0.5 to ×2 (but not ×1), a factor of 4" in range_sentence(with_medians(runs, {0.5, 2.0}))
    assert range_sentence(with_medians(runs, {1.0})).startswith("Only ×1 brings")
    assert with_medians(runs, {0.0, 0.5, 2.0}).ratio == 4

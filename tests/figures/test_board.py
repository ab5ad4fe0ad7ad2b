"""The board, as far as it stays the same: what the browser decodes is what the runs say."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.experiment import Experiment, Group
from initcore.experiment.naming import label
from initcore.export.filled import heads
from initcore.figures.board import board_of, points_of
from initcore.figures.curves import MOST_POINTS, SETTLED, Curve, cost_figure
from initcore.figures.maps import cells_of, extent
from initcore.glossary.glossary import TERMS
from initcore.measures.costs import chance_cost
from tests.helpers.browsing import decoded, sent

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train([RunConfig(**SMALL, initialization=name) for name in ("zeros", "he")])


def _board(runs: Sequence[Trajectory], **settings: Any) -> dict[str, Any]:
    """The board of one seed as the browser gets it."""
    groups = [Group((run,), ()) for run in runs]
    return sent(board_of(groups, **{"experiment": "e", "columns": heads(1), **settings}))


def test_a_card_is_of_its_run(runs: list[Trajectory]) -> None:
    board = _board(runs)
    assert board["experiment"] == "e"
    assert board["iterations"] == 330
    for card, run in zip(board["cards"], runs, strict=True):
        record = INITIALIZATIONS[run.config.initialization]
        assert card == {
            "key": run.config.key,
            "label": label(run.config),
            "color": record.color,
            "formula": record.plain,
            "cells": cells_of(run.shape),
            "largest": "",
        }


@pytest.mark.parametrize(("accuracy", "largest"), [(0.9, ""), (0.5, "51.2 %")])
def test_a_card_tells_the_largest_class_where_naming_it_is_enough(accuracy: float, largest: str) -> None:
    runs = begin([RunConfig(**SMALL)]).runs
    labels = load(runs[0].config).train_labels
    assert (labels == 1).sum() == 22
    assert _board(runs, accuracy=accuracy)["cards"][0]["largest"] == largest


def test_a_run_not_begun_has_the_card_that_it_keeps(runs: list[Trajectory]) -> None:
    assert _board(begin([run.config for run in runs]).runs) == _board(runs)


def test_columns_and_terms_go_along(runs: list[Trajectory]) -> None:
    board = _board(runs)
    assert board["columns"] == sent(heads(1))
    assert board["terms"] == {name: term.means for name, term in TERMS.items()}


def test_the_points_are_the_training_data_and_after_them_the_test_data(runs: list[Trajectory]) -> None:
    points, data = _board(runs)["points"], load(runs[0].config)
    assert points["train"] == 43
    x, y, labels = decoded(points["x"], "<f4"), decoded(points["y"], "<f4"), decoded(points["labels"], "u1")
    for part, inputs, classes in (
        (slice(43), data.train_inputs, data.train_labels),
        (slice(43, None), data.test_inputs, data.test_labels),
    ):
        assert np.array_equal([x[part], y[part]], inputs.astype(np.float32))
        assert labels[part].tolist() == classes.tolist()
    assert tuple(points["extent"]) == extent(data)


def test_with_extra_inputs_the_points_lie_where_they_lay_and_no_note_is_needed() -> None:
    before, after = map(sent, map(points_of, (RunConfig(**SMALL), _with_extra())))
    for name in ("x", "y", "labels", "extent"):
        assert after[name] == before[name]
    assert after["note"] == ""
    assert after["id"] != before["id"]


def _with_extra() -> RunConfig:
    return RunConfig(**SMALL, extra_inputs=("x1sq", "sinx2"))


def test_the_points_of_other_data_have_another_id() -> None:
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"dataset": "moons"},
        {"samples": 44},
        {"noise": 0.1},
        {"data_seed": 9},
    )
    ids = [points_of(RunConfig(**{**SMALL, **change})).id for change in changes]
    assert len(set(ids)) == len(changes)
    assert points_of(RunConfig(**SMALL, initialization="zeros")).id == ids[0]


def test_two_of_one_initialization_differ_by_more_than_colour() -> None:
    runs = begin([RunConfig(**SMALL, gain=gain) for gain in (1, 2, 0.5)]).runs
    traces = _board(runs)["figures"]["cost"]["data"]
    assert [trace["name"] for trace in traces] == ["He", "He × 2", "He × 0.5"]
    assert len({trace["line"]["dash"] for trace in traces}) == 3
    assert len({trace["marker"]["symbol"] for trace in traces}) == 3


def test_the_figure_is_the_one_of_the_report_without_its_points(runs: list[Trajectory]) -> None:
    figures = _board(runs)["figures"]
    nothing = np.zeros(0)
    curves = [
        Curve(
            label(run.config),
            INITIALIZATIONS[run.config.initialization].color,
            nothing.astype(int),
            nothing,
            place,
        )
        for place, run in enumerate(runs)
    ]
    chance = chance_cost(runs[0])
    whole = json.loads(cost_figure(curves=curves, iterations=330, chance=chance).to_json())
    drawn = [{name: value for name, value in one.items() if name not in ("x", "y")} for one in whole["data"]]
    assert figures["cost"]["data"] == drawn
    assert figures["cost"]["layout"]["xaxis"]["range"] == [0, 330]
    assert figures["digits"] is None
    assert (figures["chance"], figures["settled"], figures["points"]) == (chance, SETTLED, MOST_POINTS)


def test_the_courses_board_is_small() -> None:
    runs = begin(Experiment().configs).runs
    assert len(json.dumps(_board(runs))) < 60_000

"""The board with many classes, many inputs, many seeds and twins."""

from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.data.loading import load
from initcore.data.projection import plane_of
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import label
from initcore.export.filled import heads
from initcore.figures.bands import MEDIANS
from initcore.figures.board import MOST_POINTS, board_of
from initcore.figures.comparison_curves import cost_curves
from initcore.figures.maps import LEVELS, cells_of, extent, map_at, maps_of
from initcore.model.network import logits
from initcore.statistics.seeds import bands
from initcore.statistics.twins import MOST_DIGITS
from tests.helpers.browsing import decoded, sent

SMALL: dict[str, Any] = {
    "hidden": (7,),
    "samples": 60,
    "test_samples": 30,
    "iterations": 60,
    "record_every": 10,
}


def _board(experiment: Experiment, runs: list[Trajectory], **settings: Any) -> dict[str, Any]:
    columns = heads(experiment.seeds)
    return sent(board_of(experiment.groups(runs), experiment="e", columns=columns, **settings))


@pytest.mark.parametrize("settings", [{"dataset": "blobs", "classes": 5}, {"dataset": "iris"}])
def test_a_map_of_many_classes_has_the_likeliest_and_how_sure_it_is(settings: dict[str, Any]) -> None:
    [run] = train([RunConfig(**SMALL, **settings)])
    data = load(run.config)
    _, drawn = map_at(run, 60)
    cells, (left, right, _, top) = cells_of(run.shape), extent(data)
    step = (right - left) / cells
    xs, ys = left + (np.arange(cells) + 0.5) * step, top - (np.arange(cells) + 0.5) * step
    points = np.array([[x, y] for y in ys for x in xs]).T
    [z] = logits(run.shape, run.theta[None], plane_of(data).lifted(points))
    powers = np.exp(z - z.max(axis=0))
    p = (powers / powers.sum(axis=0)).max(axis=0)
    even = 1 / len(z)
    flat = drawn.ravel()
    assert np.array_equal(flat // LEVELS, z.argmax(axis=0))
    assert len(set(flat // LEVELS)) > 1
    assert np.abs(flat % LEVELS - (LEVELS - 1) * (p - even) / (1 - even)).max() <= 0.5 + 1e-9


def test_a_map_of_a_network_that_overflows_is_of_class_0_and_unsure() -> None:
    config = RunConfig(**SMALL, dataset="iris")
    [run] = train([config])
    theta = np.full((1, run.theta.size), 1e200)
    drawn = maps_of(shape=run.shape, theta=theta, extent=extent(load(config)), plane=plane_of(load(config)))
    assert set(drawn.ravel() // LEVELS) == {0}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, ""),
        ({"dataset": "iris"}, "The data have 4 inputs. The maps show the plane of their first two principal"),
        ({"dataset": "digits"}, "The data have 64 inputs. "),
    ],
)
def test_the_board_says_what_the_maps_leave_out(settings: dict[str, Any], said: str) -> None:
    experiment = Experiment((Choice("he"),), RunConfig(**SMALL, **settings))
    points = _board(experiment, train(experiment.configs))["points"]
    assert points["note"].startswith(said) if said else points["note"] == ""


def test_points_lie_on_the_plane_and_are_at_most_so_many_of_each_kind() -> None:
    settings = {**SMALL, "samples": 9000, "test_samples": 3500, "iterations": 1}
    config = RunConfig(**settings, dataset="blobs", classes=3)
    experiment = Experiment((Choice("he"),), config)
    points = _board(experiment, train(experiment.configs))["points"]
    labels = decoded(points["labels"], "u1")
    assert decoded(points["x"], "<f4").size == labels.size == 2 * MOST_POINTS
    assert points["train"] == MOST_POINTS
    assert set(labels[:MOST_POINTS]) == set(labels[MOST_POINTS:]) == {0, 1, 2}
    assert points["classes"] == ["0", "1", "2"]
    assert [labels[0], labels[MOST_POINTS - 1]] == load(config).train_labels[[0, -1]].tolist()


def test_a_card_is_of_the_seed_chosen_and_the_curves_are_of_all() -> None:
    experiment = Experiment((Choice("he"), Choice("xavier")), RunConfig(**SMALL), seeds=3)
    runs = train(experiment.configs)
    for place in range(3):
        board = _board(experiment, runs, place=place)
        assert [card["key"] for card in board["cards"]] == [
            runs[place].config.key,
            runs[3 + place].config.key,
        ]
        assert (board["seed"], board["seeds"]) == (place, [run.config.weights_seed for run in runs[:3]])
    cost, report = board["figures"]["cost"], cost_curves(experiment.groups(runs), singles=True)
    medians, bands_, singles = cost["data"][:2], cost["data"][2:4], cost["data"][4:]
    assert cost["layout"]["meta"]["noun"] == MEDIANS
    assert board["figures"]["digits"] is None
    assert [one["name"] for one in medians] == [trace.name for trace in report.data[:2]]
    assert len({one["legendgroup"] for one in medians}) == 2
    for of_kind in (bands_, singles):
        assert [one["legendgroup"] for one in of_kind] == [one["legendgroup"] for one in medians]
        assert not any(one["showlegend"] for one in of_kind)
    assert [one["fillcolor"] for one in bands_] == [
        trace.fillcolor for trace in report.data if trace.fill == "toself"
    ]
    assert [one["line"]["width"] for one in singles] == [1, 1]


def test_twins_give_a_figure_of_digits_and_no_card() -> None:
    experiment = Experiment((Choice("he"), Choice("zeros")), RunConfig(**SMALL), twins=True)
    runs = train(experiment.configs)
    board = _board(experiment, runs)
    assert len(board["cards"]) == 2
    he, zeros = board["figures"]["digits"]["data"]
    assert [he["name"], zeros["name"]] == [label(run.config) for run in runs[:2]]
    assert not {"x", "y"} & he.keys()
    layout = board["figures"]["digits"]["layout"]
    assert layout["yaxis"]["range"][1] > MOST_DIGITS
    assert layout["yaxis"]["title"]["text"] == "digits that agree"


def test_bands_take_runs_of_different_progress_and_diverged_ones() -> None:
    experiment = Experiment((Choice("he"),), RunConfig(**SMALL), seeds=3)
    runs = train(experiment.configs)
    short = runs[1].until(30)
    iterations, costs = bands([runs[0], short, runs[2]])
    assert iterations.tolist() == [0, 10, 20, 30]
    assert np.array_equal(costs, [run.costs[:4] for run in runs])

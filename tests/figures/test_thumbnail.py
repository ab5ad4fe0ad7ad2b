"""A comparison at a glance: a map a choice or a seed, every curve, and the same in words."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from initcore import RunConfig, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.figures.palette import STROKES
from initcore.figures.thumbnail import HEIGHT, MOST_MAPS, STRIP, WIDTH, in_words, thumbnail
from initcore.training.trajectory import Trajectory
from tests.helpers.exported import SMALL


@pytest.mark.parametrize(
    ("choices", "seeds", "maps"),
    [(("zeros", "he"), 1, 2), (("he",), 5, 5), (("zeros", "he"), 3, 2), (("he",), 12, MOST_MAPS)],
)
def test_a_thumbnail_has_a_map_a_choice_or_a_seed_and_every_curve(
    choices: tuple[str, ...], seeds: int, maps: int
) -> None:
    base = RunConfig(**SMALL)
    experiment = Experiment(tuple(Choice(name) for name in choices), base, seeds)
    groups = experiment.groups(train(experiment.configs))
    text = thumbnail(groups)
    root = ET.fromstring(text)
    assert root.attrib["viewBox"] == f"0 0 {WIDTH} {HEIGHT}"
    assert text.count("<image ") == maps
    assert text.count('fill="none"') == len(choices) * seeds
    said = in_words(groups)
    assert said.count(" right") == maps
    assert f"ends at cost {groups[0].items[0].costs[-1]:.3f}" in said
    for column in (float(at) for at in re.findall(r"translate\(([\d.]+) ", text)):
        assert 0 <= column <= WIDTH


def test_a_thumbnail_of_a_run_that_diverged_has_what_there_is() -> None:
    experiment = Experiment((Choice("random"),), RunConfig(hidden=(128,) * 5, samples=43, iterations=100))
    groups = experiment.groups(train(experiment.configs))
    assert groups[0].items[0].diverged
    text = re.sub(r"base64,[^\"]*", "", thumbnail(groups))
    ET.fromstring(text)
    assert "nan" not in text
    assert "inf" not in text


def _trained(experiment: Experiment) -> list[Group[Trajectory]]:
    return experiment.groups(train(experiment.configs))


@pytest.mark.parametrize("count", [1, 3, 4, 5, 8])
def test_maps_lie_beside_each_other_above_the_curves(count: int) -> None:
    text = thumbnail(_trained(Experiment((Choice("he"),), RunConfig(**SMALL), seeds=count)))
    placed = re.findall(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", text)
    squares = [(float(x), float(y), 100 * float(scale)) for x, y, scale in placed]
    assert len(set(squares)) == count
    for x, y, side in squares:
        assert x >= 0
        assert x + side <= WIDTH + 0.1
        assert y + side <= STRIP + 0.1
        for other_x, other_y, _ in squares:
            assert (x, y) == (other_x, other_y) or max(abs(x - other_x), abs(y - other_y)) > side


def test_curves_of_one_initialization_with_two_gains_differ_in_their_dash() -> None:
    choices = (Choice("he"), Choice("he", gain=2.0), Choice("xavier"))
    curves = re.findall(
        r'fill="none" stroke="(.*?)" stroke-width="1.8" stroke-dasharray="(.*?)"',
        thumbnail(_trained(Experiment(choices, RunConfig(**SMALL)))),
    )
    he, xavier = (INITIALIZATIONS[name].color for name in ("he", "xavier"))
    assert curves == [(he, STROKES["solid"]), (he, STROKES["dash"]), (xavier, STROKES["solid"])]


def test_words_name_initializations_or_where_there_is_one_its_seeds() -> None:
    base = RunConfig(**SMALL)
    two = in_words(_trained(Experiment((Choice("zeros"), Choice("he", gain=2.0)), base)))
    assert re.fullmatch(
        r"Decision boundaries and cost curves: Zeros ends at cost [^;]*; He × 2 ends at cost [^;]*\.", two
    )
    one = in_words(_trained(Experiment((Choice("he"),), base, seeds=2)))
    assert re.fullmatch(
        r"Decision boundaries and cost curves: seed 3 ends at cost [^;]*; seed 4 ends at cost [^;]*\.", one
    )


def test_runs_that_have_not_begun_are_pictured_at_their_start() -> None:
    [group] = _trained(Experiment((Choice("he"),), RunConfig(**SMALL)))
    start = [replace(group, items=tuple(run.until(0) for run in group.items))]
    ET.fromstring(thumbnail(start))
    assert f"ends at cost {group.items[0].costs[0]:.3f}" in in_words(start)

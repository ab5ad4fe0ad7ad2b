"""One palette: whole, told apart, and the only place that has colours."""

import re
from pathlib import Path

import numpy as np
import pytest

from initcore.data.datasets import DATASETS
from initcore.figures import palette
from initcore.figures.palette import DASHES, ICONS, MARKS, SIGNS, STROKES, SYMBOLS, UNIT_STATES, along, rgb
from initcore.figures.units import DEAD, SATURATED, SOUND

ROOT = Path(__file__).parents[2]
DRAWING = [
    *(path for path in (ROOT / "initcore" / "figures").glob("*.py") if path.name != "palette.py"),
    *(ROOT / "pages").glob("**/*.js"),
    *(ROOT / "pages").glob("**/*.py"),
]


def test_what_goes_together_is_equally_long() -> None:
    assert len(SIGNS) == len(SYMBOLS)
    assert list(STROKES) == list(DASHES)
    assert set(ICONS) == {"bad", "warn", "good", "info"}
    assert [UNIT_STATES[state] for state in (SOUND, DEAD, SATURATED)] == ["", "dead", "saturated"]


def test_no_two_classes_look_alike() -> None:
    assert max(dataset.most_classes for dataset in DATASETS) <= len(MARKS)
    assert len({mark.color for mark in MARKS}) == len({mark.sign for mark in MARKS}) == len(MARKS)
    assert len({(mark.corners, mark.turn, mark.inner) for mark in MARKS}) == len(MARKS)


def test_colours_along_a_scale_pass_through_its_own() -> None:
    scale = (palette.RED, palette.PAPER, palette.BLUE)
    assert along(scale, np.array([0, 0.5, 1])).tolist() == [list(rgb(color)) for color in scale]
    assert along(("#000000", "#0a1464"), np.array([0.1])).tolist() == [[1, 2, 10]]


@pytest.mark.parametrize("path", DRAWING, ids=lambda path: path.name)
def test_no_colour_is_written_down_a_second_time(path: Path) -> None:
    """White outlines and what is transparent are no colours of a palette."""
    text = path.read_text("utf-8")
    known = {
        value.lower()
        for value in re.findall(r"#[0-9a-f]{6}", (ROOT / "initcore/figures/palette.py").read_text())
    }
    assert not known & {value.lower() for value in re.findall(r"#[0-9a-fA-F]{6}\b", text)}
    assert not re.search(r"rgba?\((?!0,0,0,0\))[0-9]+, ?[0-9]", text)

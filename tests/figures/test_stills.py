"""Pictures without a browser: PNGs that read back, the palette's colours, and shapes where they belong."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from initcore import RunConfig, train
from initcore.data.loading import load
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.figures.maps import map_at
from initcore.figures.palette import BLUE, PAPER, RED, rgb
from initcore.figures.png import png
from initcore.figures.stills import map_cells, palette, points_of
from initcore.figures.thumbnail import HEIGHT, MOST_MAPS, WIDTH, in_words, thumbnail

SMALL = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 130}


def _pixels(data: bytes) -> NDArray[np.uint8]:
    """The pixels (height, width, 3) that a PNG holds."""
    image = Image.open(io.BytesIO(data), formats=["PNG"])
    assert image.mode == "RGB"
    return np.asarray(image)


def test_a_png_reads_back() -> None:
    pixels = np.random.RandomState(0).randint(0, 256, (5, 7, 3)).astype(np.uint8)
    assert np.array_equal(_pixels(png(pixels)), pixels)


def test_a_map_is_the_maps_bytes_in_the_palettes_colours() -> None:
    [run] = train([RunConfig(**SMALL)])  # type: ignore[arg-type]
    uri = map_cells(run, run.iteration)
    pixels = _pixels(base64.b64decode(uri.removeprefix("data:image/png;base64,")))
    assert np.array_equal(pixels, palette(2)[map_at(run, run.iteration)[1]])
    assert palette(2)[[0, 127, 254]].tolist() == [list(rgb(color)) for color in (RED, PAPER, BLUE)]


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_every_class_has_a_shape_and_a_colour_and_every_point_is_there(classes: int) -> None:
    data = load(RunConfig(dataset="blobs", classes=classes, samples=101))
    root = ET.fromstring(points_of(data, 1.0))
    paths = list(root)
    counts = [path.attrib["d"].count("M") for path in paths]
    assert counts == [(data.train_labels == label).sum() for label in range(data.classes)]
    assert len({path.attrib["fill"] for path in paths}) == data.classes
    assert len({re.sub(r"[\d.-]+", "", path.attrib["d"].split("z")[0]) for path in paths}) >= min(
        data.classes, 4
    )
    assert "nan" not in points_of(data, 1.0)


@pytest.mark.parametrize(
    ("choices", "seeds", "maps"),
    [(("zeros", "he"), 1, 2), (("he",), 5, 5), (("zeros", "he"), 3, 2), (("he",), 12, MOST_MAPS)],
)
def test_a_thumbnail_has_a_map_a_choice_or_a_seed_and_every_curve(
    choices: tuple[str, ...], seeds: int, maps: int
) -> None:
    base = RunConfig(**SMALL)  # type: ignore[arg-type]
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

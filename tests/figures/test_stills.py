"""Pictures without a browser: PNGs that read back, the palette's colours, and shapes where they belong."""

import base64
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from initcore import RunConfig, train
from initcore.data.loading import load
from initcore.figures.maps import map_at
from initcore.figures.palette import BLUE, PAPER, RED, rgb
from initcore.figures.stills import map_cells, palette, points_of
from tests.helpers.pictures import pixels_of

SMALL = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 130}


def test_a_map_is_the_maps_bytes_in_the_palettes_colours() -> None:
    [run] = train([RunConfig(**SMALL)])  # type: ignore[arg-type]
    uri = map_cells(run, run.iteration)
    pixels = pixels_of(base64.b64decode(uri.removeprefix("data:image/png;base64,")))
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

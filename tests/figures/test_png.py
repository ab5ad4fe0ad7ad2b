"""PNGs that read back, and addresses that hold their bytes."""

from urllib.request import urlopen

import numpy as np
import pytest

from initcore.figures.png import data_uri, png
from tests.helpers.pictures import pixels_of


def test_a_png_reads_back() -> None:
    pixels = np.random.RandomState(0).randint(0, 256, (5, 7, 3)).astype(np.uint8)
    assert np.array_equal(pixels_of(png(pixels)), pixels)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 13), (17, 1)])
def test_a_png_is_as_high_and_wide_as_its_pixels(height: int, width: int) -> None:
    pixels = np.full((height, width, 3), (255, 128, 0), np.uint8)
    assert np.array_equal(pixels_of(png(pixels)), pixels)


@pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256)), b"\xff" * 1001])
def test_an_address_gives_back_its_bytes_and_says_what_they_are(data: bytes) -> None:
    with urlopen(data_uri(data, "image/png")) as answer:
        assert answer.read() == data
        assert answer.headers.get_content_type() == "image/png"


def test_an_address_can_stand_in_an_attribute() -> None:
    uri = data_uri(bytes(range(256)) * 3, "image/png")
    assert not set(uri) & set("\"'<>& \n")

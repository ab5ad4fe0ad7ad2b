"""Pictures as their tests read them."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def pixels_of(data: bytes) -> NDArray[np.uint8]:
    """The pixels (height, width, 3) that a PNG holds."""
    image = Image.open(io.BytesIO(data), formats=["PNG"])
    assert image.mode == "RGB"
    return np.asarray(image)

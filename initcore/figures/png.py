"""Pixels as a PNG, and bytes as an address that holds them."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def png(pixels: NDArray[np.uint8]) -> bytes:
    """The PNG of pixels (height, width, 3), red, green and blue."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def data_uri(data: bytes, mime: str) -> str:
    """The bytes as an address that holds them."""
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"

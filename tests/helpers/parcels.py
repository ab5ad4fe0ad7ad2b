"""Parcels of arrays as the browser reads them."""

import base64
import zlib
from typing import Any

import numpy as np


def unpacked(parcel: dict[str, Any]) -> dict[str, np.ndarray]:
    """A parcel's arrays, read as the browser reads them."""
    data = base64.b64decode(parcel["data"])
    data = zlib.decompress(data) if parcel["deflated"] else data
    arrays, start = {}, 0
    for name, kind, shape in parcel["layout"]:
        one = np.dtype(kind).newbyteorder("<")
        assert start % one.itemsize == 0
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(data, one, count, start).reshape(shape)
        start += count * one.itemsize
    assert start == len(data)
    return arrays

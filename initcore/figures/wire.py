"""Arrays on their way to the browser: base64 of little-endian bytes, int32, float32, float64 or uint8.

A third of their size as JSON, and ready to use where they arrive. What is only drawn travels as float32.
"""

import base64
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from initcore.figures.payload import Encoded
from initcore.figures.why_payload import Parcel, Words

KINDS = {"i": "<i4", "f": "<f4"}
"""What an array of that kind of numbers travels as; bytes travel as they are."""


def ints(values: ArrayLike) -> Encoded:
    """Whole numbers as base64 of little-endian 32-bit integers, in C order."""
    return text(np.asarray(values, "<i4").tobytes())


def floats(values: ArrayLike) -> Encoded:
    """Numbers as base64 of little-endian 32-bit floats, in C order; inf where one is too large for them."""
    with np.errstate(over="ignore"):
        return text(np.asarray(values).astype("<f4").tobytes())


def doubles(values: ArrayLike) -> Encoded:
    """Numbers as base64 of little-endian 64-bit floats, in C order: with every digit."""
    return text(np.asarray(values).astype("<f8").tobytes())


def text(data: bytes) -> Encoded:
    """Bytes as base64."""
    return base64.b64encode(data).decode()


def parcel(
    arrays: Mapping[str, NDArray[Any]], *, words: Sequence[Words] | None = None, deflated: bool = False
) -> Parcel:
    """Several arrays in one string: `layout` lists name, type and shape in the order of the bytes.

    Bytes come last, so that each of the others begins where four bytes of its kind may.
    """
    layout: list[list[Any]] = []
    wide: list[bytes] = []
    narrow: list[bytes] = []
    for name, array in sorted(arrays.items(), key=lambda item: item[1].dtype == np.uint8):
        kind = "u1" if array.dtype == np.uint8 else KINDS[array.dtype.kind]
        layout.append([name, kind[-2:], list(array.shape)])
        with np.errstate(over="ignore"):
            (narrow if kind == "u1" else wide).append(array.astype(kind).tobytes())
    data = b"".join([*wide, *narrow])
    return Parcel(layout, deflated, text(zlib.compress(data, 1) if deflated else data), words)

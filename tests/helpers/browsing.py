"""What a browser makes of what a board is sent: the twin of codec.js, runs.js and told.js in Python."""

import base64
import json
import zlib
from typing import Any

import numpy as np

from initcore.figures.payload import to_json


def sent(record: Any) -> Any:
    """A record as it arrives, through JSON that every browser reads."""
    return json.loads(json.dumps(to_json(record), allow_nan=False))


def decoded(text: str, dtype: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype)


def inflated(text: str, *shape: int) -> np.ndarray:
    """Bytes in that shape."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), np.uint8).reshape(shape)


def joined(array: np.ndarray | None, start: int, more: np.ndarray) -> np.ndarray:
    """An array of which all from a place on is replaced by more."""
    return more if array is None or start == 0 else np.concatenate([array[:start], more])


OF_RUN = {
    **dict.fromkeys(("iterations", "costs"), "record"),
    **dict.fromkeys(("kept", "train", "test", "test_costs"), "frame"),
}
OF_BAND = dict.fromkeys(("iterations", "low", "middle", "high", "digits"), "record")
DTYPES = {"iterations": "<i4", "kept": "<i4", "costs": "<f8"}


class Known:
    """A run or a band as far as a browser knows it; `received` counts the bytes of JSON."""

    def __init__(self, places: dict[str, str]) -> None:
        self._places = places
        self.arrays: dict[str, np.ndarray] = {}
        self.singles: list[np.ndarray] = []
        self.latest: dict[str, Any] = {}
        self.received = 0

    def take(self, record: Any) -> None:
        """Takes in a growth or a band; None is nothing new."""
        if record is None:
            return
        self.received += len(json.dumps(to_json(record)))
        news = sent(record)
        for name, place in self._places.items():
            if news[name] or name != "digits":
                more = decoded(news[name], DTYPES.get(name, "<f4"))
                self.arrays[name] = joined(self.arrays.get(name), news[place], more)
        before: list[np.ndarray | None] = [*self.singles] or [None] * len(news.get("singles", ()))
        self.singles = [
            joined(one, news["record"], decoded(more, "<f4"))
            for one, more in zip(before, news.get("singles", ()), strict=True)
        ]
        self.latest |= {name: value for name, value in news.items() if name not in self._places}


def known_run() -> Known:
    """A run of which a browser knows nothing yet."""
    return Known(OF_RUN)


def known_band() -> Known:
    """A band of which a browser knows nothing yet."""
    return Known(OF_BAND)

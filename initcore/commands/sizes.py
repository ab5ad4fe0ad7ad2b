"""Sizes and spans as they are typed on the command line, and sizes as they are printed."""

import math
import re

from initcore.experiment.values import ConfigError, shown
from initcore.words.numbers import decimals, spaced

UNITS = {"": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30}

MOST_BYTES, MOST_DAYS = 2**50, 100_000

_SIZE = re.compile(r"(\d{1,16}(?:\.\d{1,9})?)\s*(kb|mb|gb|)", re.ASCII | re.IGNORECASE)
_DAYS = re.compile(r"\d{1,6}(?:\.\d{1,9})?", re.ASCII)


def size_of(option: str, text: str) -> int:
    """The bytes in what was typed; ConfigError for what is no size.

    >>> size_of("--to", "1.5 GB") // 2**20
    1536
    """
    found = _SIZE.fullmatch(text.strip())
    size = math.floor(float(found[1]) * UNITS[found[2].lower()]) if found else -1
    if not 0 <= size <= MOST_BYTES:
        raise ConfigError(f"{option} must be a size such as 200MB or 1.5GB; got {shown(text)}")
    return size


def seconds_of_days(option: str, text: str) -> float:
    """The seconds of so many days; ConfigError for what is not a number in [0, MOST_DAYS]."""
    if not _DAYS.fullmatch(text.strip()) or float(text) > MOST_DAYS:
        raise ConfigError(f"{option} must be a number of days in [0, {MOST_DAYS}]; got {shown(text)}")
    return float(text) * 86_400


def size_text(size: int) -> str:
    """A size as people say it, in units of 1 024 as everywhere here: 512 bytes, 3.4 kB, 1.2 GB."""
    for unit, least in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if size >= least:
            return f"{decimals(size / least, 1)} {unit}"
    return f"{spaced(size)} bytes"

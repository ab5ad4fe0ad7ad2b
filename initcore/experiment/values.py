"""Values of settings: what a number, a name, a flag or a list of widths may be, and its text form.

Every complaint is a ConfigError with one sentence: the setting, what is allowed, what was got.
"""

import operator
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from initcore.experiment.nearest import nearest
from initcore.experiment.setting import Limit
from initcore.words.phrases import listed

MAX_LAYERS = 50
MAX_WIDTH = 512

REPEATED = 3
"""From how many equal hidden widths in a row on text says 3x128 instead of 128-128-128."""

MOST_NAMED = 12
"""Names that a complaint lists before it only counts them."""


class ConfigError(ValueError):
    """A setting that is not allowed; the message names it, the allowed values and what was got."""


def shown(value: Any) -> str:
    """A value as an error message quotes it: its repr, cut short."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to write out a number of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


def number(name: str, value: Any, limit: Limit, whole: bool = False) -> Any:
    """The value as a float, as an int where it is to be `whole`; ConfigError for anything else."""
    noun = "a whole number" if whole else "a number"
    try:
        if isinstance(value, (bool, np.bool_, str, bytes)):
            raise TypeError
        result = operator.index(value) if whole else float(value) + 0.0
    except (TypeError, ValueError, OverflowError):
        raise ConfigError(f"`{name}` must be {noun} in {limit}; got {shown(value)}") from None
    if result not in limit:
        raise ConfigError(f"`{name}` must be {noun} in {limit}; got {shown(value)}")
    return result


def choice(
    name: str, value: Any, allowed: Sequence[str], elsewhere: Mapping[str, tuple[str, ...]] | None = None
) -> str:
    """The value as a plain string, one of those allowed; a complaint names those that may be meant.

    `elsewhere` says which of them go by another name in other frameworks.
    """
    if isinstance(value, str) and value in allowed:
        return str(value)
    near = nearest(value, allowed, elsewhere or {}) if isinstance(value, str) else ()
    if len(allowed) <= MOST_NAMED:
        some = f"one of {', '.join(allowed)}"
    elif near:
        some = f"one of {len(allowed)} names, the nearest {listed(near)}"
    else:
        some = f"one of {', '.join(allowed[:MOST_NAMED])} and {len(allowed) - MOST_NAMED} more"
    raise ConfigError(f"`{name}` must be {some}; got {shown(value)}")


def names_among(name: str, value: Any, allowed: Sequence[str]) -> tuple[str, ...]:
    """The names in a list of them, each one of those allowed, once and in the order they have there."""
    rule = f"`{name}` must be a list of names, each one of {', '.join(allowed)}"
    try:
        if isinstance(value, (str, bytes, bytearray)):
            raise TypeError
        given = list(value)
    except TypeError:
        raise ConfigError(f"{rule}; got {shown(value)}") from None
    for one in given:
        if not isinstance(one, str) or one not in allowed:
            raise ConfigError(f"{rule}; got {shown(one)}")
    return tuple(one for one in allowed if one in given)


def flag(name: str, value: Any) -> bool:
    """The value as a bool."""
    if not isinstance(value, (bool, np.bool_)):
        raise ConfigError(f"`{name}` must be true or false; got {shown(value)}")
    return bool(value)


def hidden_widths(value: Any) -> tuple[int, ...]:
    """The hidden widths as a tuple of ints."""
    whole = isinstance(value, tuple) and value and all(type(width) is int for width in value)
    got = text_of(value) if whole else shown(value)
    rule = f"`hidden` must be 1 to {MAX_LAYERS} whole numbers in [1, {MAX_WIDTH}]; got {got[:60]}"
    try:
        if isinstance(value, (str, bytes, bytearray)):
            raise TypeError
        given = list(value)
        widths = [operator.index(width) for width in given]
    except TypeError:
        raise ConfigError(rule) from None
    if any(isinstance(width, (bool, np.bool_)) for width in given):
        raise ConfigError(rule)
    if not all(1 <= width <= MAX_WIDTH for width in widths):
        raise ConfigError(rule)
    if not 1 <= len(widths) <= MAX_LAYERS:
        raise ConfigError(rule)
    return tuple(widths)


def gains_by_layer(value: Any, limit: Limit, layers: int) -> tuple[float, ...]:
    """One gain a weight layer as a tuple of floats; empty where all are 1."""
    rule = (
        f"`layer_gains` must be {layers} numbers in {limit}, one a weight layer, or none; got {shown(value)}"
    )
    try:
        if isinstance(value, (str, bytes, bytearray)):
            raise TypeError
        given = list(value)
        gains = tuple(float(gain) + 0.0 for gain in given)
    except (TypeError, ValueError, OverflowError):
        raise ConfigError(rule) from None
    if any(isinstance(gain, (bool, np.bool_, str, bytes)) for gain in given):
        raise ConfigError(rule)
    if not all(gain in limit for gain in gains) or len(gains) not in (0, layers):
        raise ConfigError(rule)
    return () if all(gain == 1 for gain in gains) else gains


def text_of(value: Any) -> str:
    """A field's value as text; `repr` of a float is the shortest that reads back as itself.

    >>> text_of((64, 128, 128, 128, 10)), text_of(("x1sq", "x1x2"))
    ('64-3x128-10', 'x1sq-x1x2')
    """
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return "-".join(value)
    if isinstance(value, tuple) and value and isinstance(value[0], float):
        return ",".join(map(repr, value))
    if isinstance(value, tuple):
        return "-".join(_repeats(value))
    if isinstance(value, bool):
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def told(value: Any) -> str:
    """A field's value as a sentence or a table tells it: what has no text is none.

    >>> told(()), told((10, 5))
    ('none', '10-5')
    """
    return text_of(value) or "none"


def _repeats(widths: tuple[int, ...]) -> list[str]:
    parts: list[str] = []
    for width, group in groupby(widths):
        count = len(list(group))
        parts += [f"{count}x{width}"] if count >= REPEATED else [str(width)] * count
    return parts


_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def parsed_flag(name: str, text: str) -> bool:
    """The flag that text means."""
    try:
        return _TRUTHS[text.strip().lower()]
    except KeyError:
        return flag(name, text)


def parsed_number(name: str, text: str, limit: Limit, whole: bool = False) -> Any:
    """The number that text means, not yet checked against the limit that a complaint names."""
    try:
        return int(text) if whole else float(text)
    except (ValueError, OverflowError):
        return number(name, text, limit, whole)


def parsed_names(text: str) -> tuple[str, ...]:
    """The names that text means, such as `x1sq-x1x2` or `x1sq, x1x2`, not yet checked."""
    return tuple(re.split(r"\s*[,-]\s*|\s+", text.strip())) if text.strip() else ()


def parsed_gains(text: str, limit: Limit) -> tuple[float, ...]:
    """The gains that text means, not yet checked."""
    try:
        return tuple(float(part) for part in re.split(r"\s*,\s*|\s+", text.strip()) if part)
    except (ValueError, OverflowError):
        rule = f"`layer_gains` must be numbers in {limit} with commas between them, one a weight layer"
        raise ConfigError(f"{rule}; got {shown(text)}") from None


def parsed_widths(text: str) -> tuple[int, ...]:
    """The hidden widths that text means, not yet checked."""
    try:
        return tuple(_parsed_widths(text))
    except (ValueError, OverflowError):
        return hidden_widths(text)


def _parsed_widths(text: str) -> list[int]:
    """Widths from `10, 5` or `10-5` or `30x128`: 30 layers of 128."""
    widths: list[int] = []
    for part in re.split(r"\s*[,-]\s*|\s+", text.strip()):
        count, times, width = part.replace("×", "x").partition("x")
        repeat = int(count) if times else 1
        # One more than allowed is enough to be refused, and a typed 9999999x9 must not fill the memory.
        widths += [int(width if times else part)] * max(0, min(repeat, MAX_LAYERS + 1))
    return widths

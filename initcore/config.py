"""One frozen config is one run: what it is, whether it is allowed, and the key it is known by.

A `RunConfig` holds names and numbers only. It is checked when made, survives a round trip through
JSON and through a short URL, and hashes to a key that is the same on every machine. Defaults are
the course's experiment and never change once published: a field at its default is left out of the
URL and of what is hashed, so a field added later leaves every older link and key as it was.
"""

import hashlib
import json
import operator
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from initcore.registry import ACTIVATIONS, DATASETS, INITIALIZATIONS

SCHEMA = 1
"""Version of the meaning of a config. Raised when an old key must not find its old result."""

MAX_LAYERS = 10
MAX_WIDTH = 128
MAX_RECORDS = 100_000
FEATURES = 2


class ConfigError(ValueError):
    """A setting that is not allowed; the message names it, the allowed values and what was got."""


@dataclass(frozen=True)
class Limit:
    """The allowed range of a number; `above` excludes the lower end."""

    low: float
    high: float
    above: bool = False

    def __str__(self) -> str:
        return f"{'(' if self.above else '['}{self.low}, {self.high}]"

    def __contains__(self, value: float) -> bool:
        return (value > self.low or (not self.above and value == self.low)) and value <= self.high


LIMITS = {
    "gain": Limit(0, 1000),
    "samples": Limit(4, 10_000),
    "test_samples": Limit(4, 10_000),
    "noise": Limit(0, 1),
    "data_seed": Limit(0, 2**32 - 1),
    "test_seed": Limit(0, 2**32 - 1),
    "weights_seed": Limit(0, 2**32 - 1),
    "learning_rate": Limit(0, 10, above=True),
    "iterations": Limit(1, 1_000_000),
    "record_every": Limit(1, 100_000),
}

URL_NAMES = {
    "initialization": "init",
    "gain": "gain",
    "hidden": "hidden",
    "activation": "act",
    "dataset": "data",
    "samples": "n",
    "test_samples": "ntest",
    "noise": "noise",
    "data_seed": "dseed",
    "test_seed": "tseed",
    "weights_seed": "seed",
    "learning_rate": "lr",
    "iterations": "iters",
    "record_every": "every",
}


def shown(value: Any) -> str:
    """A value as an error message quotes it: its repr, cut short."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to write out a number of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _number(name: str, value: Any, kind: type) -> Any:
    """The value as int or float, whichever the field is; ConfigError for anything else."""
    limit = LIMITS[name]
    noun = "a whole number" if kind is int else "a number"
    try:
        if isinstance(value, (bool, np.bool_, str, bytes)):
            raise TypeError
        number = operator.index(value) if kind is int else float(value) + 0.0
    except (TypeError, ValueError, OverflowError):
        raise ConfigError(f"`{name}` must be {noun} in {limit}; got {shown(value)}") from None
    if number not in limit:
        raise ConfigError(f"`{name}` must be {noun} in {limit}; got {shown(value)}")
    return number


def _widths(value: Any) -> tuple[int, ...]:
    """The hidden widths as a tuple of ints."""
    rule = f"`hidden` must be 1 to {MAX_LAYERS} whole numbers in [1, {MAX_WIDTH}]; got {shown(value)}"
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


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides one run.

    Raises ConfigError (a ValueError) when a setting is of the wrong type, out of range or not
    finite. Ints are taken for floats and lists for tuples, so that equal configs are equal.

    >>> RunConfig(initialization="he", hidden=[10, 5]) == RunConfig()
    True
    >>> RunConfig(learning_rate=-1)
    Traceback (most recent call last):
    initcore.config.ConfigError: `learning_rate` must be a number in (0, 10]; got -1
    """

    initialization: str = "he"
    gain: float = 1.0
    hidden: tuple[int, ...] = (10, 5)
    activation: str = "relu"
    dataset: str = "circles"
    samples: int = 300
    test_samples: int = 100
    noise: float = 0.05
    data_seed: int = 1
    test_seed: int = 2
    weights_seed: int = 3
    learning_rate: float = 0.01
    iterations: int = 15_000
    record_every: int = 50

    def __post_init__(self) -> None:
        for name, registry in _REGISTRIES.items():
            value = getattr(self, name)
            if not isinstance(value, str) or value not in registry.names:
                allowed = ", ".join(registry.names)
                raise ConfigError(f"`{name}` must be one of {allowed}; got {shown(value)}")
            object.__setattr__(self, name, str(value))
        object.__setattr__(self, "hidden", _widths(self.hidden))
        for field in fields(self):
            if field.name in LIMITS:
                value = _number(field.name, getattr(self, field.name), _TYPES[field.name])
                object.__setattr__(self, field.name, value)
        if self.iterations // self.record_every > MAX_RECORDS:
            raise ConfigError(
                f"`record_every` must be at least `iterations` / {MAX_RECORDS}; "
                f"got {self.record_every} for {self.iterations} iterations"
            )

    @property
    def widths(self) -> tuple[int, ...]:
        """Units of every layer, input and output included: (2, 10, 5, 1) by default."""
        return (FEATURES, *self.hidden, 1)

    def to_dict(self) -> dict[str, Any]:
        """Every field by name, ready for JSON."""
        return {**asdict(self), "hidden": list(self.hidden)}

    def to_json(self) -> str:
        """The whole config as JSON text."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "RunConfig":
        """The config of those fields, defaults for the rest; ConfigError for an unknown field."""
        unknown = sorted(map(shown, set(values) - set(URL_NAMES)))
        if unknown:
            raise ConfigError(f"a config has no field {unknown[0]}; it has {', '.join(URL_NAMES)}")
        return cls(**values)

    @classmethod
    def from_json(cls, text: str) -> "RunConfig":
        """The config written by `to_json`; ConfigError when the text is not one."""
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            raise ConfigError("a config must be a JSON object; this text is not JSON") from None
        if not isinstance(values, dict):
            raise ConfigError(f"a config must be a JSON object; got {type(values).__name__}")
        return cls.from_dict(values)

    def to_query(self) -> dict[str, str]:
        """The short URL form: fields that differ from the course's, under short names.

        >>> RunConfig(hidden=(4, 4), learning_rate=0.1).to_query()
        {'hidden': '4-4', 'lr': '0.1'}
        """
        return {URL_NAMES[name]: _text(value, "-") for name, value in self._changed()}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "RunConfig":
        """The config of a short URL form; names it does not know are passed over."""
        return cls(**parse_query(query))

    @property
    def key(self) -> str:
        """sha256 of the canonical, type-tagged JSON: what the run is stored and shared under.

        `iterations` is left out: a longer run of the same key starts with the shorter one.
        """
        tagged = {
            name: f"{type(value).__name__}:{_text(value, ',')}"
            for name, value in self._changed()
            if name != "iterations"
        }
        canonical = json.dumps({"schema": SCHEMA, "run": tagged}, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def with_iterations(self, iterations: int) -> "RunConfig":
        """The same run, trained for another number of iterations."""
        return replace(self, iterations=iterations)

    def _changed(self) -> list[tuple[str, Any]]:
        """Fields that are not at their default, in order."""
        pairs = [(f.name, getattr(self, f.name), f.default) for f in fields(self)]
        return [(name, value) for name, value, default in pairs if value != default]


def _text(value: Any, separator: str) -> str:
    """A field's value as text; `repr` of a float is the shortest that reads back as itself."""
    if isinstance(value, tuple):
        return separator.join(map(str, value))
    return repr(value) if isinstance(value, float) else str(value)


def parse_field(name: str, text: str) -> Any:
    """The value that `text` means for the field `name`, not yet checked against its limits.

    Raises ConfigError when the text does not read as the field's type.
    """
    kind = _TYPES[name]
    try:
        if kind is tuple:
            return tuple(int(part) for part in re.split(r"\s*[,-]\s*|\s+", text.strip()))
        return kind(text)
    except (ValueError, OverflowError):
        if kind is tuple:
            return _widths(text)
        return _number(name, text, kind)


def parse_query(query: Mapping[str, str]) -> dict[str, Any]:
    """Field values of a short URL form by field name, each read but not yet checked."""
    return {name: parse_field(name, query[short]) for name, short in URL_NAMES.items() if short in query}


_TYPES: dict[str, type] = {f.name: type(f.default) for f in fields(RunConfig)}
_REGISTRIES: dict[str, Any] = {
    "initialization": INITIALIZATIONS,
    "activation": ACTIVATIONS,
    "dataset": DATASETS,
}

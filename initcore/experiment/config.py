"""One frozen config is one run: what it is, whether it is allowed, and the key it is known by.

A `RunConfig` holds names and numbers only. It is checked when made, survives a round trip through
JSON and through a short URL, and hashes to a key that is the same on every machine. Defaults are
the course's experiment and never change once published: a field at its default is left out of the
URL and of what is hashed, so a field added later leaves every older link and key as it was.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.data.tables import parse_id
from initcore.experiment.settings import OF_A_RUN, parse_field
from initcore.experiment.values import ConfigError, shown, text_of
from initcore.model.base import layers_of
from initcore.model.expressions import FormulaError
from initcore.model.formula import DEFAULT_FORMULA, parse
from initcore.model.network import Shape

SCHEMA = 1
"""Version of the meaning of a config. Raised when an old key must not find its old result."""

MAX_RECORDS = 100_000

URL_NAMES = {row.name: row.url for row in OF_A_RUN}

START = tuple(row.name for row in OF_A_RUN if row.group == "start")
"""The fields that say where a run starts: what a comparison compares. The rest its runs share."""

_CHECKED = sorted(OF_A_RUN, key=lambda row: row.kind.turn)


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides one run; what is true of each field is in its row of `settings.OF_A_RUN`.

    Raises ConfigError (a ValueError) when a setting is of the wrong type, out of range or not
    finite. Ints are taken for floats and lists for tuples, and a setting that means nothing here
    (the noise of real data, the momentum of plain gradient descent) goes back to its default, so
    that equal runs are equal configs. `formula` is the standard deviation of the initialization
    "formula"; `table` names an uploaded CSV; `batch_size` 0 is the full batch; `l2` is lambda in
    lambda / (2 m) times the sum of squared weights; a `twin` starts one unit in the last place away.

    >>> RunConfig(initialization="he", hidden=[10, 5]) == RunConfig()
    True
    >>> RunConfig(learning_rate=-1)
    Traceback (most recent call last):
    initcore.experiment.values.ConfigError: `learning_rate` must be a number in (0, 10]; got -1
    """

    initialization: str = "he"
    gain: float = 1.0
    formula: str = DEFAULT_FORMULA
    bias: str = "scheme"
    bias_value: float = 0.1
    zero_last: bool = False
    layer_gains: tuple[float, ...] = ()
    twin: bool = False
    hidden: tuple[int, ...] = (10, 5)
    activation: str = "relu"
    dataset: str = "circles"
    table: str = ""
    samples: int = 300
    test_samples: int = 100
    noise: float = 0.05
    balance: float = 1.0
    label_noise: float = 0.0
    classes: int = 2
    standardize: str = "auto"
    data_seed: int = 1
    test_seed: int = 2
    weights_seed: int = 3
    optimizer: str = "gd"
    learning_rate: float = 0.01
    momentum: float = 0.9
    batch_size: int = 0
    batch_seed: int = 0
    l2: float = 0.0
    iterations: int = 15_000
    record_every: int = 50

    def __post_init__(self) -> None:
        for row in _CHECKED:
            self._set(row.name, row.check(getattr(self, row.name), self))
        if self.iterations // self.record_every > MAX_RECORDS:
            raise ConfigError(
                f"`record_every` must be at least `iterations` / {MAX_RECORDS}; "
                f"got {self.record_every} for {self.iterations} iterations"
            )
        self._forget_what_means_nothing()
        if INITIALIZATIONS[self.initialization].takes_formula:
            _check_sigmas(self.formula, self.widths)

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)

    def _forget_what_means_nothing(self) -> None:
        """Puts fields at their defaults that change nothing beside the others."""
        for row in [row for row in OF_A_RUN if row.idle is not None and row.idle(self)]:
            self._set(row.name, row.default)
        data = DATASETS[self.dataset]
        if data.real:
            return
        if self.classes > data.most_classes:
            raise ConfigError(
                f"`classes` must be a whole number in [2, {data.most_classes}] for {self.dataset}; "
                f"got {self.classes}"
            )
        for name in ("samples", "test_samples"):
            if getattr(self, name) < self.classes:
                raise ConfigError(
                    f"`{name}` must be at least one for each of {self.classes} classes; "
                    f"got {getattr(self, name)}"
                )

    @property
    def uploaded(self) -> bool:
        """Whether the data are an uploaded CSV, which stays in its browser session."""
        return DATASETS[self.dataset].uploaded

    @property
    def features(self) -> int:
        """How many numbers an example has."""
        return parse_id(self.table)[0] if self.uploaded else DATASETS[self.dataset].features

    @property
    def class_count(self) -> int:
        """How many classes the data have."""
        if self.uploaded:
            return parse_id(self.table)[1]
        data = DATASETS[self.dataset]
        return data.classes if data.real else self.classes

    @property
    def widths(self) -> tuple[int, ...]:
        """Units of every layer, input and output included: (2, 10, 5, 1) by default.

        Two classes have one output, the logit of class 1; more have one output each.
        """
        outputs = 1 if self.class_count == 2 else self.class_count
        return (self.features, *self.hidden, outputs)

    @property
    def shape(self) -> Shape:
        """Units of every layer, and the hidden activation."""
        return Shape(self.widths, self.activation)

    @property
    def standardized(self) -> bool:
        """Whether the inputs are brought to mean 0 and deviation 1."""
        return DATASETS[self.dataset].real if self.standardize == "auto" else self.standardize == "yes"

    def to_dict(self) -> dict[str, Any]:
        """Every field by name, ready for JSON."""
        return {**asdict(self), "hidden": list(self.hidden), "layer_gains": list(self.layer_gains)}

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
        return {URL_NAMES[name]: text_of(value) for name, value in self._changed()}

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
            name: f"{type(value).__name__}:{_canonical(value)}"
            for name, value in self._changed()
            if name != "iterations"
        }
        if self._measured_with_biases:
            tagged["measured"] = "with biases"
        canonical = json.dumps({"schema": SCHEMA, "run": tagged}, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def _measured_with_biases(self) -> bool:
        """Whether the weights are made by looking at the data through biases that are not 0.

        They were once made without them, under a key of their own: what is stored there is another run.
        """
        biased = self.bias == "uniform" or (self.bias == "constant" and self.bias_value != 0)
        return biased and INITIALIZATIONS[self.initialization].refine is not None

    def with_iterations(self, iterations: int) -> "RunConfig":
        """The same run, trained for another number of iterations."""
        return replace(self, iterations=iterations)

    def _changed(self) -> list[tuple[str, Any]]:
        """Fields that are not at their default, in order."""
        pairs = [(f.name, getattr(self, f.name), f.default) for f in fields(self)]
        return [(name, value) for name, value, default in pairs if value != default]


def _canonical(value: Any) -> str:
    """A value as it is hashed: what `repr` says of each number."""
    return ",".join(map(repr, value)) if isinstance(value, tuple) else str(value)


def _check_sigmas(formula: str, widths: tuple[int, ...]) -> None:
    """ConfigError where the formula gives a layer of that network no standard deviation."""
    try:
        for layer in layers_of(widths):
            parse(formula).sigma(layer)
    except FormulaError as error:
        raise ConfigError(f"`formula` cannot be used here: {error}") from None


def parse_query(query: Mapping[str, str]) -> dict[str, Any]:
    """Field values of a short URL form by field name, each read but not yet checked."""
    return {name: parse_field(name, query[short]) for name, short in URL_NAMES.items() if short in query}

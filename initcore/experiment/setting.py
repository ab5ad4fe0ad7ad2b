"""The contract of a setting: what its row says, from which everything that names settings is made.

A config's checks, links, page controls, the command line, what a room may hide and the README's table
read the rows; a setting that is added there is added everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class Run(Protocol):
    """The settings that decide whether others mean anything: a `RunConfig`'s."""

    @property
    def initialization(self) -> str:
        """The name of what the weights are drawn by."""

    @property
    def bias(self) -> str:
        """The rule of the biases."""

    @property
    def hidden(self) -> tuple[int, ...]:
        """Units of each hidden layer."""

    @property
    def dataset(self) -> str:
        """The name of the data."""

    @property
    def features(self) -> int:
        """How many inputs the data have."""

    @property
    def standardize(self) -> str:
        """Whether inputs are standardized."""

    @property
    def optimizer(self) -> str:
        """The name of the optimizer."""

    @property
    def batch_size(self) -> int:
        """Examples of a mini-batch, 0 for all."""


@dataclass(frozen=True)
class Limit:
    """The allowed range of a number; `above` excludes the lower end, `below` the upper."""

    low: float
    high: float
    above: bool = False
    below: bool = False

    def __str__(self) -> str:
        return f"{'(' if self.above else '['}{self.low}, {self.high}{')' if self.below else ']'}"

    def __contains__(self, value: float) -> bool:
        over = value > self.low or (not self.above and value == self.low)
        return over and (value < self.high or (not self.below and value == self.high))


@dataclass(frozen=True, eq=False)
class Kind:
    """What sort of value a setting has.

    `read(setting, text)` is the value that text means, `check(setting, value, run)` the value as a
    config keeps it; both raise ConfigError. `metavar` stands for it on the command line and
    `allowed(setting)` says in a few words what it may be. Kinds are checked by `turn`, since some are
    measured by others: how many layers there are says how many gains. What is `typed` is a text on the
    page, not the value itself.
    """

    metavar: str
    read: Callable[["Setting", str], Any]
    check: Callable[["Setting", Any, Run], Any]
    allowed: Callable[["Setting"], str]
    turn: int
    typed: bool = False


@dataclass(frozen=True, eq=False)
class Setting:
    """One setting: its row in the table of them all.

    `url` is its name in a link and `label` its name on the page, empty where the page has no control
    for it. `help` is what page, command line and README say of it. `group` is what it belongs to:
    start, network, data, training or seeds; `more`, whether its control is folded away there. `flag` is
    its option on the command line; without one it is said as `--set name=value`. `limit` is the range
    of a number, `step` that of its control; `choices` are the names it may have, or hold some of, and what
    the page calls each; `elsewhere`, which of them go by another name in other frameworks. A room may hide
    it if it is `hideable`. `idle` tells of a run in which it changes nothing, and so has its default;
    `needs` is what it would need there to change anything.
    """

    name: str
    default: Any
    kind: Kind
    url: str
    label: str
    help: str
    group: str
    limit: Limit = Limit(0, 0)
    choices: Mapping[str, str] = field(default_factory=dict)
    step: float | None = None
    flag: str | None = None
    hideable: bool = True
    more: bool = False
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    idle: Callable[[Run], bool] | None = None
    needs: str = ""

    def read(self, text: str) -> Any:
        """The value that `text` means, not yet checked; ConfigError when it does not read as the kind."""
        return self.kind.read(self, text)

    def check(self, value: Any, run: Run) -> Any:
        """The value as a config of that run keeps it; ConfigError for one that is not allowed."""
        return self.kind.check(self, value, run)

    @property
    def names(self) -> tuple[str, ...]:
        """The names it may have or hold, none if it is neither a name nor a list of them."""
        return tuple(self.choices)

    @property
    def allowed(self) -> str:
        """What it may be, in a few words."""
        return self.kind.allowed(self)

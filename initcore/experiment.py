"""What a page compares: one to eight ways to start, on one network, over one or many seeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from initcore import fields
from initcore.config import START, URL_NAMES, RunConfig, parse_field
from initcore.fields import ConfigError, shown, text_of
from initcore.wording import short_number

MOST = 8
MOST_SEEDS = 64

Made = TypeVar("Made")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Choice:
    """One way to start: an initialization, its gain, and what overrides it. Fields as in RunConfig."""

    initialization: str
    gain: float = 1.0
    formula: str = RunConfig.formula
    bias: str = "scheme"
    bias_value: float = RunConfig.bias_value
    zero_last: bool = False
    layer_gains: tuple[float, ...] = ()

    @classmethod
    def of(cls, config: RunConfig) -> "Choice":
        return cls(**{name: getattr(config, name) for name in START})

    def on(self, base: RunConfig) -> RunConfig:
        """The run that starts this way on that network; ConfigError where it cannot."""
        return replace(base, **{name: getattr(self, name) for name in START})

    @property
    def word(self) -> str:
        """The choice in a link: `he`, `he~0.5`, `he~0.5~bias:constant~b:0.2`."""
        parts = [self.initialization]
        if self.gain != 1:
            parts.append(short_number(self.gain))
        default = Choice(self.initialization)
        for name in START[2:]:
            if getattr(self, name) != getattr(default, name):
                parts.append(f"{URL_NAMES[name]}:{text_of(getattr(self, name))}")
        return "~".join(parts)

    @classmethod
    def from_word(cls, word: str, base: RunConfig) -> "Choice":
        """The choice that `word` gives; ConfigError for one that is not allowed."""
        # A star before a gain is what people type; in a formula it means something else.
        name, *options = (word if ":" in word else word.replace("*", "~")).split("~")
        values: dict[str, Any] = {}
        for option in options:
            short, colon, text = option.partition(":")
            field_name = _FIELDS.get(short) if colon else "gain"
            if field_name is None:
                allowed = ", ".join(f"{known}:" for known in _FIELDS)
                raise ConfigError(
                    f"an initialization may be followed by a gain, {allowed}; got {shown(option)}"
                )
            if field_name in values:
                raise ConfigError(f"an initialization may have one `{field_name}`; got {shown(word)}")
            values[field_name] = parse_field(field_name, text if colon else option)
        return cls.of(replace(base, initialization=name, **values))


_FIELDS = {URL_NAMES[name]: name for name in START[2:]}

COURSE = (Choice("zeros"), Choice("random"), Choice("he"))


@dataclass(frozen=True)
class Group(Generic[Item]):
    """What belongs to one choice: an item a seed, and as many for the twins if there are any."""

    items: tuple[Item, ...]
    twins: tuple[Item, ...]


@dataclass(frozen=True)
class Experiment:
    """One to eight choices, no two alike, everything else they share, and how many seeds.

    The default is the course's notebook. Where the runs of `base` start means nothing; it is put at
    its default, so that equal comparisons are equal. Every choice is trained with the weights seeds
    from the base's on, `seeds` of them; with `twins`, each run once more from one unit in the last
    place away. Raises ConfigError when there are none, too many, two alike or one not allowed.
    """

    choices: tuple[Choice, ...] = COURSE
    base: RunConfig = field(default_factory=RunConfig)
    seeds: int = 1
    twins: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.choices) <= MOST:
            raise ConfigError(f"a comparison must have 1 to {MOST} initializations; got {len(self.choices)}")
        if type(self.seeds) is not int or not 1 <= self.seeds <= MOST_SEEDS:
            raise ConfigError(f"`seeds` must be a whole number in [1, {MOST_SEEDS}]; got {shown(self.seeds)}")
        object.__setattr__(self, "base", Choice("he").on(replace(self.base, twin=False)))
        choices = tuple(Choice.of(choice.on(self.base)) for choice in self.choices)
        object.__setattr__(self, "choices", choices)
        for at, choice in enumerate(choices):
            if choice in choices[:at]:
                raise ConfigError(f"a comparison must not have two alike; got {choice.word} twice")

    @property
    def configs(self) -> tuple[RunConfig, ...]:
        """The runs of this comparison: choice by choice the seeds, and then so the twins."""
        first = self.base.weights_seed
        runs = [
            replace(choice.on(self.base), weights_seed=(first + step) % 2**32)
            for choice in self.choices
            for step in range(self.seeds)
        ]
        return (*runs, *(replace(run, twin=True) for run in runs if self.twins))

    def groups(self, items: Sequence[Item]) -> list[Group[Item]]:
        """Items in the order of `configs`, such as trajectories, by choice."""
        count, n = len(self.choices), self.seeds
        rows = [tuple(items[start : start + n]) for start in range(0, len(items), n)]
        twins = rows[count:] or [()] * count
        return [Group(row, twin) for row, twin in zip(rows[:count], twins, strict=True)]

    def with_iterations(self, iterations: int) -> "Experiment":
        """The same comparison, trained for another number of iterations."""
        return replace(self, base=self.base.with_iterations(iterations))

    def to_query(self) -> dict[str, str]:
        """The short URL form: only what differs from the course's notebook.

        >>> Experiment((Choice("he"), Choice("he", 0.5)), RunConfig(learning_rate=0.1), 5).to_query()
        {'init': 'he he~0.5', 'lr': '0.1', 'seeds': '5'}
        """
        query = self.base.to_query()
        if self.choices != COURSE:
            query = {URL_NAMES["initialization"]: " ".join(c.word for c in self.choices), **query}
        if self.seeds > 1:
            query["seeds"] = str(self.seeds)
        return {**query, "twins": "1"} if self.twins else query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple["Experiment", list[str]]:
        """The comparison of a short URL form, and a sentence for everything in it that is not allowed.

        What cannot be read keeps its default; what can be read is kept. Never raises.
        """
        problems: list[str] = []
        base = _base(problems, query)
        choices = _choices(problems, query.get(URL_NAMES["initialization"], ""), base)
        seeds = _tried(problems, _seeds, query.get("seeds", "1")) or 1
        twins = _tried(problems, _flag, query.get("twins", "0")) or False
        return cls(choices or COURSE, base, seeds, twins), problems


QUERY_NAMES = (*URL_NAMES.values(), "seeds", "twins")
"""Every name that is read in a comparison's link, if only to say that it does not belong there."""

_TOGETHER = ("dataset", "table")
"""Neither means anything without the other, so they are read as one."""


def _base(problems: list[str], query: Mapping[str, str]) -> RunConfig:
    """What the runs share, as far as it can be read; complaints go to the problems."""
    given = {name: query[short] for name, short in URL_NAMES.items() if short in query}
    for name in (*START[1:], "twin"):
        if given.pop(name, None) is not None:
            problems.append(f"`{name}` belongs to one initialization, as in init=he~0.5; it was passed over")
    given.pop("initialization", None)
    base, units = RunConfig(), [[name] for name in given if name not in _TOGETHER]
    # Data first: how many classes there may be depends on them.
    for unit in ([name for name in _TOGETHER if name in given], *units):
        texts = {name: given[name] for name in unit}
        base = _tried(problems, _with_fields, base, texts) or base
    return base


def _choices(problems: list[str], text: str, base: RunConfig) -> tuple[Choice, ...]:
    """The initializations of `zeros he~0.5`, those that can be read; complaints go to the problems."""
    words = text.split()
    if len(words) > MOST:
        problems.append(f"a comparison must have 1 to {MOST} initializations; the first {MOST} were read")
    choices: list[Choice] = []
    for word in words[:MOST]:
        choice = _tried(problems, Choice.from_word, word, base)
        if choice in choices:
            problems.append(f"a comparison must not have two alike; got {shown(word)} again")
        elif choice is not None:
            choices.append(choice)
    return tuple(choices)


def _with_fields(base: RunConfig, texts: Mapping[str, str]) -> RunConfig:
    values = {name: parse_field(name, text) for name, text in texts.items()}
    return RunConfig.from_dict({**base.to_dict(), **values})


def _seeds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_SEEDS):
        raise ConfigError(f"`seeds` must be a whole number in [1, {MOST_SEEDS}]; got {shown(text)}")
    return int(text)


def _flag(text: str) -> bool:
    return bool(fields.parse_field("twins", bool, text))


def _tried(problems: list[str], make: Callable[..., Made], *arguments: Any) -> Made | None:
    """What `make` returns, or None with its complaint added to the problems."""
    try:
        return make(*arguments)
    except ConfigError as error:
        problems.append(str(error))
        return None

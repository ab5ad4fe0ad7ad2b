"""What a page compares: one to eight ways to start, on one network, over one or many seeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from initcore.experiment.choices import COURSE, Choice
from initcore.experiment.config import START, URL_NAMES, RunConfig
from initcore.experiment.setting import Setting
from initcore.experiment.settings import OF_A_COMPARISON, SETTINGS, parse_field
from initcore.experiment.starts import idle
from initcore.experiment.values import ConfigError, shown, text_of
from initcore.memory import lazy

MOST = 8

Made = TypeVar("Made")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Group(Generic[Item]):
    """What belongs to one choice: an item a seed, and as many for the twins if there are any."""

    items: tuple[Item, ...]
    twins: tuple[Item, ...]


def runs_of(starts: Sequence[RunConfig], seeds: int, twins: bool) -> tuple[RunConfig, ...]:
    """Each start's runs, `seeds` weights seeds from its own on; with `twins`, then the twins likewise."""
    runs = [
        replace(start, weights_seed=(start.weights_seed + step) % 2**32)
        for start in starts
        for step in range(seeds)
    ]
    return (*runs, *(replace(run, twin=True) for run in runs if twins))


def grouped(items: Sequence[Item], count: int, seeds: int) -> list[Group[Item]]:
    """Items in the order of `runs_of`, such as trajectories, by start, of which there are `count`."""
    rows = [tuple(items[start : start + seeds]) for start in range(0, len(items), seeds)]
    twins = rows[count:] or [()] * count
    return [Group(row, twin) for row, twin in zip(rows[:count], twins, strict=True)]


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
        for row in OF_A_COMPARISON:
            object.__setattr__(self, row.name, row.check(getattr(self, row.name), self.base))
        object.__setattr__(self, "base", Choice("he").on(replace(self.base, twin=False)))
        choices = tuple(Choice.of(choice.on(self.base)) for choice in self.choices)
        object.__setattr__(self, "choices", choices)
        for at, choice in enumerate(choices):
            if choice in choices[:at]:
                raise ConfigError(f"a comparison must not have two alike; got {choice.word} twice")

    @lazy
    def configs(self) -> tuple[RunConfig, ...]:
        """The runs of this comparison: choice by choice the seeds, and then the twins in that order."""
        return runs_of([choice.on(self.base) for choice in self.choices], self.seeds, self.twins)

    def groups(self, items: Sequence[Item]) -> list[Group[Item]]:
        """Items in the order of `configs`, such as trajectories, by choice."""
        return grouped(items, len(self.choices), self.seeds)

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
        besides = {row: getattr(self, row.name) for row in OF_A_COMPARISON}
        query |= {row.url: text_of(value) for row, value in besides.items() if value != row.default}
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple["Experiment", list[str]]:
        """The comparison of a short URL form, and a sentence for everything in it that is not allowed.

        What cannot be read keeps its default; what can be read is kept. Never raises.
        """
        problems: list[str] = []
        base = _base(problems, query)
        choices = _choices(problems, query.get(URL_NAMES["initialization"], ""), base)
        besides = {row.name: _besides(problems, query, row, base) for row in OF_A_COMPARISON}
        return cls(choices or COURSE, base, **besides), problems


QUERY_NAMES = tuple(row.url for row in SETTINGS)
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


def idle_in(query: Mapping[str, str], base: RunConfig) -> list[str]:
    """A sentence for each setting in a link that can be read and changes nothing, `base` being what it makes.

    Such a link is followed, and is as good as one without it.
    """
    given = {name: query[short] for name, short in URL_NAMES.items() if short in query}
    read = (name for name, text in given.items() if _tried([], _with_fields, base, {name: text}) is not None)
    return [sentence for name in read if name not in START if (sentence := idle(name, base))]


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


def _besides(problems: list[str], query: Mapping[str, str], row: Setting, base: RunConfig) -> Any:
    """What a comparison is besides its runs, as far as it can be read; complaints go to the problems."""
    if row.url not in query:
        return row.default
    value = _tried(problems, lambda: row.check(row.read(query[row.url]), base))
    return row.default if value is None else value


def _tried(problems: list[str], make: Callable[..., Made], *arguments: Any) -> Made | None:
    """What `make` returns, or None with its complaint added to the problems."""
    try:
        return make(*arguments)
    except ConfigError as error:
        problems.append(str(error))
        return None

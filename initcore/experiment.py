"""What a page compares: one to eight initializations on one network, and its short address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from initcore.config import URL_NAMES, ConfigError, RunConfig, parse_field, shown
from initcore.wording import short_number

MOST = 8

Made = TypeVar("Made")

Choice = tuple[str, float]
"""An initialization by name, and its gain."""

COURSE: tuple[Choice, ...] = (("zeros", 1.0), ("random", 1.0), ("he", 1.0))


@dataclass(frozen=True)
class Experiment:
    """One to eight initializations, no two alike, and everything else they share.

    The default is the course's notebook. The initialization and gain of `base` mean nothing; they
    are put at their defaults, so that equal comparisons are equal. Raises ConfigError when there are
    none, too many, two alike or one that is not allowed.
    """

    choices: tuple[Choice, ...] = COURSE
    base: RunConfig = field(default_factory=RunConfig)

    def __post_init__(self) -> None:
        if not 1 <= len(self.choices) <= MOST:
            raise ConfigError(f"a comparison must have 1 to {MOST} initializations; got {len(self.choices)}")
        base = replace(self.base, initialization=RunConfig.initialization, gain=RunConfig.gain)
        object.__setattr__(self, "base", base)
        configs = self.configs
        object.__setattr__(self, "choices", tuple((one.initialization, one.gain) for one in configs))
        for at, config in enumerate(configs):
            if config in configs[:at]:
                name, gain = self.choices[at]
                raise ConfigError(
                    f"a comparison must not have two alike; got {name} with gain {gain:g} twice"
                )

    @property
    def configs(self) -> tuple[RunConfig, ...]:
        """The runs of this comparison, in order."""
        return tuple(replace(self.base, initialization=name, gain=gain) for name, gain in self.choices)

    def with_iterations(self, iterations: int) -> "Experiment":
        """The same comparison, trained for another number of iterations."""
        return replace(self, base=self.base.with_iterations(iterations))

    def to_query(self) -> dict[str, str]:
        """The short URL form: only what differs from the course's notebook.

        >>> Experiment((("he", 1.0), ("he", 0.5)), RunConfig(learning_rate=0.1)).to_query()
        {'init': 'he he~0.5', 'lr': '0.1'}
        """
        query = self.base.to_query()
        if self.choices != COURSE:
            words = (name if gain == 1 else f"{name}~{short_number(gain)}" for name, gain in self.choices)
            query = {URL_NAMES["initialization"]: " ".join(words), **query}
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple["Experiment", list[str]]:
        """The comparison of a short URL form, and a sentence for everything in it that is not allowed.

        What cannot be read keeps its default; what can be read is kept. Never raises.
        """
        problems: list[str] = []
        base = RunConfig()
        for name, short in URL_NAMES.items():
            if short not in query or name == "initialization":
                continue
            if name == "gain":
                problems.append("`gain` belongs to one initialization, as in init=he~0.5; it was passed over")
                continue
            base = _tried(problems, _with_field, base, name, query[short]) or base
        choices = _choices(problems, query.get(URL_NAMES["initialization"], ""))
        return cls(choices or COURSE, base), problems


def _choices(problems: list[str], text: str) -> tuple[Choice, ...]:
    """The initializations of `zeros he~0.5`, those that can be read; complaints go to the problems."""
    words = text.split()
    if len(words) > MOST:
        problems.append(f"a comparison must have 1 to {MOST} initializations; the first {MOST} were read")
    choices: list[Choice] = []
    for word in words[:MOST]:
        choice = _tried(problems, _choice, word)
        if choice in choices:
            problems.append(f"a comparison must not have two alike; got {shown(word)} again")
        elif choice is not None:
            choices.append(choice)
    return tuple(choices)


def _with_field(base: RunConfig, name: str, text: str) -> RunConfig:
    return RunConfig.from_dict({**base.to_dict(), name: parse_field(name, text)})


def _choice(word: str) -> Choice:
    """An initialization and its gain from `he` or `he~0.5`."""
    name, star, gain = word.replace("*", "~").partition("~")
    config = RunConfig(initialization=name, gain=parse_field("gain", gain) if star else 1.0)
    return config.initialization, config.gain


def _tried(problems: list[str], make: Callable[..., Made], *arguments: Any) -> Made | None:
    """What `make` returns, or None with its complaint added to the problems."""
    try:
        return make(*arguments)
    except ConfigError as error:
        problems.append(str(error))
        return None

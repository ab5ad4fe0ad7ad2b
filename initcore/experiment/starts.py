"""Words and settings for all of them, as on a command line or in a call, to the runs they start.

What a word says itself holds for it, whatever is said for all. Nothing that was given is passed over in
silence: what changes nothing is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from initcore.experiment.choices import Choice, parsed_word
from initcore.experiment.config import START, RunConfig
from initcore.experiment.settings import BY_NAME
from initcore.experiment.values import ConfigError, shown

Start = str | Choice | RunConfig


@dataclass(frozen=True)
class Starts:
    """The runs asked for, no two alike, and a sentence for each thing given that changes nothing."""

    configs: tuple[RunConfig, ...]
    idle: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """One start: how it was said, the run, and the settings it has of its own, by field."""

    said: str
    config: RunConfig
    own: tuple[str, ...]


def started(starts: Iterable[Start], settings: Mapping[str, Any]) -> Starts:
    """The runs of these starts, with settings that hold for all of them.

    A start is a word as in a link, such as `he~0.5`, a Choice, or a RunConfig; what a word or a Choice
    says itself wins over `settings`, which are fields of RunConfig. Raises ConfigError for what is not
    allowed, and when there are no starts.

    >>> given = started(["he", "he~0.5"], {"gain": 2.0, "momentum": 0.5})
    >>> [config.gain for config in given.configs]
    [2.0, 0.5]
    >>> given.idle
    ('`momentum` changes nothing here: it needs an optimizer with momentum',)
    """
    asked = [_asked(start, settings) for start in starts]
    if not asked:
        raise ConfigError("a comparison must have 1 or more initializations; got none")
    # The same run beside itself shows nothing: what is given twice counts once.
    configs = tuple(dict.fromkeys(one.config for one in asked))
    return Starts(configs, (*_idle_for_all(settings, asked), *_idle_of_one(asked), *_twice(asked)))


def _asked(start: Start, settings: Mapping[str, Any]) -> _Asked:
    """One start on these settings; ConfigError for one that is not allowed."""
    if isinstance(start, RunConfig):
        config = RunConfig.from_dict({**start.to_dict(), **settings})
        return _Asked(shown(start.initialization), config, ())
    if isinstance(start, str):
        name, own = parsed_word(start)
    elif isinstance(start, Choice):
        plain = Choice(start.initialization)
        fields = {field: getattr(start, field) for field in START[1:]}
        own = {field: value for field, value in fields.items() if value != getattr(plain, field)}
        name = start.initialization
    else:
        raise ConfigError(f"a start must be a name, a Choice or a RunConfig; got {shown(start)}")
    said = shown(start if isinstance(start, str) else start.word)
    config = RunConfig.from_dict({**settings, **own, "initialization": name})
    return _Asked(said, config, tuple(own))


def idle(name: str, config: RunConfig, where: str = "here") -> str:
    """The sentence on a setting that changes nothing in that run; empty where it may change something.

    >>> idle("momentum", RunConfig())
    '`momentum` changes nothing here: it needs an optimizer with momentum'
    """
    row = BY_NAME[name]
    nothing = row.idle is not None and row.idle(config)
    return f"`{name}` changes nothing {where}: it needs {row.needs}" if nothing else ""


def _idle_for_all(settings: Mapping[str, Any], asked: Sequence[_Asked]) -> list[str]:
    """What is said for all and changes none of them."""
    sentences = []
    for name in settings:
        heard = [idle(name, one.config) for one in asked if name not in one.own]
        if not heard:
            sentences.append(f"`{name}` changes nothing here: every initialization has one of its own")
        elif all(heard):
            sentences.append(heard[0])
    return sentences


def _idle_of_one(asked: Sequence[_Asked]) -> list[str]:
    """What one start says of itself and does not change it."""
    said = (idle(name, one.config, f"in {one.said}") for one in asked for name in one.own)
    return [sentence for sentence in said if sentence]


def _twice(asked: Sequence[_Asked]) -> list[str]:
    """Starts that are said differently and are the same run."""
    first: dict[RunConfig, str] = {}
    pairs = [(first.setdefault(one.config, one.said), one.said) for one in asked]
    told = dict.fromkeys(pair for pair in pairs if pair[0] != pair[1])
    return [f"{again} is the same run here as {before}, and is shown once" for before, again in told]

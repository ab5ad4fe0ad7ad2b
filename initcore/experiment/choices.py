"""One way to start: an initialization, its gain, and what overrides it."""

from dataclasses import dataclass, replace
from typing import Any

from initcore.experiment.config import START, URL_NAMES, RunConfig
from initcore.experiment.settings import parse_field
from initcore.experiment.values import ConfigError, shown, text_of
from initcore.memory import remembered
from initcore.words.numbers import short_number


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
        """How a run starts, without the network and the data it starts on."""
        return cls(**{name: getattr(config, name) for name in START})

    def on(self, base: RunConfig) -> RunConfig:
        """The run that starts this way on that network; ConfigError where it cannot."""
        return _on(self, base)

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
        name, values = parsed_word(word)
        return cls.of(replace(base, initialization=name, **values))


@remembered(512)
def _on(choice: Choice, base: RunConfig) -> RunConfig:
    """Remembered: every field is checked, and a page asks for the same runs again and again."""
    return replace(base, **{name: getattr(choice, name) for name in START})


def parsed_word(word: str) -> tuple[str, dict[str, Any]]:
    """The initialization of a word and the settings it gives by field, each read but not yet checked.

    ConfigError for what does not read as the setting's kind.

    >>> parsed_word("he~0.5~bias:zeros")
    ('he', {'gain': 0.5, 'bias': 'zeros'})
    """
    # A star before a gain is what people type; in a formula it means something else.
    name, *options = (word if ":" in word else word.replace("*", "~")).split("~")
    values: dict[str, Any] = {}
    for option in options:
        short, colon, text = option.partition(":")
        field_name = _FIELDS.get(short) if colon else "gain"
        if field_name is None:
            allowed = ", ".join(f"{known}:" for known in _FIELDS)
            raise ConfigError(f"an initialization may be followed by a gain, {allowed}; got {shown(option)}")
        if field_name in values:
            raise ConfigError(f"an initialization may have one `{field_name}`; got {shown(word)}")
        values[field_name] = parse_field(field_name, text if colon else option)
    return name, values


_FIELDS = {URL_NAMES[name]: name for name in START[2:]}

COURSE = (Choice("zeros"), Choice("random"), Choice("he"))

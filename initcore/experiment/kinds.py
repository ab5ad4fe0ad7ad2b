"""The kinds of settings there are: how each is read from text, checked, and described."""

from collections.abc import Callable
from typing import Any

from initcore.data.datasets import DATASETS
from initcore.data.tables import parse_id
from initcore.experiment import values
from initcore.experiment.setting import Kind, Run, Setting
from initcore.experiment.values import ConfigError, shown
from initcore.model.base import layers_of
from initcore.model.expressions import FormulaError
from initcore.model.formula import DEFAULT_FORMULA, parse


def _number(metavar: str, noun: str, whole: bool) -> Kind:
    return Kind(
        metavar,
        lambda setting, text: values.parsed_number(setting.name, text, setting.limit, whole),
        lambda setting, value, run: values.number(setting.name, value, setting.limit, whole),
        lambda setting: f"{noun} in {setting.limit}",
        turn=3,
    )


def _text(metavar: str, check: Callable[[Setting, Any, Run], str], allowed: str) -> Kind:
    return Kind(metavar, lambda setting, text: text, check, lambda setting: allowed, turn=4, typed=True)


def _formula(setting: Setting, value: Any, run: Run) -> str:
    """The formula as canonical text."""
    if not isinstance(value, str):
        raise ConfigError(f"`{setting.name}` must be text, such as {DEFAULT_FORMULA}; got {shown(value)}")
    try:
        return parse(value).text
    except FormulaError as error:
        raise ConfigError(f"`{setting.name}` cannot be read: {error}") from None


def check_sigmas(formula: str, widths: tuple[int, ...]) -> None:
    """ConfigError where the formula gives a layer of the network of those widths no standard deviation."""
    try:
        for layer in layers_of(widths):
            parse(formula).sigma(layer)
    except FormulaError as error:
        raise ConfigError(f"`formula` cannot be used here: {error}") from None


def _table(setting: Setting, value: Any, run: Run) -> str:
    """The name of an uploaded table; needed where the data are one."""
    try:
        if not isinstance(value, str):
            raise ValueError
        if DATASETS[run.dataset].uploaded:
            parse_id(value)
    except ValueError:
        rule = f"`{setting.name}` must name an uploaded CSV, as 4x3-0123456789abcdef"
        raise ConfigError(f"{rule}; got {shown(value)}") from None
    return value


WHOLE = _number("N", "a whole number", whole=True)
REAL = _number("X", "a number", whole=False)
FLAG = Kind(
    "YES",
    lambda setting, text: values.parsed_flag(setting.name, text),
    lambda setting, value, run: values.flag(setting.name, value),
    lambda setting: "yes or no",
    turn=3,
)
NAME = Kind(
    "NAME",
    lambda setting, text: text,
    lambda setting, value, run: values.choice(setting.name, value, setting.names, setting.elsewhere),
    lambda setting: ", ".join(setting.names),
    turn=0,
)
NAMES = Kind(
    "A-B",
    lambda setting, text: values.parsed_names(text),
    lambda setting, value, run: values.names_among(setting.name, value, setting.names),
    lambda setting: f"any of {', '.join(setting.names)}, with - between them, or none",
    turn=0,
)
WIDTHS = Kind(
    "A,B",
    lambda setting, text: values.parsed_widths(text),
    lambda setting, value, run: values.hidden_widths(value),
    lambda setting: "such as 10,5 or 30x128",
    turn=1,
    typed=True,
)
GAINS = Kind(
    "A,B",
    lambda setting, text: values.parsed_gains(text, setting.limit),
    lambda setting, value, run: values.gains_by_layer(value, setting.limit, len(run.hidden) + 1),
    lambda setting: f"numbers in {setting.limit}, one a weight layer, or none",
    turn=2,
    typed=True,
)
FORMULA = _text("FORMULA", _formula, "a formula in fan_in, fan_out, layer and depth")
TABLE = _text("ID", _table, "the name of an uploaded CSV")

"""What the diagnosis can yield, read from its source: names of evidence, of values and of remedies.

Of a name that is chosen by a condition, both are meant.
"""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from initcore import RunConfig
from initcore.diagnosis import diagnose

SIZES = {"floor", "inputs", "peak", "end", "gradient", "first", "last", "mean", "spread"}
FLAGS = {
    "weights_moved",
    "no_gradient",
    "from_the_start",
    "at_logits",
    "squares",
    "sound",
    "uneven",
    "near_chance",
    "more_units",
}
NAMES = {"activation", "initialization", "by_layer", "text", "pace"}
OF_SETTINGS = {"gain", "new_gain", "rate", "l2"}
UNITLESS = SIZES | FLAGS | NAMES | OF_SETTINGS
"""Values without a unit: sizes of signals and gradients, what is no number, and settings."""

_TREES = [ast.parse(path.read_text("utf-8")) for path in sorted(Path(diagnose.__file__).parent.glob("*.py"))]
_SETTINGS = {field.name for field in fields(RunConfig)}


def evidence_names() -> set[str]:
    """The first arguments of `evidence("name", ...)`."""
    return {name for call in _calls("evidence") for name in _texts(call.args[0])}


def remedy_names() -> set[str]:
    """Those of `Remedy("name", ...)`, and the second of `use_scale(seen, "name", ...)`."""
    made = [call.args[0] for call in _calls("Remedy")] + [call.args[1] for call in _calls("use_scale")]
    return {name for argument in made for name in _texts(argument)}


def value_names() -> set[str]:
    """The values that evidence and remedies carry, but for those that are called like a setting."""
    return (_keywords("evidence") | _keys()) - _SETTINGS


def changed_settings() -> set[str]:
    """The settings that remedies change, and those that are told among their values."""
    return (_keywords("use_scale") | _keywords("_drawn") | _keys()) & _SETTINGS


def _calls(name: str) -> Iterator[ast.Call]:
    for tree in _TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def _keywords(name: str) -> set[str]:
    return {keyword.arg for call in _calls(name) for keyword in call.keywords if keyword.arg}


def _keys() -> set[str]:
    """The keys of all dictionaries that functions make."""
    made = [node for tree in _TREES for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    dicts = [node for function in made for node in ast.walk(function) if isinstance(node, ast.Dict)]
    return {name for each in dicts for key in each.keys if key is not None for name in _texts(key)}


def _texts(argument: ast.expr) -> Iterator[str]:
    """The text of an argument, or both of `"one" if ... else "other"`; of a variable, none."""
    if isinstance(argument, ast.IfExp):
        yield from _texts(argument.body)
        yield from _texts(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value

"""What a formula is made of: numbers, names, signs and functions, what they are worth, how they are written.

The tree of these few nodes is what is evaluated; nothing is ever handed to Python's own `eval`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from initcore.model.base import Layer

NAMES = ("fan_in", "fan_out", "layer", "depth")
FUNCTIONS: dict[str, tuple[int, Callable[..., float]]] = {
    "sqrt": (1, math.sqrt),
    "exp": (1, math.exp),
    "log": (1, math.log),
    "min": (2, min),
    "max": (2, max),
    "abs": (1, abs),
}
"""Each function's fewest arguments; more than one means any number from there on."""

MAX_MAGNITUDE = 1e6
"""Largest number in the text, and largest result: weights beyond that overflow in the first product."""

_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_ATOM = 9


class FormulaError(ValueError):
    """A formula that cannot be read or evaluated; `position` is where, from 1, None when evaluating."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message if position is None else f"at position {position}: {message}")
        self.position = position


@dataclass(frozen=True)
class Number:
    """A number as it was written, without its sign."""

    value: float


@dataclass(frozen=True)
class Name:
    """One of NAMES, such as `fan_in`."""

    name: str


@dataclass(frozen=True)
class Operation:
    """+ - * / ** of two operands, or neg of one."""

    sign: str
    operands: tuple["Node", ...]


@dataclass(frozen=True)
class Function:
    """One of FUNCTIONS, called with its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node = Number | Name | Operation | Function


def where(layer: Layer) -> str:
    """Which layer it is, in words."""
    return f"in layer {layer.index} (fan_in {layer.fan_in}, fan_out {layer.fan_out})"


def _reason(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "is a division by zero"
    if isinstance(error, OverflowError):
        return "becomes too large"
    return "has no real value"


def value(node: Node, names: Mapping[str, float], layer: Layer) -> float:
    """A node's value where the NAMES are worth that, in that layer; FormulaError, quoting what has none."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return names[node.name]
    parts = node.arguments if isinstance(node, Function) else node.operands
    values = [value(part, names, layer) for part in parts]
    try:
        work = FUNCTIONS[node.name][1] if isinstance(node, Function) else partial(_operate, node.sign)
        result = work(*values)
        if not math.isfinite(result):
            raise OverflowError
    except (ArithmeticError, ValueError) as error:
        raise FormulaError(f"{written(node)} {_reason(error)} {where(layer)}") from None
    return result


def _operate(sign: str, one: float, other: float = 0.0) -> float:
    if sign == "neg":
        return -one
    if sign == "+":
        return one + other
    if sign == "-":
        return one - other
    if sign == "*":
        return one * other
    return one / other if sign == "/" else math.pow(one, other)


def written(node: Node) -> str:
    """A node as text, without spaces and with the fewest parentheses."""
    if isinstance(node, Number):
        return repr(node.value).removesuffix(".0")
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Function):
        return f"{node.name}({','.join(map(written, node.arguments))})"
    binds = _BINDS[node.sign]
    if node.sign == "neg":
        return f"-{_inside(node.operands[0], binds)}"
    left, right = node.operands
    if node.sign == "**":  # from the right, and its exponent may carry a sign
        return f"{_inside(left, binds + 1)}**{_inside(right, _BINDS['neg'])}"
    return f"{_inside(left, binds)}{node.sign}{_inside(right, binds + 1)}"


def written_factor(node: Node) -> str:
    """A node as text where it is multiplied by something: a sum in parentheses."""
    return _inside(node, _BINDS["*"])


def _inside(node: Node, binds: int) -> str:
    """A node's text as an operand; in parentheses where it binds less tightly than it must."""
    own = _BINDS[node.sign] if isinstance(node, Operation) else _ATOM
    return written(node) if own >= binds else f"({written(node)})"

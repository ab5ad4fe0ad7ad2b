"""A formula of one's own: the standard deviation of the weights, as an expression in the layer's size.

Text is read by a small recursive-descent parser into a tree of the few nodes below, and the tree is
what is evaluated; nothing is ever handed to Python's own `eval`. Powers bind tighter than signs, and
from the right, as in Python. Python's `ast` is no shorter way: it takes 1_000, 0x10 and 1^2, refuses 007
and spaces that do not break, and places most errors elsewhere than where a formula goes wrong.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from initcore.memory import remembered
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

DEFAULT_FORMULA = "sqrt(2/fan_in)"
"""He's formula, to start from when writing one's own."""

MAX_LENGTH = 200
MAX_DEPTH = 30
MAX_MAGNITUDE = 1e6
"""Largest number in the text, and largest result: weights beyond that overflow in the first product."""

_TOKEN = re.compile(r"(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|[-+*/(),])")
_MODULES = ("np", "numpy", "math")
_INSTEAD = {"√": "sqrt(...)", "^": "**", "²": "**2", "×": "*", "·": "*", "−": "-", "–": "-", "÷": "/"}
"""What people are used to from Python and from print, and what it is here."""

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


@dataclass(frozen=True)
class Formula:
    """A formula that has been read; equal trees are equal formulas, with equal `text`."""

    tree: Node

    @property
    def text(self) -> str:
        """The formula without spaces and with the fewest parentheses; `parse` reads it back."""
        return _text(self.tree)

    def sigma(self, layer: Layer) -> float:
        """The standard deviation of that layer's weights.

        FormulaError when it is not a number in [0, 1e6]; the message says where and why.
        """
        values = {
            "fan_in": layer.fan_in,
            "fan_out": layer.fan_out,
            "layer": layer.index,
            "depth": layer.depth,
        }
        sigma = _value(self.tree, {name: float(value) for name, value in values.items()}, layer)
        if not 0 <= sigma <= MAX_MAGNITUDE:
            raise FormulaError(f"the standard deviation must be in [0, 1e6]; it is {sigma:g} {_where(layer)}")
        return sigma


def _where(layer: Layer) -> str:
    return f"in layer {layer.index} (fan_in {layer.fan_in}, fan_out {layer.fan_out})"


def _reason(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "is a division by zero"
    if isinstance(error, OverflowError):
        return "becomes too large"
    return "has no real value"


def _value(node: Node, names: Mapping[str, float], layer: Layer) -> float:
    """A node's value; FormulaError, quoting the part that has none."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return names[node.name]
    parts = node.arguments if isinstance(node, Function) else node.operands
    values = [_value(part, names, layer) for part in parts]
    try:
        work = FUNCTIONS[node.name][1] if isinstance(node, Function) else partial(_operate, node.sign)
        result = work(*values)
        if not math.isfinite(result):
            raise OverflowError
    except (ArithmeticError, ValueError) as error:
        raise FormulaError(f"{_text(node)} {_reason(error)} {_where(layer)}") from None
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


def _text(node: Node) -> str:
    if isinstance(node, Number):
        return repr(node.value).removesuffix(".0")
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Function):
        return f"{node.name}({','.join(map(_text, node.arguments))})"
    binds = _BINDS[node.sign]
    if node.sign == "neg":
        return f"-{_inside(node.operands[0], binds)}"
    left, right = node.operands
    if node.sign == "**":  # from the right, and its exponent may carry a sign
        return f"{_inside(left, binds + 1)}**{_inside(right, _BINDS['neg'])}"
    return f"{_inside(left, binds)}{node.sign}{_inside(right, binds + 1)}"


def _inside(node: Node, binds: int) -> str:
    """A node's text as an operand; in parentheses where it binds less tightly than it must."""
    own = _BINDS[node.sign] if isinstance(node, Operation) else _ATOM
    return _text(node) if own >= binds else f"({_text(node)})"


@remembered(1024)
def parse(text: str) -> Formula:
    """The formula that the text spells; FormulaError, with the position, when it spells none.

    >>> parse("2 * ( fan_in )**-0.5").text
    '2*fan_in**-0.5'
    >>> parse("sqrt(2 / fan_in").text
    Traceback (most recent call last):
    initcore.model.formula.FormulaError: at position 16: expected ')' or an operator, got the end
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"a formula may have {MAX_LENGTH} characters, this has {len(text)}", MAX_LENGTH + 1
        )
    parser = _Parser(text)
    tree = parser.sum(0)
    parser.expect("", "an operator")
    formula = Formula(tree)
    if len(formula.text) > MAX_LENGTH:
        raise FormulaError(
            f"written without powers of ten it has {len(formula.text)} characters, and may have {MAX_LENGTH}"
        )
    return formula


class _Parser:
    """Reads tokens from the left; each method reads what binds at least as tightly as its name."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, int]] = []
        at = 0
        while text[at:].strip():
            at += len(text[at:]) - len(text[at:].lstrip())
            match = _TOKEN.match(text, at)
            if match is None or not match.group().isascii():
                raise FormulaError(f"{text[at]!r} means nothing in a formula{self.hint(text[at])}", at + 1)
            self.tokens.append((match.group(), at + 1))
            at = match.end()
        self.tokens.append(("", len(text) + 1))

    def hint(self, sign: str) -> str:
        """What to write in place of a sign that is not known; "" where nothing is near."""
        if sign == "." and self.tokens and self.tokens[-1][0] in _MODULES:
            return f"; leave out {self.tokens[-1][0]!r}, and write sqrt(...)"
        return f"; write {_INSTEAD[sign]}" if sign in _INSTEAD else ""

    @property
    def token(self) -> str:
        return self.tokens[0][0]

    def take(self) -> tuple[str, int]:
        return self.tokens.pop(0)

    def expect(self, token: str, otherwise: str) -> None:
        got, position = self.tokens[0]
        if got != token:
            wanted = f"{token!r} or {otherwise}" if token else otherwise
            raise FormulaError(f"expected {wanted}, got {repr(got) if got else 'the end'}", position)
        if token:
            self.take()

    def sum(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise FormulaError(f"parentheses and signs may be {MAX_DEPTH} deep", self.tokens[0][1])
        node = self.product(depth)
        while self.token in ("+", "-"):
            sign, _ = self.take()
            node = Operation(sign, (node, self.product(depth)))
        return node

    def product(self, depth: int) -> Node:
        node = self.signed(depth)
        while self.token in ("*", "/"):
            sign, _ = self.take()
            node = Operation(sign, (node, self.signed(depth)))
        return node

    def signed(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise FormulaError(f"parentheses and signs may be {MAX_DEPTH} deep", self.tokens[0][1])
        if self.token == "+":
            self.take()
            return self.signed(depth + 1)
        if self.token == "-":
            self.take()
            return Operation("neg", (self.signed(depth + 1),))
        base = self.atom(depth)
        if self.token != "**":
            return base
        self.take()
        return Operation("**", (base, self.signed(depth + 1)))

    def atom(self, depth: int) -> Node:
        token, position = self.take() if self.token else self.tokens[0]
        if token == "(":
            node = self.sum(depth + 1)
            self.expect(")", "an operator")
            return node
        if token in FUNCTIONS:
            return self.call(token, position, depth)
        if token in NAMES:
            return Name(token)
        if token[:1].isdigit() or token[:1] == ".":
            return _number(token, position)
        if token[:1].isalpha() or token[:1] == "_":
            known = ", ".join((*NAMES, *FUNCTIONS))
            raise FormulaError(f"{token!r} is none of {known}", position)
        got = repr(token) if token else "the end"
        raise FormulaError(f"expected a number, a name or '(', got {got}", position)

    def call(self, name: str, position: int, depth: int) -> Node:
        self.expect("(", f"nothing else after {name}")
        arguments = [self.sum(depth + 1)]
        while self.token == ",":
            self.take()
            arguments.append(self.sum(depth + 1))
        self.expect(")", "an operator")
        fewest = FUNCTIONS[name][0]
        if len(arguments) < fewest or (fewest == 1 and len(arguments) > 1):
            wanted = "one argument" if fewest == 1 else "two arguments or more"
            raise FormulaError(f"{name} takes {wanted}, got {len(arguments)}", position)
        return Function(name, tuple(arguments))


def _number(token: str, position: int) -> Number:
    value = float(token)
    if value > MAX_MAGNITUDE:
        raise FormulaError(f"a number may be up to 1e6, got {token[:20]}", position)
    if value == 0 and token.lower().partition("e")[0].strip("0."):
        raise FormulaError(f"a number this small is 0 to a computer, got {token[:20]}", position)
    return Number(value)

"""A formula of one's own: the standard deviation of the weights, as an expression in the layer's size.

Text is read by a small recursive-descent parser into a tree, and the tree is what is evaluated. Powers
bind tighter than signs, and from the right, as in Python. Python's `ast` is no shorter way: it takes
1_000, 0x10 and 1^2, refuses 007 and spaces that do not break, and places most errors elsewhere than where
a formula goes wrong.
"""

from dataclasses import dataclass

from initcore.memory import remembered
from initcore.model.base import Layer
from initcore.model.expressions import (
    FUNCTIONS,
    MAX_MAGNITUDE,
    NAMES,
    FormulaError,
    Function,
    Name,
    Node,
    Number,
    Operation,
    value,
    where,
    written,
)
from initcore.model.tokens import Token, tokens_of

DEFAULT_FORMULA = "sqrt(2/fan_in)"
"""He's formula, to start from when writing one's own."""

MAX_LENGTH = 200
MAX_DEPTH = 30


@dataclass(frozen=True)
class Formula:
    """A formula that has been read; equal trees are equal formulas, with equal `text`."""

    tree: Node

    @property
    def text(self) -> str:
        """The formula without spaces and with the fewest parentheses; `parse` reads it back."""
        return written(self.tree)

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
        sigma = value(self.tree, {name: float(value) for name, value in values.items()}, layer)
        if not 0 <= sigma <= MAX_MAGNITUDE:
            raise FormulaError(f"the standard deviation must be in [0, 1e6]; it is {sigma:g} {where(layer)}")
        return sigma


@remembered(1024)
def parse(text: str) -> Formula:
    """The formula that the text spells; FormulaError, with the position, when it spells none.

    >>> parse("2 * ( fan_in )**-0.5").text
    '2*fan_in**-0.5'
    >>> parse("sqrt(2 / fan_in").text
    Traceback (most recent call last):
    initcore.model.expressions.FormulaError: at position 16: expected ')' or an operator, got the end
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
        self.tokens = tokens_of(text)

    @property
    def token(self) -> str:
        return self.tokens[0][0]

    def take(self) -> Token:
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

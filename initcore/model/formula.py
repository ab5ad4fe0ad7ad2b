"""A formula of one's own: the standard deviation of the weights, as an expression in the layer's size.

Text is read by a small recursive-descent parser into a tree, and the tree is what is evaluated. Powers
bind tighter than signs, and from the right, as in Python. Python's `ast` is no shorter way: it takes
1_000, 0x10 and 1^2, refuses 007 and spaces that do not break, and places most errors elsewhere than where
a formula goes wrong.

What a page shows of weights drawn from a normal distribution is read as their standard deviation: `W = randn
× √(2 / fan-in); W × 0.5`. Of weights drawn otherwise no formula can tell.
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
    written_factor,
)
from initcore.model.tokens import MATRIX, RANDN, ROOT, SIGMA, Token, tokens_of

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

    @property
    def factor(self) -> str:
        """Its text where it is multiplied by something: a sum in parentheses."""
        return written_factor(self.tree)

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
    >>> parse("W = randn × √(2 / fan-in)").text
    'sqrt(2/fan_in)'
    >>> parse("sqrt(2 / fan_in").text
    Traceback (most recent call last):
    initcore.model.expressions.FormulaError: at position 16: expected ')' or an operator, got the end
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"a formula may have {MAX_LENGTH} characters, this has {len(text)}", MAX_LENGTH + 1
        )
    parser = _Parser(text)
    formula = Formula(parser.whole())
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

    def limit(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise FormulaError(f"parentheses and signs may be {MAX_DEPTH} deep", self.tokens[0][1])

    def whole(self) -> Node:
        """All of the text: a standard deviation or what it makes of normals, and after that a gain."""
        of = ""
        if self.token in (MATRIX, SIGMA) and self.tokens[1][0] == "=":
            (of, _), _ = self.take(), self.take()
        if self.token == RANDN:
            node = self.drawn()
        elif of != MATRIX:
            node = self.sum(0)
        elif self.token == "0":
            node = self.product(0)
        else:
            known = f"W = 0 and W = {RANDN} × a standard deviation"
            raise FormulaError(f"of matrices only {known} can be read", self.tokens[0][1])
        if self.token == ";":
            node = Operation("*", (node, self.gain()))
        self.expect("", "an operator")
        return node

    def drawn(self) -> Node:
        """The standard deviation of a standard normal that is multiplied and divided."""
        self.take()
        node = self.times(Number(1.0), 0) if self.token != "*" else self.scale()
        if self.token in ("+", "-"):
            raise FormulaError(f"{RANDN} may only be multiplied and divided", self.tokens[0][1])
        return node

    def scale(self) -> Node:
        """What something is multiplied by, the sign of it first."""
        self.take()
        return self.product(0)

    def gain(self) -> Node:
        """What the weights are multiplied by in the end."""
        _, position = self.take()
        if self.token != MATRIX or self.tokens[1][0] != "*":
            raise FormulaError("only a gain may follow, as in ; W × 0.5", position)
        self.take()
        return self.scale()

    def sum(self, depth: int) -> Node:
        self.limit(depth)
        node = self.product(depth)
        while self.token in ("+", "-"):
            sign, _ = self.take()
            node = Operation(sign, (node, self.product(depth)))
        return node

    def product(self, depth: int) -> Node:
        return self.times(self.signed(depth), depth)

    def times(self, node: Node, depth: int) -> Node:
        """A product that begins with that node."""
        while self.token in ("*", "/"):
            sign, _ = self.take()
            node = Operation(sign, (node, self.signed(depth)))
        return node

    def signed(self, depth: int) -> Node:
        self.limit(depth)
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
        if token == ROOT:
            return Function("sqrt", (self.rooted(depth),))
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

    def rooted(self, depth: int) -> Node:
        """What is under a root: what stands next to it, or in LaTeX's braces."""
        self.limit(depth)
        if self.token != "{":
            return self.atom(depth + (self.token == ROOT))  # a parenthesis counts itself
        self.take()
        node = self.sum(depth + 1)
        self.expect("}", "an operator")
        return node

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

"""Formulas, any at all: what is one means what Python means by it, and what is none has a place."""

import math
from collections.abc import Callable, Iterator

from hypothesis import assume, given
from hypothesis import strategies as st

from initcore.model.expressions import (
    FUNCTIONS,
    MAX_MAGNITUDE,
    NAMES,
    FormulaError,
    Function,
    Name,
    Node,
    Number,
)
from initcore.model.formula import MAX_LENGTH, Formula, parse
from tests.helpers.arithmetic import LAYER, WHERE, python_says
from tests.helpers.strategies import SETTINGS, TREES


def _written(node: Node, space: str) -> str:
    """The tree as text, with every parenthesis there can be."""
    if isinstance(node, Number):
        return f"({space}{node.value!r})"
    if isinstance(node, Name):
        return f"({node.name})"
    if isinstance(node, Function):
        return f"{node.name}{space}({','.join(_written(argument, space) for argument in node.arguments)})"
    sign = "-" if node.sign == "neg" else node.sign
    *left, right = (_written(operand, space) for operand in node.operands)
    return f"({''.join(left)}{space}{sign}{right})"


def _parts(node: Node) -> Iterator[Node]:
    yield node
    inner = getattr(node, "operands", ()) + getattr(node, "arguments", ())
    for part in inner:
        yield from _parts(part)


def _expected(tree: Node) -> float | None:
    """What Python says it is worth; None where any part of it has no finite real value."""
    try:
        values = [python_says(Formula(part).text) for part in _parts(tree)]
    except (ArithmeticError, ValueError, TypeError):  # of a type: complex numbers have no order
        return None
    if any(isinstance(value, complex) or not math.isfinite(value) for value in values):
        return None
    return values[0]


@SETTINGS
@given(TREES, st.sampled_from(["", " ", "\n"]))
def test_any_formula_reads_back_as_itself(tree: Node, space: str) -> None:
    written = _written(tree, space)
    assume(len(written) <= MAX_LENGTH)
    assert parse(written) == Formula(tree)
    assert parse(Formula(tree).text) == Formula(tree)


def _refusal(make: Callable[..., object], *arguments: object) -> FormulaError | None:
    """The complaint of the call, None if it has none."""
    try:
        make(*arguments)
    except FormulaError as error:
        return error
    return None


@SETTINGS
@given(TREES)
def test_any_formula_is_worth_what_python_says(tree: Node) -> None:
    value, formula = _expected(tree), Formula(tree)
    if value is not None and 0 <= value <= MAX_MAGNITUDE:
        assert formula.sigma(LAYER) == value
    else:
        refusal = _refusal(formula.sigma, LAYER)
        assert refusal is not None
        assert refusal.position is None
        assert str(refusal).endswith(WHERE)


def _read_or_refused(text: str) -> None:
    refusal = _refusal(parse, text)
    if refusal is None:
        in_use = _refusal(parse(text).sigma, LAYER)
        assert in_use is None or str(in_use).endswith(WHERE)
    else:
        assert refusal.position is not None
        assert 1 <= refusal.position <= len(text) + 1
        assert str(refusal).startswith(f"at position {refusal.position}: ")


@SETTINGS
@given(st.text(st.characters(), max_size=MAX_LENGTH + 10))
def test_any_text_is_a_formula_or_refused_with_a_position(text: str) -> None:
    _read_or_refused(text)


TOKENS = [
    *NAMES,
    *FUNCTIONS,
    *"+-*/(),",
    "**",
    " ",
    "\t",
    "1",
    "2.",
    ".5",
    "1e6",
    "3e-2",
    "e",
    "_",
    ".",
    "²",
    *"√×−;={}W",
    "randn",
    "fan-in",
]


@SETTINGS
@given(st.lists(st.sampled_from(TOKENS), max_size=50).map("".join))
def test_any_row_of_a_formulas_signs_is_one_or_refused_with_a_position(text: str) -> None:
    _read_or_refused(text)


@SETTINGS
@given(TREES, st.data())
def test_a_formula_with_a_sign_changed_is_one_or_refused_with_a_position(
    tree: Node, data: st.DataObject
) -> None:
    text = Formula(tree).text
    at = data.draw(st.integers(0, len(text)))
    kept = data.draw(st.integers(at, at + 1))
    _read_or_refused(text[:at] + data.draw(st.sampled_from(TOKENS)) + text[kept:])

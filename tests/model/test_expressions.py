"""What formulas are worth and how they are written: as Python has it, or with a reason and the layer."""

import pytest

from initcore.model.expressions import MAX_MAGNITUDE, FormulaError
from initcore.model.formula import parse
from tests.helpers.arithmetic import LAYER, WHERE, python_says


def test_numbers_and_results_may_be_up_to_a_million() -> None:
    assert MAX_MAGNITUDE == 1e6
    for text in ("1e6", "1000000", "0", "1e3*1e3", "0*-1", "1e6*1e6/1e6", "1e-300", "0e5", "0.000"):
        assert parse(text).sigma(LAYER) == python_says(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1/(layer-2)", "1/(layer-2) is a division by zero"),
        ("2*(0/0)", "0/0 is a division by zero"),
        ("exp(1000)", "exp(1000) becomes too large"),
        ("1e6**100", "1000000**100 becomes too large"),
        ("exp(700)*exp(700)", "exp(700)*exp(700) becomes too large"),
        ("1/(exp(700)*exp(700))", "exp(700)*exp(700) becomes too large"),
        ("exp(709)+exp(709)+exp(709)", "exp(709)+exp(709)+exp(709) becomes too large"),
        ("exp(300)/exp(-700)", "exp(300)/exp(-700) becomes too large"),
        ("sqrt(-1)", "sqrt(-1) has no real value"),
        ("1+log(0)", "log(0) has no real value"),
        ("log(-1)", "log(-1) has no real value"),
        ("(-8)**(1/3)", "(-8)**(1/3) has no real value"),
        ("0**-1", "0**-1 has no real value"),
        ("abs((-8)**0.5)", "(-8)**0.5 has no real value"),
        ("-1", "the standard deviation must be in [0, 1e6]; it is -1"),
        ("fan_out-fan_in", "the standard deviation must be in [0, 1e6]; it is -4"),
        ("2e3*1e3", "the standard deviation must be in [0, 1e6]; it is 2e+06"),
    ],
)
def test_a_formula_without_a_value_says_why_and_in_which_layer(text: str, reason: str) -> None:
    formula = parse(text)
    with pytest.raises(FormulaError) as caught:
        formula.sigma(LAYER)
    assert str(caught.value) == f"{reason} {WHERE}"
    assert caught.value.position is None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("((2))*( fan_in )", "2*fan_in"),
        ("(1+2)+3", "1+2+3"),
        ("1+(2+3)", "1+(2+3)"),
        ("1-(2-3)", "1-(2-3)"),
        ("(1*2)/(3*4)", "1*2/(3*4)"),
        ("(2**3)**4", "(2**3)**4"),
        ("2**(3**4)", "2**3**4"),
        ("(-2)**2", "(-2)**2"),
        ("-(2**2)", "-2**2"),
        ("2**(-2)", "2**-2"),
        ("2**(1/2)", "2**(1/2)"),
        ("-(1+2)", "-(1+2)"),
        ("-(1*2)", "-(1*2)"),
        ("(-1)*2", "-1*2"),
        ("1-(-1)", "1--1"),
        ("++1", "1"),
        ("- -1", "--1"),
        (".5", "0.5"),
        ("2.", "2"),
        ("2.50e0", "2.5"),
        ("1e-7", "1e-07"),
        ("min( 1 , (2) )", "min(1,2)"),
    ],
)
def test_the_canonical_text_has_no_needless_signs(text: str, canonical: str) -> None:
    formula = parse(text)
    assert formula.text == canonical
    assert parse(canonical) == formula

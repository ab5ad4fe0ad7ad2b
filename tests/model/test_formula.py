"""Formulas: they mean what Python means by them, and whatever else is typed gets a place and a reason."""

import pytest

from initcore.model.expressions import FUNCTIONS, NAMES, FormulaError, Number, Operation
from initcore.model.formula import MAX_DEPTH, MAX_LENGTH, parse
from tests.helpers.arithmetic import LAYER, VALUES, python_says


@pytest.mark.parametrize(
    "text",
    [
        "1+2*3",
        "(1+2)*3",
        "100-7-3",
        "100-(7-3)",
        "100/5/2",
        "100/(5/2)",
        "2*3**2",
        "(2*3)**2",
        "2**3**2",
        "(2**3)**2",
        "9+-2**2",
        "(-2)**2",
        "--2**2",
        "2**-1",
        "2**-2**-1",
        "2**+-+1",
        "9--2",
        "9-+-2",
        "6/-2*-3",
        "6/2**-1",
        "1-2-3+10",
        "1.5e1+.5+2.+1E-2+3.e0",
        "sqrt(2/fan_in)",
        "sqrt(2/(fan_in+fan_out))",
        "sqrt(1/fan_in)*layer/depth",
        "2*fan_in**-0.5",
        "exp(-layer)*log(depth)",
        "min(3,2,5)+max(1,7)-abs(-4)",
        "min(layer,depth)+max(fan_in,fan_out,7)",
        "fan_in**2/fan_out-layer*depth",
        " fan_in\t/\n( fan_out  ** 0.5 ) ",
        "fan_in\N{NO-BREAK SPACE}*\N{EM SPACE}2",
    ],
)
def test_a_formula_is_worth_what_python_says(text: str) -> None:
    assert parse(text).sigma(LAYER) == python_says(" ".join(text.split()))


def test_powers_bind_from_the_right_and_tighter_than_signs() -> None:
    two, three = Number(2.0), Number(3.0)
    power = Operation("**", (two, three))
    assert parse("2**3**2").tree == Operation("**", (two, Operation("**", (three, two))))
    assert parse("-2**3").tree == Operation("neg", (power,))
    assert parse("2**-3").tree == Operation("**", (two, Operation("neg", (three,))))
    assert parse("+2**3").tree == power


def test_every_name_is_the_layers_own() -> None:
    assert {name: parse(name).sigma(LAYER) for name in NAMES} == VALUES


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_its_number_of_arguments_and_no_other(name: str) -> None:
    fewest, function = FUNCTIONS[name]
    given = ["4", "3", "2"] if fewest > 1 else ["4"]
    assert parse(f"{name}({','.join(given)})").sigma(LAYER) == function(*map(float, given))
    wanted = "two arguments or more" if fewest > 1 else "one argument"
    wrong = ["4"] if fewest > 1 else ["4", "3"]
    with pytest.raises(FormulaError) as caught:
        parse(f"1+{name}({','.join(wrong)})")
    assert str(caught.value) == f"at position 3: {name} takes {wanted}, got {len(wrong)}"
    with pytest.raises(FormulaError, match=rf"^at position {len(name) + 2}: .*, got '\)'$"):
        parse(f"{name}()")


ATOM = "expected a number, a name or '('"
MORE = "expected an operator"
CLOSE = "expected ')' or an operator"
KNOWN = "fan_in, fan_out, layer, depth, sqrt, exp, log, min, max, abs"


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 1, f"{ATOM}, got the end"),
        ("   ", 4, f"{ATOM}, got the end"),
        ("1+", 3, f"{ATOM}, got the end"),
        ("1+ ", 4, f"{ATOM}, got the end"),
        ("2**", 4, f"{ATOM}, got the end"),
        ("-", 2, f"{ATOM}, got the end"),
        ("*2", 1, f"{ATOM}, got '*'"),
        ("2*/3", 3, f"{ATOM}, got '/'"),
        ("2* *3", 4, f"{ATOM}, got '*'"),
        ("()", 2, f"{ATOM}, got ')'"),
        (")", 1, f"{ATOM}, got ')'"),
        ("min(1,)", 7, f"{ATOM}, got ')'"),
        ("min(,1)", 5, f"{ATOM}, got ','"),
        ("(1", 3, f"{CLOSE}, got the end"),
        ("sqrt(2 / fan_in", 16, f"{CLOSE}, got the end"),
        ("(1,2)", 3, f"{CLOSE}, got ','"),
        ("1)", 2, f"{MORE}, got ')'"),
        ("1 2", 3, f"{MORE}, got '2'"),
        ("2fan_in", 2, f"{MORE}, got 'fan_in'"),
        ("2(3)", 2, f"{MORE}, got '('"),
        ("(2)(3)", 4, f"{MORE}, got '('"),
        ("1,2", 2, f"{MORE}, got ','"),
        ("1.2.3", 4, f"{MORE}, got '.3'"),
        ("1e", 2, f"{MORE}, got 'e'"),
        ("1_000", 2, f"{MORE}, got '_000'"),
        ("0x10", 2, f"{MORE}, got 'x10'"),
        ("fan_in(2)", 7, f"{MORE}, got '('"),
        ("fan in", 1, f"'fan' is none of {KNOWN}"),
        ("2*FAN_IN", 3, f"'FAN_IN' is none of {KNOWN}"),
        ("nan", 1, f"'nan' is none of {KNOWN}"),
        ("__import__", 1, f"'__import__' is none of {KNOWN}"),
        ("1 $ 2", 3, "'$' means nothing in a formula"),
        ("2^3", 2, "'^' means nothing in a formula; write **"),
        ("3.real", 3, f"{MORE}, got 'real'"),
        (".", 1, "'.' means nothing in a formula"),
        ("1=1", 2, "'=' means nothing in a formula"),
        ("'1'", 1, '"\'" means nothing in a formula'),
        ("2×3", 2, "'×' means nothing in a formula; write *"),
        ("2\N{MINUS SIGN}1", 2, "'\N{MINUS SIGN}' means nothing in a formula; write -"),
        ("2²", 2, "'²' means nothing in a formula; write **2"),
        ("√2", 1, "'√' means nothing in a formula; write sqrt(...)"),
        ("1+\N{ARABIC-INDIC DIGIT TWO}", 3, "'\N{ARABIC-INDIC DIGIT TWO}' means nothing in a formula"),
        ("np.sqrt(2)", 3, "'.' means nothing in a formula; leave out 'np', and write sqrt(...)"),
        ("1e-400", 1, "a number this small is 0 to a computer, got 1e-400"),
        ("1.2.", 4, "'.' means nothing in a formula"),
        ("1\0", 2, r"'\x00' means nothing in a formula"),
        ("\ud800", 1, r"'\ud800' means nothing in a formula"),
        ("3+1000000.5", 3, "a number may be up to 1e6, got 1000000.5"),
        ("1e400", 1, "a number may be up to 1e6, got 1e400"),
        ("9" * 99, 1, f"a number may be up to 1e6, got {'9' * 20}"),
    ],
)
def test_what_is_no_formula_gets_a_position_and_a_reason(text: str, position: int, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.position == position
    assert str(caught.value) == f"at position {position}: {reason}"


def test_a_formula_may_be_so_long_and_no_longer() -> None:
    longest = "+".join("1" * (MAX_LENGTH // 2)) + " "
    assert len(longest) == MAX_LENGTH
    assert parse(longest).sigma(LAYER) == MAX_LENGTH // 2
    with pytest.raises(
        FormulaError, match=r"^at position 201: a formula may have 200 characters, this has 201$"
    ):
        parse(longest + " ")


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("-", ""), ("+", ""), ("1**", ""), ("abs(", ")")]
)
def test_a_formula_may_be_so_deep_and_no_deeper(opening: str, closing: str) -> None:
    assert parse(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH).sigma(LAYER) == 1
    deeper = MAX_DEPTH + 1
    with pytest.raises(FormulaError) as caught:
        parse(opening * deeper + "1" + closing * deeper)
    assert str(caught.value) == (
        f"at position {deeper * len(opening) + 1}: parentheses and signs may be 30 deep"
    )


def test_a_formula_must_be_short_without_its_powers_of_ten_too() -> None:
    text = "*".join(["1e5"] * 49)
    assert len(text) < MAX_LENGTH
    with pytest.raises(
        FormulaError, match=r"^written without powers of ten it has 342 characters, and may have 200$"
    ):
        parse(text)

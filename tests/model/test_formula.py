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


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("√(2 / fan-in)", "sqrt(2/fan_in)"),
        ("√2 / fan-in", "sqrt(2)/fan_in"),
        ("√fan-out", "sqrt(fan_out)"),
        ("√2**2", "sqrt(2)**2"),
        ("√√2", "sqrt(sqrt(2))"),
        ("1 / √(3 · fan-in)", "1/sqrt(3*fan_in)"),
        ("sqrt(2/(n_in + n_out))", "sqrt(2/(fan_in+fan_out))"),
        (r"\sqrt{2 / (n_{\mathrm{in}} + n_{\text{out}})}", "sqrt(2/(fan_in+fan_out))"),
        (r"\sqrt{\sqrt{2}} \cdot 3", "sqrt(sqrt(2))*3"),
        ("fan-out − fan-in", "fan_out-fan_in"),
        ("1 ÷ 2e−6", "1/2e-06"),
        ("σ = 0.447214", "0.447214"),
        ("sigma = 1\N{NARROW NO-BREAK SPACE}234.5", "1234.5"),
        ("W = 0", "0"),
        ("W = randn", "1"),
        ("randn × 10", "10"),
        ("W = randn / √fan-in", "1/sqrt(fan_in)"),
        ("W = randn × 2 / fan-in × 3", "2/fan_in*3"),
        ("W = randn × (1 + layer)", "1+layer"),
        ("W = randn × √(2 / fan-in); W × 0.5", "sqrt(2/fan_in)*0.5"),
        ("1 + layer; W × 0.5", "(1+layer)*0.5"),
    ],
)
def test_what_is_printed_is_read(text: str, canonical: str) -> None:
    assert parse(text).text == canonical
    assert parse(canonical) == parse(text)


def test_a_factor_has_parentheses_where_it_is_a_sum() -> None:
    factors = [parse(text).factor for text in ("1+2", "1-2", "2*3", "-1", "2**3", "layer", "min(1,2)+3")]
    assert factors == ["(1+2)", "(1-2)", "2*3", "-1", "2**3", "layer", "(min(1,2)+3)"]


ATOM = "expected a number, a name or '('"
MORE = "expected an operator"
CLOSE = "expected ')' or an operator"
GAIN = "only a gain may follow, as in ; W × 0.5"
MATRICES = "of matrices only W = 0 and W = randn × a standard deviation can be read"
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
        ("1=1", 2, f"{MORE}, got '='"),
        ("=1", 1, f"{ATOM}, got '='"),
        ("W", 1, f"'W' is none of {KNOWN}"),
        ("1;", 2, GAIN),
        ("1; W", 2, GAIN),
        ("1; W / 2", 2, GAIN),
        ("1; b × 2", 2, GAIN),
        ("1; W × 2; W × 3", 9, f"{MORE}, got ';'"),
        ("1; W ×", 7, f"{ATOM}, got the end"),
        ("W =", 4, MATRICES),
        ("W = 0.1", 5, MATRICES),
        ("W = U(0, 1)", 5, MATRICES),
        ("W = 2 × randn", 5, MATRICES),
        ("W = 0 + 1", 7, f"{MORE}, got '+'"),
        ("randn + 1", 7, "randn may only be multiplied and divided"),
        ("randn × 2 - 1", 11, "randn may only be multiplied and divided"),
        ("randn 2", 7, f"{MORE}, got '2'"),
        ("2 × randn", 5, f"'randn' is none of {KNOWN}"),
        ("√", 2, f"{ATOM}, got the end"),
        ("√-1", 2, f"{ATOM}, got '-'"),
        ("√{2", 4, "expected '}' or an operator, got the end"),
        ("√{2)", 4, "expected '}' or an operator, got ')'"),
        ("{2}", 1, f"{ATOM}, got '{{'"),
        ("σ(2)", 1, f"'σ' is none of {KNOWN}"),
        ("fan - in", 1, f"'fan' is none of {KNOWN}"),
        ("fan-inner", 1, f"'fan' is none of {KNOWN}"),
        (
            "U(±1)",
            3,
            "'±' means nothing in a formula; a uniform distribution over ±a has standard deviation a / √3",
        ),
        ("'1'", 1, '"\'" means nothing in a formula'),
        ("2²", 2, "'²' means nothing in a formula; write **2"),
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
    ("opening", "closing"),
    [("(", ")"), ("-", ""), ("+", ""), ("1**", ""), ("abs(", ")"), ("√(", ")"), ("√{", "}")],
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


def test_roots_of_roots_may_be_so_deep_too() -> None:
    assert parse("√" * (MAX_DEPTH + 1) + "1").sigma(LAYER) == 1
    with pytest.raises(FormulaError, match="parentheses and signs may be 30 deep"):
        parse("√" * (MAX_DEPTH + 2) + "1")

"""Cells: numbers with points and commas, and what stands where there is none."""

import math

import pytest

from initcore.data.cells import has_comma, has_point, is_missing, is_number, number, written_with_commas


@pytest.mark.parametrize("text", ["5,1", "-3,5", "+,5", "5,", "1,5e3", "1,5E-3"])
def test_a_decimal_comma_is_a_number_where_the_column_has_them(text: str) -> None:
    assert has_comma(text)
    assert is_number(text, commas=True)
    assert not is_number(text)
    assert number(text, commas=True) == float(text.replace(",", "."))


@pytest.mark.parametrize("text", ["1,2,3", ",", "1.234,5", "a,b", "", "1e400", "1_0", "1 000", "inf", "nan"])
def test_what_is_no_number_is_none_with_commas_either(text: str) -> None:
    assert not is_number(text, commas=True)
    assert not is_number(text)


@pytest.mark.parametrize("text", ["", "NA", "N/A", "nan", "NaN", "null", "NULL", "None", "?", "-", "#N/A"])
def test_there_are_many_ways_to_say_nothing(text: str) -> None:
    assert is_missing(text)
    assert math.isnan(number(text))


@pytest.mark.parametrize("text", ["0", "none of these", "n", "--"])
def test_something_is_not_nothing(text: str) -> None:
    assert not is_missing(text)


@pytest.mark.parametrize(
    ("texts", "commas"),
    [
        (["5,1", "3"], True),
        (["5,1", "", "x"], True),
        (["5", "3"], False),
        (["5,1", "5.1"], False),
        (["1.5", "1,5"], False),
        (["1.234,5", "1,5"], True),
        ([], False),
    ],
)
def test_a_column_is_written_with_commas_where_no_point_says_otherwise(
    texts: list[str], commas: bool
) -> None:
    assert written_with_commas(texts) == commas


def test_a_point_is_one_in_a_number() -> None:
    assert has_point("1.5")
    assert not has_point("St. Gallen")
    assert not has_point("15")


def test_what_is_neither_a_number_nor_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="could not convert"):
        number("x")

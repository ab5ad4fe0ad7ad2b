"""The course's exercises: a formula's matrices beside the published ones."""

from typing import Any

import numpy as np
import pytest

from initcore.lesson.exercises import DIFFERENT, EXERCISES, cells, compare, read, verdict, written
from initcore.model.formula import parse
from tests.helpers.published import HE_2_4_1, RANDOM_3_2_1, ZEROS_3_2_1

ZEROS, RANDOM, HE = EXERCISES
RIGHT = {"zeros": "0", "random": "10", "he": "sqrt(2/fan_in)"}


def said(exercise, text: str) -> str:
    formula = parse(text)
    return " ".join(verdict(exercise, formula, compare(exercise, formula)))


def test_expected_are_the_published_figures() -> None:
    published: tuple[Any, ...] = (ZEROS_3_2_1, RANDOM_3_2_1, HE_2_4_1)
    for exercise, figures in zip(EXERCISES, published, strict=True):
        for mine, theirs in zip(exercise.expected, figures, strict=True):
            assert np.array_equal(np.array(mine), np.array(theirs))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.name)
def test_the_right_formula_gives_every_expected_weight(exercise) -> None:
    formula = parse(RIGHT[exercise.name])
    compared = compare(exercise, formula)
    assert all(each.equal for each in compared)
    for each in compared:
        yours, expected = cells(each)
        assert yours == expected
    assert verdict(exercise, formula, compared) == ["Every weight is the expected one, to 8 decimals."]


def test_a_ninth_decimal_does_not_count_but_the_eighth_does() -> None:
    near, off = (compare(HE, parse(f"sqrt(2/fan_in)*{factor}")) for factor in ("1.0000000001", "1.00000002"))
    assert all(each.equal for each in near)
    assert not all(each.equal for each in off)


def test_a_factor_that_rounds_to_1_is_told_as_a_difference() -> None:
    words = said(HE, "sqrt(2/fan_in)+0.00000001")
    assert "Yours are within 2.2e−8 of the expected weights, but not equal to 8 decimals in every" in words
    assert " 1 times" not in words


def test_nothing_is_written_as_minus_0() -> None:
    for text in ("0", "0.0000000001"):
        assert not any("-" in cell for row in cells(compare(RANDOM, parse(text))[0])[0] for cell in row)


def test_xaviers_scale_is_named_with_its_factor() -> None:
    words = said(HE, "sqrt(1/fan_in)")
    assert "Yours are 0.7071 times the expected weights in every layer." in words
    assert "That is √(1 / fan-in), Xavier's" in words
    assert "asks for √(2 / fan-in)" in words


def test_a_wrong_fan_differs_layer_by_layer_and_is_named() -> None:
    words = said(HE, "sqrt(2/fan_out)")
    assert "W1 (fan-in 2, fan-out 4) is 0.7071 times the expected weights." in words
    assert "W2 (fan-in 4, fan-out 1) is 2 times the expected weights." in words
    assert "the other fan" in words


def test_a_variance_is_told_from_a_deviation() -> None:
    words = said(HE, "2/fan_in")
    assert "W1 (fan-in 2, fan-out 4) is as expected." in words
    assert "its root is a standard deviation" in words


def test_an_unknown_formula_is_not_given_a_name() -> None:
    words = said(HE, "sqrt(3/fan_in)")
    assert "1.225 times" in words
    assert "That is" not in words


@pytest.mark.parametrize("text", ["1/layer", "sqrt(2/(2*layer))", "sqrt(5-fan_in)"])
def test_a_formula_that_agrees_on_this_network_alone_is_not_given_a_name(text: str) -> None:
    assert "That is" not in said(HE, text)


def test_beside_zeros_there_is_no_factor() -> None:
    words = said(ZEROS, "0.01")
    assert "W1 is expected to be all 0; yours is drawn with standard deviation 0.01." in words
    assert "0 times" in said(RANDOM, "0")


def test_cells_that_differ_are_marked_in_text() -> None:
    yours, _ = cells(compare(HE, parse("1"))[1])
    assert all(cell.startswith(DIFFERENT) for cell in yours[0])
    yours, _ = cells(compare(HE, parse("1"))[0])
    assert not any(DIFFERENT in cell for row in yours for cell in row)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("sqrt(2/fan_in", "at position 14: expected ')'"),
        ("fan", "at position 1: 'fan' is none of"),
        ("sqrt(fan_out-2)", "no real value in layer 2 (fan_in 4, fan_out 1)"),
        ("0-1", "must be in [0, 1e6]"),
    ],
)
def test_a_formula_that_cannot_be_is_told_why(text: str, problem: str) -> None:
    formula, words = read(text, HE)
    assert formula is None
    assert problem in words
    assert read("1", HE) == (parse("1"), "")


def test_a_matrix_is_written_to_the_published_decimals() -> None:
    assert written(np.array([[1.0, -0.0], [-2.5e-9, 12.345678909]])) == [
        ["1.00000000", "0.00000000"],
        ["0.00000000", "12.34567891"],
    ]

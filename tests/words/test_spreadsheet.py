"""Cells for a spreadsheet: no text is a formula, and every number stays one."""

import math

import pytest

from initcore.words.spreadsheet import STARTS, neutral


@pytest.mark.parametrize("start", STARTS)
def test_what_begins_like_a_formula_is_a_text(start: str) -> None:
    for text in (start, f"{start}cmd|' /C calc'!A0", f"{start}1+1"):
        assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "He", "σ = sqrt(2/fan_in)", "1-2", "a=b", " =1", "'=1", "−3", "–"])
def test_other_texts_are_left(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("value", [-0.5, -3, 0, 1e-300, -math.inf, True, None, "-0.5", "-1e-07", "+3"])
def test_numbers_are_left(value: object) -> None:
    assert neutral(value) is value


@pytest.mark.parametrize("text", ["-1_0", "\t5", "-1\n", "-٣"])
def test_what_python_alone_reads_as_a_number_is_no_number(text: str) -> None:
    assert neutral(text) == f"'{text}"

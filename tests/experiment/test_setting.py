"""The contract of a setting: limits with open and closed ends, and rows that leave the work to their kind."""

import math
from dataclasses import replace
from typing import Any

import pytest

from initcore import RunConfig
from initcore.experiment.setting import Kind, Limit, Run, Setting


@pytest.mark.parametrize(
    ("limit", "text", "inside", "outside"),
    [
        (Limit(0, 1), "[0, 1]", (0, 0.5, 1), (-1e-9, 1.1)),
        (Limit(0, 1, above=True), "(0, 1]", (5e-324, 1), (0, -0.0, 2)),
        (Limit(0, 1, below=True), "[0, 1)", (0, math.nextafter(1, 0)), (1, -1)),
        (Limit(0, 1, above=True, below=True), "(0, 1)", (0.5,), (0, 1)),
        (Limit(4, 10_000), "[4, 10000]", (4, 10_000), (3, 10_001, math.inf)),
    ],
)
def test_a_limit_says_which_of_its_ends_are_allowed(
    limit: Limit, text: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    assert str(limit) == text
    assert [value in limit for value in inside] == [True] * len(inside)
    assert [value in limit for value in outside] == [False] * len(outside)


def test_what_is_not_a_number_is_in_no_limit() -> None:
    assert math.nan not in Limit(-math.inf, math.inf)


def _read(setting: Setting, text: str) -> str:
    return f"{setting.name} reads {text}"


def _check(setting: Setting, value: Any, run: Run) -> str:
    return f"{setting.name} checks {value} beside {run.dataset}"


ECHO = Kind("X", _read, _check, allowed=lambda setting: " or ".join(setting.names), turn=0)
ROW = Setting(
    name="echo",
    default="a",
    kind=ECHO,
    choices={"a": "the first", "b": "the second"},
    url="e",
    label="Echo",
    help="Says it again.",
    group="data",
)


def test_a_row_reads_checks_and_allows_as_its_kind_does() -> None:
    assert ROW.read("x") == "echo reads x"
    assert ROW.check(7, RunConfig(dataset="moons")) == "echo checks 7 beside moons"
    assert (ROW.names, ROW.allowed) == (("a", "b"), "a or b")
    assert replace(ROW, choices={}).names == ()


def test_rows_are_told_apart_by_what_they_are() -> None:
    assert replace(ROW) != ROW
    assert len({ROW, replace(ROW)}) == 2

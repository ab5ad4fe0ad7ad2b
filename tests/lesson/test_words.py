"""What the lesson calls a run."""

from dataclasses import replace

import pytest

from initcore.lesson.words import name_of
from tests.helpers.small import CONFIG, EVEN, trained


def test_a_formula_is_told_as_code() -> None:
    formula = trained(replace(EVEN, initialization="formula", formula="2*fan_in**-0.5"), 0)
    assert name_of(formula) == "`σ = 2*fan_in**-0.5`"


@pytest.mark.parametrize(
    ("name", "gain", "called"),
    [
        ("he", 1.0, "He"),
        ("he", 0.5, "He × 0.5"),
        ("random", 1e-7, "Large random × 1e−7"),
        ("zeros", 0.0, "Zeros × 0"),
        ("formula", 2.0, "`σ = sqrt(2/fan_in)` × 2"),
    ],
)
def test_a_gain_that_is_not_one_is_told(name: str, gain: float, called: str) -> None:
    assert name_of(trained(replace(CONFIG, initialization=name, gain=gain), 0)) == called


def test_a_gain_multiplies_all_of_a_formula() -> None:
    grown = replace(EVEN, initialization="formula", formula="1+layer", gain=2.0)
    assert name_of(trained(grown, 0)) == "`σ = (1+layer)` × 2"

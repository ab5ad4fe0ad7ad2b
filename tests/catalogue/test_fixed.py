"""Constants and fixed scales: what they are in any layer, and the traps that their records name."""

import numpy as np
import pytest

from initcore.catalogue import fixed
from initcore.catalogue.initializations import INITIALIZATIONS
from tests.helpers.laws import (
    FIXED,
    LAWS,
    SHAPES,
    TALL,
    WIDE,
    assert_follows_its_law,
    drawn,
    with_a_law,
)

NAMES = [record.name for record in fixed.RECORDS]


@pytest.mark.parametrize("name", with_a_law(fixed.RECORDS))
@pytest.mark.parametrize("shape", SHAPES)
def test_draws_follow_the_law_the_record_states(name: str, shape: str) -> None:
    assert_follows_its_law(name, SHAPES[shape])


@pytest.mark.parametrize("name", FIXED)
def test_constants_are_constant(name: str) -> None:
    assert (drawn(name, WIDE) == FIXED[name]).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_fans_of_a_layer_change_no_weight(name: str) -> None:
    assert np.array_equal(drawn(name, WIDE).ravel(), drawn(name, TALL).ravel())


@pytest.mark.parametrize(
    ("name", "said"),
    [("uniform", "0.029"), ("truncated_normal", "0.044"), ("torch_truncated_normal", "0.88")],
)
def test_the_deviation_that_a_record_names_is_that_of_its_draws(name: str, said: str) -> None:
    assert said in INITIALIZATIONS[name].purpose
    places = len(said.partition(".")[2])
    assert f"{LAWS[name].law(WIDE).std():.{places}f}" == said
    assert drawn(name, WIDE).std() == pytest.approx(float(said), rel=0.02)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_symmetric_about_0_is_called_a_trap(name: str) -> None:
    weights = drawn(name, WIDE)
    one_sided = weights.min() >= 0 and np.ptp(weights) > 0
    assert ("A trap" in INITIALIZATIONS[name].purpose) == one_sided

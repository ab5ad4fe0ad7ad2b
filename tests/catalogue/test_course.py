"""The course's schemes: its printed matrices, the distributions it writes down, their place in front."""

import math

import numpy as np
import pytest

from initcore.catalogue import course
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.model.base import Layer
from tests.helpers import published
from tests.helpers.laws import LAWS, SHAPES, SQUARE, WIDE, assert_follows_its_law, drawn, with_a_law


@pytest.mark.parametrize("name", with_a_law(course.RECORDS))
@pytest.mark.parametrize("shape", SHAPES)
def test_draws_follow_the_law_the_record_states(name: str, shape: str) -> None:
    assert_follows_its_law(name, SHAPES[shape])


@pytest.mark.parametrize(
    ("name", "expected"), [("zeros", published.ZEROS_3_2_1), ("random", published.RANDOM_3_2_1)]
)
def test_the_courses_exercises_with_three_inputs(name: str, expected: list[list[list[float]]]) -> None:
    stream, draw = np.random.RandomState(3), INITIALIZATIONS[name].draw
    weights = [draw(stream, Layer(3, 2, 1, 2)), draw(stream, Layer(2, 1, 2, 2))]
    assert [matrix.round(8).tolist() for matrix in weights] == expected


def test_the_courses_schemes_come_first() -> None:
    names = [record.name for record in course.RECORDS]
    assert list(INITIALIZATIONS.names[: len(names)]) == names
    assert {record.family for record in course.RECORDS} == {course.FAMILY}


def test_zeros_leave_the_stream_as_it_is() -> None:
    stream = np.random.RandomState(7)
    assert not INITIALIZATIONS["zeros"].draw(stream, WIDE).any()
    assert stream.standard_normal() == np.random.RandomState(7).standard_normal()


def test_xavier_has_lecuns_deviation_and_is_not_cut() -> None:
    for layer in SHAPES.values():
        assert LAWS["xavier"].law(layer).std() == pytest.approx(LAWS["lecun_truncated"].law(layer).std())
    assert np.abs(drawn("xavier", SQUARE)).max() > 2 / math.sqrt(SQUARE.fan_in) / 0.87

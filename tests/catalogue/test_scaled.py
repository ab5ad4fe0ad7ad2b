"""Scales that follow a layer's size: their distributions, and what one fan or the other makes of a layer."""

import numpy as np
import pytest

from initcore.catalogue import scaled
from initcore.model.base import Layer
from tests.helpers.laws import LAWS, SHAPES, SQUARE, TALL, WIDE, assert_follows_its_law, drawn, with_a_law


@pytest.mark.parametrize("name", with_a_law(scaled.RECORDS))
@pytest.mark.parametrize("shape", SHAPES)
def test_draws_follow_the_law_the_record_states(name: str, shape: str) -> None:
    assert_follows_its_law(name, SHAPES[shape])


@pytest.mark.parametrize(
    ("fan_in", "others"),
    [
        ("he", ("he_fan_out", "he_fan_avg")),
        ("he_uniform", ("he_fan_out_uniform",)),
        ("xavier", ("glorot_normal",)),
        ("lecun_uniform", ("glorot_uniform",)),
        ("lecun_truncated", ("glorot_truncated",)),
    ],
)
def test_in_a_square_layer_all_fans_are_one(fan_in: str, others: tuple[str, ...]) -> None:
    for other in others:
        assert np.array_equal(drawn(fan_in, SQUARE), drawn(other, SQUARE))
        assert not np.array_equal(drawn(fan_in, WIDE), drawn(other, WIDE))


@pytest.mark.parametrize(("fan_in", "fan_out"), [("he", "he_fan_out"), ("he_uniform", "he_fan_out_uniform")])
def test_fan_out_is_fan_in_of_the_layer_turned(fan_in: str, fan_out: str) -> None:
    assert np.array_equal(drawn(fan_in, WIDE).ravel(), drawn(fan_out, TALL).ravel())


@pytest.mark.parametrize("layer", SHAPES.values(), ids=SHAPES)
def test_of_glorot_and_he_all_shapes_have_one_deviation(layer: Layer) -> None:
    for names in (
        ("glorot_normal", "glorot_uniform", "glorot_truncated"),
        ("he", "he_uniform", "he_truncated"),
        ("he_fan_out", "he_fan_out_uniform"),
        ("xavier", "lecun_uniform", "lecun_truncated"),
    ):
        sigma = LAWS[names[0]].law(layer).std()
        for name in names:
            assert drawn(name, layer).std() == pytest.approx(sigma, rel=0.02), name

"""Initial weights: the course's digits, the stated statistics, and complete records."""

import math
import re
from dataclasses import fields

import numpy as np
import pytest

from initcore.initializers import initial_weights, variance_scaling
from initcore.registry import INITIALIZATIONS, Array, Initialization, Layer
from tests import published

WIDE, TALL = Layer(fan_in=997, fan_out=101, index=1, depth=3), Layer(101, 997, 2, 3)
N = {"fan_in": 997, "fan_out": 101, "fan_avg": 549}


def _draw(scale: float, mode: str, distribution: str, layer: Layer = WIDE, seed: int = 7) -> Array:
    return variance_scaling(scale, mode, distribution)(np.random.RandomState(seed), layer)


@pytest.mark.parametrize(
    ("name", "widths", "expected"),
    [
        ("zeros", (3, 2, 1), published.ZEROS_3_2_1),
        ("random", (3, 2, 1), published.RANDOM_3_2_1),
        ("he", (2, 4, 1), published.HE_2_4_1),
    ],
)
def test_the_courses_matrices_to_their_8_printed_digits(
    name: str, widths: tuple[int, ...], expected: list[list[list[float]]]
) -> None:
    weights = initial_weights(name, 1.0, widths, seed=3)
    assert [matrix.round(8).tolist() for matrix in weights] == expected


@pytest.mark.parametrize("name", INITIALIZATIONS.names)
@pytest.mark.parametrize("widths", [(2, 7, 3, 1), (2, 1, 1), (2, 1, 127, 1), (997, 2), (1, 997)])
def test_shapes(name: str, widths: tuple[int, ...]) -> None:
    weights = initial_weights(name, 1.0, widths, seed=5)
    assert [matrix.shape for matrix in weights] == list(zip(widths[1:], widths[:-1], strict=True))
    for matrix in weights:
        assert matrix.dtype == np.float64
        assert np.isfinite(matrix).all()


@pytest.mark.parametrize("name", INITIALIZATIONS.names)
def test_the_seed_alone_decides(name: str) -> None:
    first = initial_weights(name, 1.0, (2, 7, 3, 1), seed=5)
    # The legacy global stream, which a careless scheme would draw from.
    np.random.seed(11)  # noqa: NPY002
    again, other = (initial_weights(name, 1.0, (2, 7, 3, 1), seed) for seed in (5, 7))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert (name == "zeros") == all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize("name", INITIALIZATIONS.names)
@pytest.mark.parametrize("gain", [0.0, 0.5, 3.0])
def test_gain_multiplies(name: str, gain: float) -> None:
    plain = initial_weights(name, 1.0, (2, 7, 3, 1), seed=5)
    scaled = initial_weights(name, gain, (2, 7, 3, 1), seed=5)
    assert all(np.array_equal(a * gain, b) for a, b in zip(plain, scaled, strict=True))


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("he", "xavier", math.sqrt(2)), ("random", "small_random", 1000)]
)
def test_schemes_that_differ_in_scale_use_the_same_normals(one: str, other: str, ratio: float) -> None:
    pairs = zip(*(initial_weights(name, 1.0, (2, 7, 3, 1), seed=5) for name in (one, other)), strict=True)
    for a, b in pairs:
        # Two roundings on each side: 4 units in the last place.
        np.testing.assert_allclose(a, b * ratio, rtol=4 * np.finfo(float).eps)


def test_layers_are_drawn_from_one_stream_in_order() -> None:
    stream = np.random.RandomState(5)
    for matrix, n in zip(initial_weights("random", 1.0, (2, 7, 3, 1), seed=5), (14, 21, 3), strict=True):
        assert np.array_equal(matrix.ravel(), stream.standard_normal(n) * 10.0)


@pytest.mark.parametrize("mode", N)
@pytest.mark.parametrize("scale", [1.0, 2.0, 0.3])
def test_normal_draws_have_the_stated_mean_sigma_and_shape(mode: str, scale: float) -> None:
    drawn = _draw(scale, mode, "normal")
    sigma, count = math.sqrt(scale / N[mode]), drawn.size
    # 4 standard errors of the mean, of sigma and of the share within one sigma, at 100,697 draws.
    assert abs(drawn.mean()) < 4 * sigma / math.sqrt(count)
    assert abs(drawn.std() / sigma - 1) < 4 / math.sqrt(2 * count)
    within = math.erf(1 / math.sqrt(2))
    share = (abs(drawn) < sigma).mean()
    assert abs(share - within) < 4 * math.sqrt(within * (1 - within) / count)


@pytest.mark.parametrize("mode", N)
@pytest.mark.parametrize("scale", [1.0, 2.0, 0.3])
def test_uniform_draws_have_the_stated_limit_and_sigma(mode: str, scale: float) -> None:
    drawn = _draw(scale, mode, "uniform")
    sigma, count = math.sqrt(scale / N[mode]), drawn.size
    limit = math.sqrt(3) * sigma
    # The outermost of n draws is within limit * 20 / n of the limit but for a chance of e^-10.
    assert limit * (1 - 20 / count) < drawn.max() < limit
    assert -limit < drawn.min() < -limit * (1 - 20 / count)
    # A uniform's fourth moment is 9/5 of sigma^4, so the standard error of sigma is sqrt(1/5 n).
    assert abs(drawn.std() / sigma - 1) < 4 * math.sqrt(0.2 / count)
    assert abs(drawn.mean()) < 4 * sigma / math.sqrt(count)


def test_modes_follow_the_fan_when_the_layer_is_turned() -> None:
    for one, other in (("fan_in", "fan_out"), ("fan_out", "fan_in"), ("fan_avg", "fan_avg")):
        wide, tall = _draw(2.0, one, "normal", WIDE), _draw(2.0, other, "normal", TALL)
        assert np.array_equal(wide.ravel(), tall.ravel())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2.0, "fan_sum", "normal"), "`mode` must be one of fan_in, fan_out, fan_avg; got 'fan_sum'"),
        ((2.0, "fan_in", "cauchy"), "`distribution` must be normal or uniform; got 'cauchy'"),
        ((0.0, "fan_in", "normal"), "`scale` must be above 0; got 0.0"),
        ((-1.0, "fan_in", "uniform"), "`scale` must be above 0; got -1.0"),
        ((math.nan, "fan_in", "normal"), "`scale` must be above 0; got nan"),
    ],
)
def test_variance_scaling_refuses(arguments: tuple[float, str, str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        variance_scaling(*arguments)


def test_an_unknown_initialization_is_refused() -> None:
    with pytest.raises(ValueError, match=r"`initialization` must be one of zeros, random, .*; got 'ones'"):
        initial_weights("ones", 1.0, (2, 1), seed=3)


def test_the_promised_initializations_are_there() -> None:
    assert {"zeros", "random", "small_random", "he", "xavier"} <= set(INITIALIZATIONS.names)


@pytest.mark.parametrize("record", list(INITIALIZATIONS), ids=lambda record: record.name)
def test_every_record_is_complete(record: Initialization) -> None:
    texts = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "draw"}
    for name, text in texts.items():
        assert isinstance(text, str), name
        assert text == text.strip() != "", name
    assert re.fullmatch(r"[a-z][a-z0-9_]*", record.name)
    assert re.fullmatch(r"#[0-9a-f]{6}", record.color)
    assert record.purpose.endswith(".")


@pytest.mark.parametrize("part", ["label", "color", "plain", "formula"])
def test_no_two_initializations_look_the_same(part: str) -> None:
    values = [getattr(record, part) for record in INITIALIZATIONS]
    assert len(set(values)) == len(values)


def test_adding_an_initialization_twice_raises() -> None:
    names = INITIALIZATIONS.names
    with pytest.raises(ValueError, match="'he' is registered twice"):
        INITIALIZATIONS.add(INITIALIZATIONS["he"])
    assert INITIALIZATIONS.names == names

"""Initial parameters: the course's digits, the stated statistics, and every rule and override."""

import math
import re
from typing import Any

import numpy as np
import pytest

from initcore import ConfigError, RunConfig, begin, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.config import START
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array, Layer
from initcore.model.initializers import LSUV_TOLERANCE, orthogonal, sparse, variance_scaling
from initcore.training.begin import initial_parameters
from tests.helpers import published

WIDE, TALL = Layer(fan_in=997, fan_out=101, index=1, depth=3), Layer(101, 997, 2, 3)
N = {"fan_in": 997, "fan_out": 101, "fan_avg": 549}
HIDDEN = (7, 3)


def _parameters(**settings: Any) -> tuple[list[Array], list[Array]]:
    config = RunConfig(**{"hidden": HIDDEN, "weights_seed": 5, **settings})
    return initial_parameters(config, lambda: load(config).train_inputs)


def _weights(**settings: Any) -> list[Array]:
    return _parameters(**settings)[0]


def _same(one: list[Array], other: list[Array]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def _draw(scale: float, mode: str, distribution: str, layer: Layer = WIDE, seed: int = 7) -> Array:
    return variance_scaling(scale, mode, distribution)(np.random.RandomState(seed), layer)


@pytest.mark.parametrize(("name", "expected"), [("he", published.HE_2_4_1)])
def test_the_courses_matrices_to_their_8_printed_digits(name: str, expected: list[list[list[float]]]) -> None:
    weights = _weights(initialization=name, hidden=(4,), weights_seed=3)
    assert [matrix.round(8).tolist() for matrix in weights] == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("zeros", published.ZEROS_3_2_1), ("random", published.RANDOM_3_2_1)]
)
def test_the_courses_exercises_with_three_inputs(name: str, expected: list[list[list[float]]]) -> None:
    stream, draw = np.random.RandomState(3), INITIALIZATIONS[name].draw
    weights = [draw(stream, Layer(3, 2, 1, 2)), draw(stream, Layer(2, 1, 2, 2))]
    assert [matrix.round(8).tolist() for matrix in weights] == expected


def test_layers_are_drawn_from_one_stream_in_order() -> None:
    stream = np.random.RandomState(5)
    for matrix, n in zip(_weights(initialization="random"), (14, 21, 3), strict=True):
        assert np.array_equal(matrix.ravel(), stream.standard_normal(n) * 10.0)


@pytest.mark.parametrize("name", INITIALIZATIONS.names)
@pytest.mark.parametrize("gain", [0.0, 0.5, 3.0])
def test_gains_multiply_weights_and_not_biases(name: str, gain: float) -> None:
    weights, biases = _parameters(initialization=name)
    scaled, same = _parameters(initialization=name, gain=gain)
    assert _same([w * gain for w in weights], scaled)
    assert _same(biases, same)
    by_layer, same = _parameters(initialization=name, layer_gains=(2.0, 1.0, gain))
    assert _same([weights[0] * 2.0, weights[1], weights[2] * gain], by_layer)
    assert _same(biases, same)


@pytest.mark.parametrize("name", INITIALIZATIONS.names)
def test_the_last_layer_may_start_at_zero(name: str) -> None:
    weights, biases = _parameters(initialization=name)
    zeroed, same = _parameters(initialization=name, zero_last=True)
    assert _same(weights[:-1], zeroed[:-1])
    assert _same(biases, same)
    assert not zeroed[-1].any()
    assert zeroed[-1].shape == (1, 3)


@pytest.mark.parametrize("name", INITIALIZATIONS.names)
def test_a_bias_rule_moves_no_weight(name: str) -> None:
    weights = _weights(initialization=name)
    for settings in ({"bias": "zeros"}, {"bias": "uniform"}, {"bias": "constant", "bias_value": 0.3}):
        moved, _ = _parameters(initialization=name, **settings)
        assert _same(weights, moved)


def test_bias_rules_give_what_they_say() -> None:
    assert not any(bias.any() for bias in _parameters(initialization="torch_linear", bias="zeros")[1])
    assert all((bias == -0.3).all() for bias in _parameters(bias="constant", bias_value=-0.3)[1])
    assert all((bias == 0.1).all() for bias in _parameters(initialization="playground")[1])
    for settings in ({"bias": "uniform"}, {"initialization": "torch_linear"}):
        _, biases = _parameters(hidden=(499, 503), **settings)
        for bias, fan_in in zip(biases, (2, 499, 503), strict=True):
            limit = 1 / math.sqrt(fan_in)
            assert (np.abs(bias) <= limit).all()
            if bias.size > 1:  # within 4 standard errors of a uniform's deviation
                assert abs(bias.std() / (limit / math.sqrt(3)) - 1) < 4 * math.sqrt(0.2 / bias.size)


def test_biases_of_a_trained_run_are_where_they_were_put() -> None:
    [run] = begin([RunConfig(initialization="playground", hidden=HIDDEN)]).runs
    assert all((bias == 0.1).all() for bias in run.biases(0))


def test_a_twin_starts_one_unit_in_the_last_place_away() -> None:
    for settings in ({"initialization": "torch_linear"}, {"initialization": "sparse"}, {"bias": "uniform"}):
        one, other = _parameters(**settings), _parameters(**settings, twin=True)
        for a, b in zip([*one[0], *one[1]], [*other[0], *other[1]], strict=True):
            assert np.array_equal(np.where(a == 0, 0, np.nextafter(a, np.inf)), b)
    assert _same(_weights(initialization="zeros"), _weights(initialization="zeros", twin=True))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("he", "xavier", math.sqrt(2)),
        ("random", "small_random", 1000),
        ("unit_normal", "normal", 20),
        ("he_uniform", "lecun_uniform", math.sqrt(2)),
        ("he_truncated", "lecun_truncated", math.sqrt(2)),
        ("he_fan_avg", "glorot_normal", math.sqrt(2)),
        ("orthogonal_relu", "orthogonal", math.sqrt(2)),
        ("formula", "he", 1),
    ],
)
def test_schemes_that_differ_in_scale_use_the_same_draws(one: str, other: str, ratio: float) -> None:
    for a, b in zip(*(_weights(initialization=name) for name in (one, other)), strict=True):
        # Three roundings on each side, of numbers as large as a uniform's limit before they cancel.
        np.testing.assert_allclose(a, b * ratio, rtol=6 * np.finfo(float).eps, atol=1e-15)


def test_a_formula_sets_the_deviation_layer_by_layer() -> None:
    weights = _weights(initialization="formula", formula="layer / (fan_in + fan_out * depth)")
    stream = np.random.RandomState(5)
    for layer, (weight, fans) in enumerate(zip(weights, ((2, 7), (7, 3), (3, 1)), strict=True), 1):
        expected = stream.standard_normal(weight.shape) * (layer / (fans[0] + fans[1] * 3))
        assert np.array_equal(weight, expected)


def test_a_formula_without_a_value_is_a_config_error_that_says_where() -> None:
    with pytest.raises(
        ConfigError, match=r"`formula` cannot be used here: .*layer 2 \(fan_in 7, fan_out 3\)"
    ):
        _weights(initialization="formula", formula="1 / abs(fan_in - 7)")


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
def test_lsuv_gives_every_layer_variance_1_on_the_training_data(activation: str) -> None:
    config = RunConfig(initialization="lsuv", hidden=(31, 29, 23), activation=activation, dataset="digits")
    fed = load(config).train_inputs
    weights, _ = initial_parameters(config, lambda: fed)
    raw, _ = initial_parameters(
        RunConfig(**{**config.to_dict(), "initialization": "orthogonal"}), lambda: fed
    )
    act = ACTIVATIONS[activation]
    for weight, direction in zip(weights, raw, strict=True):
        z = weight @ fed
        assert abs(z.var() - 1) < LSUV_TOLERANCE
        ratio = weight / direction
        np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-10)
        fed = np.empty_like(z) if act.keeps_z else z
        for call in act.apply(z, fed):
            call()


def test_lsuv_leaves_a_layer_alone_whose_outputs_do_not_vary() -> None:
    refine = INITIALIZATIONS["lsuv"].refine
    assert refine is not None
    [same] = refine([np.ones((3, 2))], np.zeros((2, 5)), ACTIVATIONS["relu"])
    assert np.array_equal(same, np.ones((3, 2)))


@pytest.mark.parametrize("layer", [WIDE, TALL, Layer(31, 31, 1, 1), Layer(1, 17, 1, 1), Layer(17, 1, 1, 1)])
def test_orthogonal_keeps_lengths(layer: Layer) -> None:
    w = orthogonal(1.5)(np.random.RandomState(3), layer)
    assert w.shape == (layer.fan_out, layer.fan_in)
    small = w @ w.T if layer.fan_out <= layer.fan_in else w.T @ w
    np.testing.assert_allclose(small, 2.25 * np.eye(len(small)), atol=1e-13)


def test_orthogonal_is_uniform_over_signs() -> None:
    signs = [orthogonal()(np.random.RandomState(seed), Layer(1, 1, 1, 1))[0, 0] for seed in range(400)]
    assert set(signs) == {-1.0, 1.0}
    assert 150 < sum(sign > 0 for sign in signs) < 250  # 5 standard errors


@pytest.mark.parametrize(("sparsity", "zeros"), [(0.5, 51), (0.1, 11), (0.0, 0), (1.0, 101)])
def test_sparse_has_its_zeros_in_every_column(sparsity: float, zeros: int) -> None:
    w = sparse(sparsity, 0.01)(np.random.RandomState(3), WIDE)
    assert ((w == 0).sum(axis=0) == zeros).all()


def test_modes_follow_the_fan_when_the_layer_is_turned() -> None:
    for one, other in (("fan_in", "fan_out"), ("fan_out", "fan_in"), ("fan_avg", "fan_avg")):
        wide, tall = _draw(2.0, one, "normal", WIDE), _draw(2.0, other, "normal", TALL)
        assert np.array_equal(wide.ravel(), tall.ravel())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2.0, "fan_sum", "normal"), "`mode` must be one of fan_in, fan_out, fan_avg; got 'fan_sum'"),
        (
            (2.0, "fan_in", "cauchy"),
            "`distribution` must be normal, uniform or truncated_normal; got 'cauchy'",
        ),
        ((0.0, "fan_in", "normal"), "`scale` must be above 0; got 0.0"),
        ((-1.0, "fan_in", "uniform"), "`scale` must be above 0; got -1.0"),
        ((math.nan, "fan_in", "normal"), "`scale` must be above 0; got nan"),
    ],
)
def test_variance_scaling_refuses(arguments: tuple[float, str, str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        variance_scaling(*arguments)


def test_every_override_can_be_trained_and_told_apart() -> None:
    configs = [
        RunConfig(hidden=HIDDEN, iterations=50, **settings)
        for settings in (
            {},
            {"zero_last": True},
            {"bias": "uniform"},
            {"layer_gains": (1.0, 2.0, 1.0)},
            {"initialization": "formula", "formula": "1/depth"},
            {"initialization": "lsuv"},
        )
    ]
    assert len({run.costs.tobytes() for run in train(configs)}) == len(configs)
    assert set(START) <= set(RunConfig().to_dict())

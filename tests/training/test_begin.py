"""The state before the first iteration: the course's digits, every rule and override, where a run starts."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, begin, train
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.loading import load
from initcore.experiment.config import START
from initcore.model.base import Array
from initcore.model.network import matrices
from initcore.training.begin import State, begun_at, initial_parameters, lockstep_key
from initcore.training.trajectory import costs_at
from tests.helpers import published
from tests.helpers.small import CONFIG, trained

HIDDEN = (7, 3)


def _parameters(**settings: Any) -> tuple[list[Array], list[Array]]:
    config = RunConfig(**{"hidden": HIDDEN, "weights_seed": 5, **settings})
    return initial_parameters(config, lambda: load(config).train_inputs)


def _weights(**settings: Any) -> list[Array]:
    return _parameters(**settings)[0]


def _same(one: list[Array], other: list[Array]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("name", "expected"), [("he", published.HE_2_4_1)])
def test_the_courses_matrices_to_their_8_printed_digits(name: str, expected: list[list[list[float]]]) -> None:
    weights = _weights(initialization=name, hidden=(4,), weights_seed=3)
    assert [matrix.round(8).tolist() for matrix in weights] == expected


def test_extra_inputs_count_in_the_fan_in_of_the_first_layer_and_are_looked_at() -> None:
    extra = ("x1sq", "x1x2", "sinx2")
    stream = np.random.RandomState(5)
    for matrix, n, fan_in in zip(_weights(extra_inputs=extra), (35, 21, 3), (5, 7, 3), strict=True):
        np.testing.assert_allclose(
            matrix.ravel(), stream.standard_normal(n) * math.sqrt(2 / fan_in), rtol=1e-12
        )
    config = RunConfig(initialization="lsuv", hidden=HIDDEN, extra_inputs=extra)
    [run] = begin([config]).runs
    assert (run.weights(0)[0] @ load(config).train_inputs).var() == pytest.approx(1, abs=0.1)


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
    if INITIALIZATIONS[name].refine is not None:
        return  # its weights are made by what the layers give, biases included
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


def test_a_run_that_has_begun_has_one_record_of_its_start() -> None:
    [run] = begin([replace(CONFIG, optimizer="adam")]).runs
    assert (run.iteration, run.iterations.tolist(), run.kept.tolist()) == (0, [0], [0])
    assert run.costs.tolist() == costs_at(run.config, run.theta[None]).tolist()
    assert np.array_equal(run.frames, run.theta[None])
    assert run.slots.shape == (2, run.theta.size)
    assert not run.slots.any()
    assert not run.done


def test_a_run_begins_where_it_is_put_and_its_record_of_that_stays() -> None:
    theta = begin([CONFIG]).runs[0].theta * 2
    run = begun_at(replace(CONFIG, initialization="zeros"), theta)
    before = run.frames.copy()
    for matrix in matrices(run.shape, theta[None]):
        matrix += 1
    assert np.array_equal(run.frames, before)
    assert run.costs[0] == costs_at(CONFIG, before)[0]


def test_a_state_is_done_when_its_last_run_is() -> None:
    finished, begun = trained(), trained(stop=7)
    assert State((finished, finished)).done
    assert not State((finished, begun)).done
    assert State((replace(begun, diverged_at=7), finished)).done


def test_only_a_scheme_that_looks_at_the_inputs_is_given_them() -> None:
    asked = []

    def inputs() -> Array:
        asked.append(True)
        return load(CONFIG).train_inputs

    for record in INITIALIZATIONS:
        asked.clear()
        initial_parameters(replace(CONFIG, initialization=record.name), inputs)
        assert bool(asked) == (record.refine is not None), record.name


@pytest.mark.parametrize(
    "settings",
    [
        {"initialization": "zeros"},
        {"gain": 0.5},
        {"bias": "constant", "bias_value": 0.3},
        {"zero_last": True},
        {"layer_gains": (2.0, 1.0, 1.0)},
        {"weights_seed": 11},
        {"twin": True},
        {"learning_rate": 0.1},
        {"iterations": 13},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_runs_that_differ_in_start_rate_or_length_train_in_lockstep(settings: dict[str, Any]) -> None:
    assert lockstep_key(replace(CONFIG, **settings)) == lockstep_key(CONFIG)


@pytest.mark.parametrize(
    "settings",
    [
        {"hidden": (5, 7)},
        {"activation": "tanh"},
        {"dataset": "moons"},
        {"samples": 47},
        {"noise": 0.1},
        {"label_noise": 0.1},
        {"data_seed": 5},
        {"optimizer": "adam"},
        {"batch_size": 17},
        {"l2": 0.7},
        {"record_every": 13},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_runs_that_differ_in_anything_else_do_not(settings: dict[str, Any]) -> None:
    assert lockstep_key(replace(CONFIG, **settings)) != lockstep_key(CONFIG)

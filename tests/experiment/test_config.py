"""What a config accepts, and what it says of what it does not."""

import math
import re
from dataclasses import FrozenInstanceError, asdict, fields
from typing import Any

import numpy as np
import pytest

from initcore import ConfigError, RunConfig
from initcore.experiment.config import URL_NAMES
from initcore.experiment.settings import LIMITS

COURSE = {
    "initialization": "he",
    "gain": 1.0,
    "formula": "sqrt(2/fan_in)",
    "bias": "scheme",
    "bias_value": 0.1,
    "zero_last": False,
    "layer_gains": (),
    "twin": False,
    "hidden": (10, 5),
    "activation": "relu",
    "dataset": "circles",
    "table": "",
    "samples": 300,
    "test_samples": 100,
    "noise": 0.05,
    "balance": 1.0,
    "label_noise": 0.0,
    "classes": 2,
    "extra_inputs": (),
    "standardize": "auto",
    "data_seed": 1,
    "test_seed": 2,
    "weights_seed": 3,
    "optimizer": "gd",
    "learning_rate": 0.01,
    "momentum": 0.9,
    "batch_size": 0,
    "batch_seed": 0,
    "l2": 0.0,
    "iterations": 15_000,
    "record_every": 50,
}
SEEDS = ("data_seed", "test_seed", "weights_seed", "batch_seed")
WHOLE: dict[str, tuple[int, int]] = {
    "samples": (4, 10_000),
    "test_samples": (4, 10_000),
    **dict.fromkeys(SEEDS, (0, 2**32 - 1)),
    "classes": (2, 10),
    "batch_size": (0, 10_000),
    "iterations": (1, 1_000_000),
    "record_every": (1, 100_000),
}
REAL: dict[str, tuple[float, float]] = {
    "gain": (0.0, 1000.0),
    "noise": (0.0, 1.0),
    "learning_rate": (5e-324, 10.0),
    "bias_value": (-1000.0, 1000.0),
    "balance": (0.05, 20.0),
    "label_noise": (0.0, 0.5),
    "l2": (0.0, 1000.0),
    "momentum": (0.0, math.nextafter(1.0, 0.0)),
}
NEEDS: dict[str, dict[str, Any]] = {
    "classes": {"dataset": "spirals"},
    "batch_seed": {"batch_size": 7},
    "bias_value": {"bias": "constant"},
    "momentum": {"optimizer": "momentum"},
}
"""What must be set beside a field for it to mean something."""
NUMBERS = (*WHOLE, *REAL)


def _with(name: str, value: Any) -> RunConfig:
    return RunConfig(**{**NEEDS.get(name, {}), name: value})


def test_defaults_are_the_course() -> None:
    assert asdict(RunConfig()) == COURSE
    assert RunConfig().widths == (2, 10, 5, 1)


def test_extra_inputs_widen_the_first_layer_and_stand_in_one_order() -> None:
    config = RunConfig(extra_inputs=["sinx1", "x1sq", "x1x2", "x1sq"])  # type: ignore[arg-type]
    assert config.extra_inputs == ("x1sq", "x1x2", "sinx1")
    assert (config.features, config.inputs) == (2, 5)
    assert config.widths == (5, 10, 5, 1)
    assert config.shape.layers[0][1:] == (10, 6)
    assert config.key == RunConfig(extra_inputs=("x1sq", "x1x2", "sinx1")).key


@pytest.mark.parametrize(
    ("value", "got"),
    [(["x1sq", "x3sq"], "'x3sq'"), ("x1sq", "'x1sq'"), ([7], "7"), (None, "None"), ([["x1sq"]], "['x1sq']")],
)
def test_extra_inputs_that_there_are_not_are_refused_by_name(value: Any, got: str) -> None:
    rule = "`extra_inputs` must be a list of names, each one of x1sq, x2sq, x1x2, sinx1, sinx2"
    with pytest.raises(ConfigError, match=f"^{re.escape(f'{rule}; got {got}')}$"):
        RunConfig(extra_inputs=value)


def test_every_number_has_a_limit_and_every_field_a_url_name() -> None:
    assert set(LIMITS) == set(NUMBERS)
    assert list(URL_NAMES) == list(COURSE)
    assert len(set(URL_NAMES.values())) == len(URL_NAMES)


def test_a_config_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        RunConfig().gain = 2.0  # type: ignore[misc]


def test_lists_and_numpy_numbers_become_python_values() -> None:
    config = RunConfig(
        hidden=[np.int64(7), 3],  # type: ignore[arg-type]
        gain=2,
        samples=np.int32(53),  # type: ignore[arg-type]
        noise=np.float32(0.5),  # type: ignore[arg-type]
    )
    assert config == RunConfig(hidden=(7, 3), gain=2.0, samples=53, noise=0.5)
    assert type(config.hidden) is tuple
    assert {type(width) for width in config.hidden} == {int}
    for field in fields(config):
        assert type(getattr(config, field.name)) is type(field.default)


def test_minus_zero_is_zero() -> None:
    assert math.copysign(1, RunConfig(noise=-0.0).noise) == 1


@pytest.mark.parametrize("name", WHOLE)
def test_whole_numbers_are_allowed_up_to_their_limits_only(name: str) -> None:
    low, high = WHOLE[name]
    for value in (low, high):
        assert getattr(_with(name, value), name) == value
    for value in (low - 1, high + 1):
        with pytest.raises(ConfigError, match=rf"^`{name}` must be a whole number in .*; got {value}$"):
            _with(name, value)


@pytest.mark.parametrize("name", REAL)
def test_real_numbers_are_allowed_up_to_their_limits_only(name: str) -> None:
    low, high = REAL[name]
    for value in (low, high):
        assert getattr(_with(name, value), name) == value
    for value in (np.nextafter(low, -math.inf).item(), np.nextafter(high, math.inf).item()):
        with pytest.raises(ConfigError, match=rf"^`{name}` must be a number in .*; got {value}$"):
            _with(name, value)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"learning_rate": -1}, "`learning_rate` must be a number in (0, 10]; got -1"),
        ({"learning_rate": 0}, "`learning_rate` must be a number in (0, 10]; got 0"),
        ({"gain": 1001}, "`gain` must be a number in [0, 1000]; got 1001"),
        ({"noise": "0.1"}, "`noise` must be a number in [0, 1]; got '0.1'"),
        ({"samples": 3}, "`samples` must be a whole number in [4, 10000]; got 3"),
        ({"samples": 53.0}, "`samples` must be a whole number in [4, 10000]; got 53.0"),
        ({"hidden": ()}, "`hidden` must be 1 to 50 whole numbers in [1, 512]; got ()"),
        ({"hidden": (513, 7)}, "`hidden` must be 1 to 50 whole numbers in [1, 512]; got 513-7"),
        ({"dataset": "rings"}, "`dataset` must be one of circles, moons, blobs; got 'rings'"),
        ({"activation": "mish"}, "`activation` must be one of relu, tanh, sigmoid; got 'mish'"),
        (
            {"initialization": "twos"},
            "`initialization` must be one of zeros, random, small_random, he, xavier; got 'twos'",
        ),
        (
            {"iterations": 1_000_000, "record_every": 9},
            "`record_every` must be at least `iterations` / 100000; got 9 for 1000000 iterations",
        ),
    ],
)
def test_an_error_names_the_setting_the_rule_and_the_value(setting: dict[str, Any], message: str) -> None:
    # Lists grow; the message must begin with today's names, in their order.
    with pytest.raises(ConfigError, match="^" + re.escape(message).replace(";", ".*;") + "$"):
        RunConfig(**setting)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, True, np.True_, "1", b"1", None, 1 + 0j, [1], {}],
    ids=repr,
)
def test_what_is_not_a_finite_number_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=f"^`{name}` must be a (whole )?number in "):
        RunConfig(**{name: value})


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_too_long_for_a_float_is_refused(name: str, digits: int) -> None:
    with pytest.raises(ConfigError, match=f"^`{name}` must be a (whole )?number in "):
        RunConfig(**{name: 10**digits})


@pytest.mark.parametrize(
    "hidden",
    [5, "10-5", b"10", None, (), (0,), (513,), (-1, 3), (3.0,), (True,), ("3",), (3,) * 51, {"a": 1}, [[3]]],
    ids=repr,
)
def test_widths_that_are_not_1_to_50_small_whole_numbers_are_refused(hidden: Any) -> None:
    with pytest.raises(ConfigError, match=r"^`hidden` must be 1 to 50 whole numbers in"):
        RunConfig(hidden=hidden)


def test_a_zero_dimensional_array_of_widths_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^`hidden` must be"):
        RunConfig(hidden=np.array(5))  # type: ignore[arg-type]


@pytest.mark.parametrize("hidden", [(1,), (512,), (1,) * 50, (512,) * 50])
def test_widths_are_allowed_up_to_their_limits(hidden: tuple[int, ...]) -> None:
    assert RunConfig(hidden=hidden).widths == (2, *hidden, 1)


@pytest.mark.parametrize("name", ["initialization", "activation", "dataset"])
@pytest.mark.parametrize("value", ["", "HE", None, 3, ["he"], {}], ids=repr)
def test_names_that_are_not_registered_are_refused(name: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=f"^`{name}` must be one of "):
        RunConfig(**{name: value})


def test_a_config_error_is_a_value_error() -> None:
    assert issubclass(ConfigError, ValueError)


def test_with_iterations_changes_nothing_else() -> None:
    config = RunConfig(hidden=(7, 3), gain=2)
    assert asdict(config.with_iterations(61)) == {**asdict(config), "iterations": 61}
    with pytest.raises(ConfigError, match="`iterations`"):
        config.with_iterations(0)


def test_a_formula_without_a_value_is_a_config_error_that_says_where() -> None:
    with pytest.raises(
        ConfigError, match=r"`formula` cannot be used here: .*layer 2 \(fan_in 7, fan_out 3\)"
    ):
        RunConfig(hidden=(7, 3), initialization="formula", formula="1 / abs(fan_in - 7)")

"""What runs are called, and what their configs say, in a few words."""

import pytest

from initcore import RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.naming import describe, formula_text, label, sigma_text
from initcore.model.formula import parse


def test_a_label_names_the_initialization_and_a_gain_that_is_not_one() -> None:
    for record in INITIALIZATIONS:
        name = "σ = sqrt(2/fan_in)" if record.takes_formula else record.label
        assert label(RunConfig(initialization=record.name)) == name
    assert label(RunConfig(gain=0.5)) == "He × 0.5"
    assert label(RunConfig(gain=2)) == "He × 2"
    assert label(RunConfig(gain=0)) == "He × 0"
    assert label(RunConfig(gain=1000)) == "He × 1000"


def test_a_label_names_every_override() -> None:
    assert label(RunConfig(bias="uniform", zero_last=True)) == "He, biases uniform, last layer 0"
    assert label(RunConfig(bias="constant", bias_value=0.5)) == "He, biases 0.5"
    assert label(RunConfig(gain=2, layer_gains=(1, 0.5, 1))) == "He × 2, gains 1, 0.5, 1"
    deep = RunConfig(hidden=(7,) * 30, layer_gains=(*(2,) * 30, 0.1))
    assert label(deep) == "He, gains 30 × 2, 0.1"


def test_a_description_says_what_was_changed_and_no_more() -> None:
    course = describe(RunConfig())
    assert course == (
        "2-10-5-1 network · ReLU · circles, 300 points, noise 0.05 · gradient descent, rate 0.01 · "
        "15\N{NARROW NO-BREAK SPACE}000 iterations · weights seed 3"
    )
    changed = RunConfig(
        dataset="spirals",
        classes=3,
        balance=2,
        label_noise=0.1,
        standardize="yes",
        optimizer="momentum",
        batch_size=32,
        l2=0.5,
        hidden=(128,) * 30,
    )
    for words in (
        "2-128-…-128-3 network, 30 hidden layers",
        "3 classes",
        "class 0 × 2",
        "10 % of labels wrong",
        "standardised",
    ):
        assert words in describe(changed)
    assert "momentum 0.9, rate 0.01, batches of 32, L2 0.5" in describe(changed)
    assert "Digits ·" in describe(RunConfig(dataset="digits"))
    one = RunConfig(extra_inputs=("x1x2",), standardize="yes")
    assert "3-10-5-1 network · ReLU · circles, 300 points, noise 0.05, standardised, extra input x1·x2 ·" in (
        describe(one)
    )
    three = RunConfig(extra_inputs=("x1sq", "x2sq", "sinx1"))
    assert "noise 0.05, extra inputs x1², x2² and sin x1 ·" in describe(three)
    close = [label(RunConfig(gain=gain)) for gain in (1 + 1e-12, 0.1234567, 0.1234568, 1e-7, 1.0)]
    assert len(set(close)) == len(close)


def test_a_description_says_all_that_runs_share() -> None:
    text = describe(RunConfig(hidden=(4, 3), activation="tanh", dataset="moons", noise=0.1, weights_seed=8))
    assert text == (
        "2-4-3-1 network · tanh · moons, 300 points, noise 0.1 · "
        "gradient descent, rate 0.01 · 15\N{NARROW NO-BREAK SPACE}000 iterations · weights seed 8"
    )
    assert describe(RunConfig(initialization="zeros", gain=3)) == describe(RunConfig())


@pytest.mark.parametrize(
    ("config", "text"),
    [
        (RunConfig(), "W = randn × √(2 / fan-in)"),
        (RunConfig(gain=0.5), "W = randn × √(2 / fan-in); W × 0.5"),
        (
            RunConfig(gain=2, bias="constant", bias_value=-1, zero_last=True),
            "W = randn × √(2 / fan-in); W × 2; biases −1; last layer 0",
        ),
        (RunConfig(initialization="formula", formula="1 / fan_out"), "W = randn × 1/fan_out"),
        (RunConfig(initialization="formula", formula="1+layer"), "W = randn × (1+layer)"),
        (RunConfig(layer_gains=(1, 1, 0.1)), "W = randn × √(2 / fan-in); gains 1, 1, 0.1"),
    ],
)
def test_weights_are_told_by_their_formula_and_what_overrides_it(config: RunConfig, text: str) -> None:
    assert formula_text(config) == text


def test_many_seeds_are_counted_from_the_first() -> None:
    assert describe(RunConfig(), seeds=8).endswith(" · 8 weights seeds from 3")


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        ((10,), "2-10-1 network ·"),
        ((4, 4, 4), "2-4-…-4-1 network, 3 hidden layers ·"),
        ((4, 4, 5), "2-4-4-5-1 network, 3 hidden layers ·"),
        ((16, *(8,) * 5, 4), "2-16-5x8-4-1 network, 7 hidden layers ·"),
    ],
)
def test_a_deep_network_is_told_shortly(hidden: tuple[int, ...], words: str) -> None:
    assert describe(RunConfig(hidden=hidden)).startswith(words)


@pytest.mark.parametrize("gain", [1.0, 0.5, 1e-7, 1000.0])
@pytest.mark.parametrize("formula", ["sqrt(2/fan_in)", "1+layer", "layer-0.5", "1/fan_in/depth", "2**-layer"])
def test_what_is_told_of_a_formula_is_read_back_as_it(formula: str, gain: float) -> None:
    config = RunConfig(initialization="formula", formula=formula, gain=gain)
    meant = formula if gain == 1 else f"({formula})*{gain!r}"
    for text in (formula_text(config), label(config)):
        assert parse(text) == parse(meant), text
    assert sigma_text(config).removeprefix("σ = ") == (
        parse(formula).text if gain == 1 else parse(formula).factor
    )

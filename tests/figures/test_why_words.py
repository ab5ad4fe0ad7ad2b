"""The sentences under the pictures say what is drawn: of runs, and of measurements made for it."""

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, train
from initcore.figures.why import why_data
from initcore.figures.why_payload import Why
from initcore.figures.why_words import (
    class_words,
    distribution_words,
    layer_name,
    network_words,
    size_words,
    symmetry_words,
)
from initcore.measures.classes import ByClass
from initcore.measures.signals import Signals, signals_at
from initcore.words.numbers import magnitude, percent, times

SETTINGS: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}
NOW = 10**12


def _trained(**settings: Any) -> Trajectory:
    return train([RunConfig(**{**SETTINGS, **settings})])[0]


def _words(run: Trajectory, at: int = NOW) -> dict[str, str]:
    data = why_data(run, at=at, ahead=False)
    assert isinstance(data, Why)
    assert data.frame.words is not None
    return asdict(data.frame.words[0])


def _measured(**changes: list[float]) -> Signals:
    """Measurements of two hidden layers, of 7 and 5 units, at one iteration, but for these."""
    counts, sizes = np.zeros((1, 2), np.int64), np.ones((1, 3))
    now = Signals(np.zeros(1, np.int64), counts, counts, counts, sizes, sizes, sizes, sizes)
    return replace(now, **{name: np.array([values]) for name, values in changes.items()})


def test_symmetry_in_words() -> None:
    assert "acts as 1 unit" in _words(_trained(initialization="zeros"))["symmetry"]
    assert _words(_trained())["symmetry"].startswith("All 12 hidden units are distinct")
    assert "has one unit" in _words(_trained(hidden=(1, 1)))["symmetry"]
    now = signals_at(_trained(), 0)
    now.distinct[0] = [7, 2]
    assert symmetry_words(now, (7, 5)) == "9 of 12 hidden units are distinct; fewest in layer 2, 2 of 5."


def test_sizes_in_words() -> None:
    zeros = _words(_trained(initialization="zeros"))
    assert zeros["gradient"] == "In every layer the gradient is exactly 0, so nothing moves."
    assert zeros["weight"] == "In every layer the weights are exactly 0."
    assert zeros["step"] == "Every weight is 0, so the next step is no share of it."
    run = _trained(layer_gains=(1.0, 1000.0, 0.001))
    now = signals_at(run, 0)
    high, low = float(now.weight.max()), float(now.weight.min())
    assert size_words(now, "weight") == (
        f"The weights are largest in layer 2, rms {magnitude(high)}, and smallest in the output layer, "
        f"{magnitude(low)}, {times(high / low)} times less."
    )
    assert "cannot be said: its weights are all 0" in _words(_trained(zero_last=True), 0)["step"]


def test_distributions_and_network_in_words() -> None:
    assert _words(_trained(activation="gelu"))["distributions"] == (
        "Units of GELU have no flat end, so none is dead or saturated."
    )
    run = _trained(initialization="random", activation="tanh")
    count = int(signals_at(run, NOW).saturated.sum())
    assert _words(run)["distributions"].startswith(f"{count} of 12 hidden units are saturated")
    zeros = _words(_trained(initialization="zeros"))
    assert zeros["distributions"].endswith("Of the outputs of layer 1, all are exactly 0.")
    assert zeros["network"] == "Every weight is 0; 10 units are the same as another."
    run = _trained(
        initialization="identity", hidden=(2, 2), iterations=1, record_every=1, layer_gains=(1.0, 3.0, 1.0)
    )
    assert (
        _words(run, 0)["network"]
        == "The largest weight, 3, leads from unit 1 of layer 1 to unit 1 of layer 2."
    )
    run = _trained(initialization="identity", hidden=(2, 2), iterations=1, layer_gains=(5.0, 1.0, 1.0))
    assert _words(run, 0)["network"] == "The largest weight, 5, leads from input x1 to unit 1 of layer 1."


@pytest.mark.parametrize(("layer", "name"), [(0, "layer 1"), (1, "layer 2"), (2, "the output layer")])
def test_a_layer_goes_by_its_number_from_1_and_the_last_is_the_output(layer: int, name: str) -> None:
    assert layer_name(layer, 3) == name


def test_symmetry_is_worst_in_the_layer_of_the_smallest_share_not_of_the_fewest_units() -> None:
    said = symmetry_words(_measured(distinct=[5, 4]), (7, 5))
    assert said == "9 of 12 hidden units are distinct; fewest in layer 1, 5 of 7."


@pytest.mark.parametrize(
    ("gradient", "said"),
    [
        ([1.0, 1.0, 1.0], "The gradient is of much the same size in every layer: rms 1."),
        ([1.0, 1.9, 1.0], "The gradient is of much the same size in every layer: rms 1 to 1.9."),
        (
            [1.0, 2.0, 1.0],
            "The gradient is largest in layer 2, rms 2, and smallest in layer 1, 1, 2 times less.",
        ),
        ([4.0, 2.0, 0.0], "The gradient is largest in layer 1, rms 4, and smallest in the output layer, 0."),
        ([0.0, 0.0, 0.0], "In every layer the gradient is exactly 0, so nothing moves."),
        ([1.0, np.inf, 1.0], "The gradient of layer 2 cannot be said: it is too large for a number."),
        ([np.nan, 1.0, np.inf], "The gradient of layer 1 cannot be said: it is too large for a number."),
    ],
)
def test_a_size_is_told_by_its_largest_and_smallest_layer(gradient: list[float], said: str) -> None:
    assert size_words(_measured(gradient=gradient), "gradient") == said


@pytest.mark.parametrize(
    ("which", "said"),
    [
        (
            "activation",
            "The outputs are largest in layer 1, rms 9, and smallest in layer 2, 3, 3 times less.",
        ),
        ("weight", "The weights are largest in layer 1, rms 9, and smallest in layer 2, 3, 3 times less."),
        (
            "step",
            "The next step is largest in layer 1, rms 9 of its weights, and smallest in layer 2, 3, "
            "3 times less.",
        ),
    ],
)
def test_each_size_goes_by_its_own_name(which: str, said: str) -> None:
    assert size_words(_measured(**{which: [9.0, 3.0, 6.0]}), which) == said


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ([0.0, 0.0, 0.0], "In every layer the next step is exactly 0, so nothing moves."),
        ([np.nan] * 3, "Every weight is 0, so the next step is no share of it."),
        ([0.1, np.nan, 0.1], "The next step of layer 2 cannot be said: its weights are all 0."),
    ],
)
def test_a_step_is_a_share_of_weights_that_are_there(step: list[float], said: str) -> None:
    assert size_words(_measured(step=step), "step") == said


@pytest.mark.parametrize(
    ("dead", "said"),
    [
        ([0, 0], "No hidden unit is dead (at the floor for every training example)."),
        ([1, 0], "1 of 12 hidden units is dead (at the floor for every training example)."),
        ([1, 2], "3 of 12 hidden units are dead (at the floor for every training example)."),
        ([7, 5], "All 12 hidden units are dead (at the floor for every training example)."),
    ],
)
def test_dead_units_are_counted_over_all_layers(dead: list[float], said: str) -> None:
    now = _measured(dead=dead, saturated=[4, 4])
    assert distribution_words(now, "relu", (7, 5), [0, 1], np.zeros(2)) == said


def test_an_activation_that_is_flat_on_both_sides_has_saturated_units_not_dead_ones() -> None:
    now = _measured(dead=[1, 0], saturated=[2, 0])
    said = distribution_words(now, "tanh", (7, 5), [0, 1], np.zeros(2))
    assert said == "2 of 12 hidden units are saturated (flat for most training examples)."


def test_outputs_of_0_are_told_of_the_layer_with_the_most_by_its_own_number() -> None:
    said = distribution_words(_measured(), "relu", (7, 5, 5, 5), [0, 3], np.array([0.25, 0.375]))
    assert said.endswith("). Of the outputs of layer 4, 37.5 % are exactly 0.")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (0, "The largest weight, −2, leads from input a to unit 1 of layer 1."),
        (1, "The largest weight, −2, leads from input b to unit 1 of layer 1."),
        (5, "The largest weight, −2, leads from input b to unit 3 of layer 1."),
        (6, "The largest weight, −2, leads from unit 1 of layer 1 to unit 1 of layer 2."),
        (11, "The largest weight, −2, leads from unit 3 of layer 1 to unit 2 of layer 2."),
        (13, "The largest weight, −2, leads from unit 2 of layer 2 to unit 1 of the output layer."),
    ],
)
def test_the_largest_weight_is_told_by_its_two_ends(place: int, said: str) -> None:
    edges = np.linspace(0.5, 1.5, 14)
    edges[place] = -2.0
    assert network_words(edges, (2, 3, 2, 1), 3, np.arange(6, dtype=np.uint8), ("a", "b")) == said


@pytest.mark.parametrize(
    ("alike", "said"),
    [
        ([0, 1, 2, 0, 1], "Every weight is 0."),
        ([0, 0, 2, 3, 4], "Every weight is 0; 1 unit is the same as another."),
        ([5, 5, 5, 6, 6], "Every weight is 0; 3 units are the same as another."),
    ],
)
def test_units_are_the_same_as_others_of_their_own_layer_alone(alike: list[int], said: str) -> None:
    assert network_words(np.zeros(12), (2, 3, 2), 3, np.array(alike, float), ("a", "b")) == said


def test_classes_in_words() -> None:
    named = ByClass(np.array([[19, 0], [1, 0]]), np.array([19, 1]))
    assert class_words(named, named, ("no", "yes")) == (
        "Of the test examples 100.0 % of class no and 0.0 % of class yes are got right: accuracy 95.0 %, "
        "balanced accuracy 50.0 %. Of the training examples: 95.0 %, balanced 50.0 %."
    )
    many = ByClass(np.diag([4, 2, 0, 3, 0]), np.array([4, 4, 4, 4, 0]))
    assert class_words(many, many, "abcde").startswith(
        "Of the test examples 100.0 % of class a and 0.0 % of class c are got right, at best and at worst: "
    )
    run = _trained(dataset="iris")
    assert f"accuracy {percent(run.test_accuracy)}, balanced" in _words(run)["classes"]

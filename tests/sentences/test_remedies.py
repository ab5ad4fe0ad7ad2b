"""Every remedy has words, made from its values alone, and so has every setting that one changes."""

from typing import Any

import pytest

from initcore.diagnosis.kinds import VERDICTS
from initcore.diagnosis.verdicts import UNITS, Remedy, Verdict
from initcore.sentences.remedies import _SAYS, _WORDS, changes_in_words, fix_in_words, fix_of
from tests.helpers.yielded import UNITLESS, changed_settings, remedy_names

HE = {"initialization": "he", "factor": 1.0}
XAVIER = {"initialization": "xavier", "factor": 1.0}
TWICE = {"initialization": "xavier", "factor": 2.0}
FOUR_TIMES = {"initialization": "xavier", "factor": 4.0}
LECUN = {"initialization": "lecun_truncated", "factor": 1.0}
TRIED = {"tried_cost": 0.0123, "tried_accuracy": 0.98}

SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    (
        "draw_not_zeros",
        HE,
        "Draw the weights at random, at He's scale: zeros give every unit the same part to play.",
    ),
    (
        "use_scale",
        {**HE, "behind": 0.653, "after": 3000},
        "Use He's scale. It takes longer: after 3\u202f000 iterations its cost is 0.653.",
    ),
    (
        "none_found",
        {"tries": 7},
        "Changes tried without success: 7. Another activation may help.",
    ),
    (
        "use_scale",
        {
            **HE,
            "more_units": True,
            "rate": 0.1,
            "pace": "slower",
            "tried_cost": 0.0123,
            "tried_accuracy": 0.98,
        },
        "Use He's scale. Take more units a layer as well. With it, lower the learning rate of 0.1, first to "
        "a tenth. Tried: cost 0.012, train accuracy 98.0 %.",
    ),
    (
        "draw_at_random",
        XAVIER,
        "Draw the weights at random, at Xavier's scale, so that no two units start equal.",
    ),
    (
        "draw_at_random_without_penalty",
        HE,
        "Draw the weights at random, at He's scale, so that no two units start equal, and without L2, which "
        "would wipe them out.",
    ),
    ("draw_about_0", XAVIER, "Draw the weights at random, at Xavier's scale, about a mean of 0."),
    ("bend", {}, "Take an activation that bends, such as tanh or ReLU: no seed and no unit can help."),
    ("no_penalty", {"l2": 3.0}, "Take L2 of 3 away, and put a little back if it overfits."),
    ("use_scale_without_penalty", HE, "Use He's scale, without L2."),
    ("use_scale_and_longer", HE, "Use He's scale, and train longer."),
    ("use_scale_and_wider", HE, "Use He's scale, and more units a layer."),
    (
        "use_scale",
        {**HE, "pace": "slower", "rate": 10.0},
        "Use He's scale. With it, lower the learning rate of 10, first to a tenth.",
    ),
    (
        "use_scale",
        {**HE, "pace": "steadier", "rate": 0.1},
        "Use He's scale. With it, train longer at a lower rate: the learning rate of 0.1 is high for that "
        "start.",
    ),
    (
        "use_scale",
        {**HE, "pace": "faster", "rate": 1e-6},
        "Use He's scale. With it, raise the learning rate of 1e−6, first to ten times that.",
    ),
    ("raise_biases", {}, "Start biases at 0 or a little above, or take leaky ReLU."),
    ("use_scale", LECUN, "Use LeCun's scale."),
    (
        "use_scale_and_more_units",
        HE,
        "Use He's scale, and more units a layer if that is not enough.",
    ),
    (
        "use_scale_not_a_lower_rate",
        TWICE,
        "Use twice Xavier's scale, which keeps the signal's size from layer to layer; "
        "a lower learning rate alone is slow.",
    ),
    (
        "use_scale_that_keeps",
        FOUR_TIMES,
        "Use four times Xavier's scale, which keeps the signal's size from layer to layer.",
    ),
    (
        "use_scale_or_gain",
        {**HE, "times": 0.09137, "new_gain": 0.27411, "gain": 3.0},
        "Use He's scale, or multiply the weights by about 0.091: a gain of 0.27 in place of 3.",
    ),
    ("use_scale_and_no_biases", HE, "Use He's scale, and start biases at 0."),
    ("use_scale_and_fewer_layers", HE, "Use He's scale, and fewer layers."),
    (
        "separated_all_the_same",
        XAVIER,
        "These classes are separated all the same; for others, use Xavier's scale.",
    ),
    (
        "standardize",
        {**HE, "sound": True},
        "Standardize the inputs.",
    ),
    (
        "standardize",
        {**HE, "sound": False},
        "Standardize the inputs, and use He's scale.",
    ),
    (
        "fewer_layers_or_tanh",
        {},
        "The scale is right: take fewer layers, or tanh at Xavier's scale.",
    ),
    (
        "other_activation",
        {},
        "Take tanh at Xavier's scale, or ReLU at He's: "
        "a sigmoid's slope is a quarter at most, whatever the weights.",
    ),
    ("more_units", {}, "The scale is right: take more units a layer."),
    (
        "more_units_or_fewer_layers",
        {},
        "The scale is right: take more units a layer, fewer layers, or leaky ReLU.",
    ),
    ("more_units_or_shallower", {}, "The scale is right: take more units a layer, or fewer layers."),
    (
        "lower_rate_or_leaky",
        {"l2": 0.0, "rate": 10.0},
        "Lower the learning rate of 10, or take leaky ReLU.",
    ),
    ("lower_rate", {"l2": 0.0, "rate": 0.01}, "Lower the learning rate of 0.01."),
    ("lower_rate", {"l2": 0.001, "rate": 0.01}, "Lower L2 of 0.001 or the learning rate of 0.01."),
    ("lower_rate_to_a_tenth", {"rate": 10.0}, "Lower the learning rate of 10, first to a tenth."),
    ("raise_rate", {"rate": 1e-6}, "Raise the learning rate of 1e−6, first to ten times that."),
    (
        "lower_penalty",
        {"l2": 100.0, "pull": 3.7},
        "Lower L2 of 100: at the start its pull on the weights is 4 times the gradient's.",
    ),
    (
        "lower_penalty",
        {"l2": 10.0, "pull": 0.37},
        "Lower L2 of 10: at the start its pull on the weights is 37 % of the gradient's.",
    ),
    ("lower_penalty_maybe", {"l2": 0.5}, "Lower L2 from 0.5: the penalty may be all that is learned."),
    (
        "generalize",
        {},
        "Take more examples, L2, fewer units, or stop where the test cost is lowest.",
    ),
    ("longer", {}, "Train longer."),
    ("longer_and_slower", {}, "Train longer, at a lower rate."),
    ("longer_or_faster", {}, "Train longer, or at a higher rate."),
    (
        "longer_then_other",
        {},
        "Train longer or at a higher rate; if that does nothing, try more units, another activation, "
        "or another seed.",
    ),
    ("more_units_or_other", {}, "Try more units, another activation, or another seed."),
]

CHANGES: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"initialization": "he", "gain": 1.0}, "He"),
    ({"initialization": "xavier", "gain": 4.0}, "Xavier × 4"),
    ({"initialization": "he", "gain": 1.0, "layer_gains": ()}, "He, no gains by layer"),
    ({"activation": "tanh", "initialization": "xavier", "gain": 1.0}, "Xavier, activation tanh"),
    ({"bias": "zeros"}, "biases zeros"),
    ({"zero_last": False}, "last layer drawn"),
    ({"zero_last": True}, "last layer of zeros"),
    (
        {"hidden": (14, 10), "layer_gains": (2.0, 0.5, 1.0)},
        "hidden layers 14, 10, gains by layer 2, 0.5, 1",
    ),
    ({"learning_rate": 0.001}, "learning rate 0.001"),
    ({"l2": 0.0}, "L2 0"),
    ({"iterations": 45_000}, "45\u202f000 iterations"),
    ({"samples": 1200}, "1\u202f200 examples"),
    ({"standardize": "yes"}, "inputs standardized"),
    ({"standardize": "no"}, "inputs as they are"),
    ({"gain": 0.5}, "gain 0.5"),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_remedy_in_words(name: str, values: dict[str, Any], sentence: str) -> None:
    assert fix_in_words(Remedy(name, {}, values)) == sentence


def test_every_remedy_is_in_the_table_above() -> None:
    assert {name for name, *_ in SENTENCES} == set(_WORDS)


def test_all_that_the_diagnosis_can_offer_has_words() -> None:
    assert remedy_names() == set(_WORDS)


@pytest.mark.parametrize(("changes", "words"), CHANGES)
def test_changes_in_words(changes: dict[str, Any], words: str) -> None:
    assert changes_in_words(Remedy("longer", changes)) == words


def test_every_value_of_a_remedy_has_a_unit_or_is_known_to_have_none() -> None:
    assert {name for _, values, _ in SENTENCES for name in values} <= set(UNITS) | UNITLESS


def test_every_setting_that_a_remedy_can_change_has_words() -> None:
    told = {name for changes, _ in CHANGES for name in changes}
    assert told == {*_SAYS, "initialization"}
    assert changed_settings() <= told


def test_a_verdict_without_a_remedy_says_nothing() -> None:
    assert fix_of(Verdict(VERDICTS["healthy"], ())) == ""
    assert fix_of(Verdict(VERDICTS["still_learning"], (), Remedy("longer"))) == "Train longer."


def test_a_remedy_without_words_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        fix_in_words(Remedy("prayer"))

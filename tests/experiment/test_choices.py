"""One way to start: as a run, and as a word in a link."""

from dataclasses import replace

import pytest

from initcore import Choice, ConfigError, RunConfig
from initcore.experiment.choices import COURSE
from initcore.experiment.config import START

BASE = RunConfig(hidden=(7, 5), activation="tanh", weights_seed=11)
CHOICES = {
    "he": Choice("he"),
    "he~0.5": Choice("he", 0.5),
    "zeros~0": Choice("zeros", 0.0),
    "he~1e-07": Choice("he", 1e-7),
    "he~0.5~bias:constant~b:0.2": Choice("he", 0.5, bias="constant", bias_value=0.2),
    "random~bias:zeros": Choice("random", bias="zeros"),
    "xavier~last0:1": Choice("xavier", zero_last=True),
    "he~gains:1.0,0.5,2.0": Choice("he", layer_gains=(1.0, 0.5, 2.0)),
    "formula~2~sigma:1/fan_in**2*3": Choice("formula", 2.0, formula="1/fan_in**2*3"),
}

each_choice = pytest.mark.parametrize(("word", "choice"), CHOICES.items(), ids=list(CHOICES))


@each_choice
def test_a_word_says_a_choice_and_reads_back(word: str, choice: Choice) -> None:
    assert choice.word == word
    assert Choice.from_word(word, BASE) == choice


@each_choice
def test_a_choice_put_on_a_network_is_how_that_run_starts(word: str, choice: Choice) -> None:
    run = choice.on(BASE)
    assert Choice.of(run) == choice
    for name, value in BASE.to_dict().items():
        if name not in START:
            assert run.to_dict()[name] == value
    assert choice.on(replace(BASE, initialization="random", gain=3.0)) == run


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("he*0.5", Choice("he", 0.5)),
        ("he~b:0.2~bias:constant~2", Choice("he", 2.0, bias="constant", bias_value=0.2)),
        ("he~b:0.2", Choice("he")),
        ("he~sigma:1/fan_in", Choice("he")),
        ("he~gains:1,1,1", Choice("he")),
    ],
)
def test_what_people_type_is_taken_for_what_it_means(typed: str, choice: Choice) -> None:
    assert Choice.from_word(typed, BASE) == choice


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("tanh", "`initialization` must be one of zeros, .*; got 'tanh'$"),
        ("", "`initialization` must be one of zeros, .*; got ''$"),
        ("he~", "`gain` must be a number in .*; got ''$"),
        ("he~-1", "`gain` must be a number in .*; got -1.0$"),
        ("he~2*3", "an initialization may have one `gain`; got 'he~2"),
        ("he~2~3", "an initialization may have one `gain`; got 'he~2~3'$"),
        ("he~b:1~b:1", "an initialization may have one `bias_value`; got "),
        ("he~lr:0.1", "an initialization may be followed by a gain, sigma:, .*; got 'lr:0.1'$"),
        ("he~gains:1,1", "`layer_gains` must be 3 numbers"),
        ("formula~sigma:1/abs(fan_in-7)", "`formula` cannot be used here: "),
    ],
)
def test_a_word_that_is_not_allowed_is_refused(word: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=f"^({complaint})"):
        Choice.from_word(word, BASE)


def test_a_choice_that_a_network_cannot_start_with_is_refused_there() -> None:
    gains = Choice("he", layer_gains=(1.0, 0.5, 2.0))
    with pytest.raises(ConfigError, match="`layer_gains` must be 2 numbers"):
        gains.on(replace(BASE, hidden=(7,)))


def test_the_courses_starts_are_zeros_large_and_he() -> None:
    assert [choice.word for choice in COURSE] == ["zeros", "random", "he"]

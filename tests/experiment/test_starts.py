"""What is said for all starts and what one says itself: which wins, and what changes nothing."""

from typing import Any

import pytest

from initcore import Choice, ConfigError, RunConfig
from initcore.experiment.settings import SETTINGS
from initcore.experiment.starts import started


def test_what_a_word_says_itself_wins() -> None:
    given = started(
        ["he", "he~0.5", "he~b:2~bias:constant"], {"gain": 3.0, "bias": "uniform", "bias_value": 1}
    )
    told = [(config.gain, config.bias, config.bias_value) for config in given.configs]
    assert told == [(3.0, "uniform", 0.1), (0.5, "uniform", 0.1), (3.0, "constant", 2.0)]


def test_so_does_what_a_choice_says() -> None:
    [own, plain] = started([Choice("he", 0.5), Choice("zeros")], {"gain": 3.0}).configs
    assert (own.gain, plain.gain) == (0.5, 3.0)


def test_settings_hold_for_a_whole_run() -> None:
    [run] = started([RunConfig(gain=0.5, noise=0.2)], {"gain": 3.0}).configs
    assert (run.gain, run.noise) == (3.0, 0.2)


def test_what_is_given_twice_counts_once_and_is_told_where_it_was_said_differently() -> None:
    assert started(["he", "he"], {}).idle == ()
    given = started(["he", "he~0.5", "he~2"], {"gain": 2.0})
    assert [config.gain for config in given.configs] == [2.0, 0.5]
    assert given.idle == ("'he~2' is the same run here as 'he', and is shown once",)


@pytest.mark.parametrize(
    ("starts", "settings", "idle"),
    [
        (["he"], {"momentum": 0.5}, ["`momentum` changes nothing here: it needs an optimizer with momentum"]),
        (["he"], {"momentum": 0.5, "optimizer": "nesterov"}, []),
        (
            ["he"],
            {"noise": 0.2, "dataset": "iris"},
            ["`noise` changes nothing here: it needs data that are made"],
        ),
        (["he"], {"noise": 0.2}, []),
        (["he"], {"bias_value": 2}, ["`bias_value` changes nothing here: it needs `bias` constant"]),
        (["he", "he~bias:constant"], {"bias_value": 2}, []),
        (["he", "formula"], {"formula": "1/fan_in"}, []),
        (
            ["he~b:2"],
            {},
            ["`bias_value` changes nothing in 'he~b:2': it needs `bias` constant"],
        ),
        (
            ["he~2", "he~3"],
            {"gain": 4},
            ["`gain` changes nothing here: every initialization has one of its own"],
        ),
        (["he"], {"standardize": "no"}, []),
    ],
)
def test_what_changes_nothing_is_named(starts: list[str], settings: dict[str, Any], idle: list[str]) -> None:
    assert list(started(starts, settings).idle) == idle


def test_every_setting_that_may_change_nothing_says_what_it_needs() -> None:
    # But for one that is put at its default when it says what the default does.
    assert [row.name for row in SETTINGS if row.idle and not row.needs] == ["standardize"]


@pytest.mark.parametrize(
    ("starts", "settings", "complaint"),
    [
        ([], {}, "must have 1 or more initializations; got none$"),
        (["kaiming"], {}, "the nearest he, he_fan_out, he_uniform and he_fan_out_uniform; got 'kaiming'$"),
        ([3], {}, "a start must be a name, a Choice or a RunConfig; got 3$"),
        (["he"], {"gain": -1}, "`gain` must be a number"),
        (["he"], {"gian": 1}, "a config has no field 'gian'"),
    ],
)
def test_what_is_not_allowed_is_refused(starts: list[Any], settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        started(starts, settings)

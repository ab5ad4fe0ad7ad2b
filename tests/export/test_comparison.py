"""`compare`: what it takes, what it trains, and what it shows by itself."""

from typing import Any

import pytest

import initcore
from initcore import Choice, ConfigError, RunConfig, compare, train
from initcore.diagnosis.diagnose import diagnose
from initcore.export.comparison import Comparison
from initcore.sentences.verdicts import evidence_of
from tests.helpers.compare import assert_same_runs

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 130}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(["zeros", "he~0.5"], learning_rate=0.1, **SMALL)


def test_names_are_trained_as_their_configs_are(comparison: Comparison) -> None:
    configs = [RunConfig(initialization="zeros", learning_rate=0.1, **SMALL)]
    configs.append(RunConfig(gain=0.5, learning_rate=0.1, **SMALL))
    assert comparison.names == ("Zeros", "He × 0.5")
    assert_same_runs(comparison.runs, train(configs))


def test_it_shows_table_and_figure_by_itself(comparison: Comparison) -> None:
    assert repr(comparison) == comparison.table
    lines = comparison.table.splitlines()
    assert lines[1].startswith("Zeros")
    assert diagnose(comparison.runs[0]).title in lines[1]
    assert lines[2].strip() == evidence_of(diagnose(comparison.runs[0]))
    bundle = comparison._repr_mimebundle_()
    assert bundle["text/plain"] == comparison.table
    page = bundle["text/html"]
    assert page.count("<table>") == 1
    assert evidence_of(diagnose(comparison.runs[1])) in page
    assert "Plotly.newPlot" in page
    assert 'src="http' not in page
    assert comparison.figure is comparison.figure
    for trace, run, name in zip(comparison.figure.data, comparison.runs, comparison.names, strict=True):
        assert trace.name == name
        assert list(trace.y) == run.costs.tolist()


def test_choices_and_configs_go_together_and_what_differs_is_in_their_names() -> None:
    mixed = compare([Choice("he", 2.0), RunConfig(learning_rate=0.3)], seeds=2, **SMALL)
    assert mixed.names == ("He × 2, learning_rate 0.01", "He, learning_rate 0.3")
    assert [run.config.learning_rate for run in mixed.runs] == [0.01, 0.01, 0.3, 0.3]
    assert [run.config.weights_seed for run in mixed.runs] == [3, 4, 3, 4]
    assert {run.config.iterations for run in mixed.runs} == {130}
    assert "Median [quartiles] over 2 weights seeds" in mixed.table


def test_extra_inputs_are_a_list_of_names_and_tell_runs_apart() -> None:
    apart = compare([RunConfig(), RunConfig(extra_inputs=("x1sq", "x2sq"))], **SMALL)
    assert apart.names == ("He, extra_inputs none", "He, extra_inputs x1sq-x2sq")
    both = compare(["zeros", "he"], extra_inputs=["x2sq", "x1sq"], **SMALL)
    assert {run.config.extra_inputs for run in both.runs} == {("x1sq", "x2sq")}
    with pytest.warns(
        UserWarning, match="^`extra_inputs` changes nothing here: it needs data with two inputs"
    ):
        compare("he", dataset="iris", extra_inputs=["x1sq"], hidden=(3,), iterations=3)


def test_settings_of_the_start_hold_for_all_and_twins_have_their_say() -> None:
    both = compare(["he", "xavier", "he"], gain=0.5, twins=True, **SMALL)
    assert both.names == ("He × 0.5", "Xavier × 0.5")
    assert [group.twins[0].config.twin for group in both.groups] == [True, True]
    assert both.table.count("He × 0.5") == 2
    assert "<li>" in both._repr_html_()


def test_a_name_by_itself_is_a_list_of_one() -> None:
    assert compare("he", **SMALL).names == ("He",)


@pytest.mark.parametrize(
    ("starts", "settings", "message"),
    [
        (["kaiming"], {}, "`initialization` must be one of 35 names, the nearest he, "),
        ([], {}, "1 or more initializations; got none"),
        ([3], {}, "must be a name, a Choice or a RunConfig; got 3"),
        (["he"], {"rate": 1}, "a config has no field 'rate'"),
        (["he"], {"seeds": 0}, "`seeds` must be a whole number from 1 on; got 0"),
        (["he"], {"seeds": True}, "`seeds` must be a whole number from 1 on; got True"),
        (["he"], {"initialization": "zeros"}, "initializations go into the list"),
        (["he"], {"learning_rate": -1}, "`learning_rate` must be a number in (0, 10]; got -1"),
    ],
)
def test_what_is_not_allowed_gets_a_sentence(starts: list, settings: dict, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        compare(starts, **settings)
    assert message in str(caught.value)


def test_it_is_offered_by_the_front() -> None:
    assert "compare" in initcore.__all__


def test_what_a_name_says_wins_and_what_changes_nothing_is_warned_of() -> None:
    with pytest.warns(UserWarning, match="^`momentum` changes nothing here: it needs an optimizer"):
        made = compare(["he", "he~0.5"], gain=3.0, momentum=0.5, **SMALL)
    assert [run.config.gain for run in made.runs] == [3.0, 0.5]

"""The settings of the data: which mean something for which data, and in which bounds."""

from typing import Any

import pytest

from initcore import ConfigError, RunConfig
from initcore.data.datasets import DATASETS
from initcore.data.extras import EXTRAS
from initcore.experiment.rows.data import DATA
from initcore.experiment.settings import BY_NAME, OF_A_RUN

ROWS = {row.name: row for row in DATA}


def _idle(**settings: Any) -> set[str]:
    """Which settings of the data change nothing in that run."""
    run = RunConfig(**settings)
    return {row.name for row in DATA if row.idle is not None and row.idle(run)}


def test_a_row_that_means_nothing_here_goes_back_to_its_default() -> None:
    made, found = RunConfig(noise=0.3), RunConfig(dataset="iris", noise=0.3)
    idle = {row.name for row in OF_A_RUN if row.idle is not None and row.idle(found)}
    assert {"noise", "samples", "test_samples", "balance", "test_seed"} <= idle
    assert (made.noise, found.noise) == (0.3, BY_NAME["noise"].default)


OF_MADE_DATA = {"samples", "test_samples", "noise", "balance", "test_seed"}


def test_which_settings_mean_nothing_follows_from_the_data() -> None:
    assert _idle(dataset="moons") == {"table", "classes"}
    assert _idle(dataset="blobs") == {"table"}
    assert _idle(dataset="iris") == {"table", "classes", "extra_inputs", *OF_MADE_DATA}
    assert _idle(dataset="csv", table="4x3-0123456789abcdef") == {"classes", "extra_inputs", *OF_MADE_DATA}


@pytest.mark.parametrize("features", [1, 2, 3])
def test_extra_inputs_are_worked_out_from_two_whoever_has_them(features: int) -> None:
    table = f"{features}x3-0123456789abcdef"
    run = RunConfig(dataset="csv", table=table, extra_inputs=("x1x2", "x1sq"))
    assert ("extra_inputs" in _idle(dataset="csv", table=table)) == (features != 2)
    assert run.extra_inputs == (("x1sq", "x1x2") if features == 2 else ())
    assert run.widths[0] == (4 if features == 2 else features)


def test_an_extra_input_may_be_chosen_by_the_name_of_its_record() -> None:
    row = ROWS["extra_inputs"]
    assert dict(row.choices) == {
        "x1sq": "x1²",
        "x2sq": "x2²",
        "x1x2": "x1·x2",
        "sinx1": "sin x1",
        "sinx2": "sin x2",
    }
    assert row.names == EXTRAS.names


@pytest.mark.parametrize("name", DATASETS.names)
def test_how_many_classes_is_a_question_where_there_is_a_choice(name: str) -> None:
    table = {"table": "4x3-0123456789abcdef"} if DATASETS[name].uploaded else {}
    assert ("classes" in _idle(dataset=name, **table)) == (DATASETS[name].most_classes == 2)


@pytest.mark.parametrize(("dataset", "same", "other"), [("circles", "no", "yes"), ("wine", "yes", "no")])
def test_to_say_what_auto_does_is_to_say_nothing(dataset: str, same: str, other: str) -> None:
    plain = RunConfig(dataset=dataset)
    assert RunConfig(dataset=dataset, standardize=same) == plain
    assert RunConfig(dataset=dataset, standardize=other).standardized != plain.standardized


def test_every_data_set_may_be_chosen_by_the_name_of_its_record() -> None:
    assert dict(ROWS["dataset"].choices) == {record.name: record.label for record in DATASETS}


def test_no_data_can_have_more_classes_than_may_be_asked_for() -> None:
    most = max(record.most_classes for record in DATASETS)
    assert ROWS["classes"].limit.high == most
    with pytest.raises(ConfigError, match="`classes` must be a whole number"):
        RunConfig(dataset="blobs", classes=most + 1)

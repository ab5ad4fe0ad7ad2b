"""One row a setting: what is made from the rows agrees with what is written beside them."""

from dataclasses import MISSING, fields

import pytest

from initcore import Choice, RunConfig
from initcore.classroom.room import HIDEABLE
from initcore.experiment.config import START, URL_NAMES
from initcore.experiment.experiment import QUERY_NAMES, Experiment
from initcore.experiment.setting import Setting
from initcore.experiment.settings import (
    BY_NAME,
    OF_A_COMPARISON,
    OF_A_RUN,
    SETTINGS,
    of_group,
    parse_field,
)
from initcore.experiment.values import text_of

GROUPS = ("start", "network", "data", "training", "seeds")

each_row = pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)


def test_the_fields_of_a_run_are_the_rows_with_their_defaults() -> None:
    written = {field.name: field.default for field in fields(RunConfig)}
    rows = {row.name: row.default for row in OF_A_RUN}
    assert list(written.items()) == list(rows.items())
    assert [type(value) for value in written.values()] == [type(value) for value in rows.values()]


def test_a_comparison_and_a_choice_have_their_rows_and_defaults() -> None:
    besides = {
        field.name: field.default for field in fields(Experiment) if field.name not in ("choices", "base")
    }
    assert besides == {row.name: row.default for row in OF_A_COMPARISON}
    starts = {field.name: field.default for field in fields(Choice)}
    assert starts.pop("initialization") is MISSING
    assert starts == {name: BY_NAME[name].default for name in START[1:]}


def test_no_two_settings_have_one_name() -> None:
    assert len(BY_NAME) == len(SETTINGS)
    assert len(set(QUERY_NAMES)) == len(SETTINGS)
    labels = [row.label for row in SETTINGS if row.label]
    assert len(set(labels)) == len(labels)
    flags = [row.flag for row in SETTINGS if row.flag]
    assert len(set(flags)) == len(flags)


@each_row
def test_a_default_is_allowed_and_reads_back_from_its_text(row: Setting) -> None:
    read = row.read(text_of(row.default))
    assert row.check(read, RunConfig()) == row.check(row.default, RunConfig()) == row.default
    assert type(row.check(read, RunConfig())) is type(row.default)


@each_row
def test_a_row_is_complete(row: Setting) -> None:
    assert row.group in GROUPS
    assert row.help.endswith(".")
    assert row.allowed
    assert row.label or not row.hideable
    named = isinstance(row.default, str) and row.name not in ("formula", "table")
    assert bool(row.names) == (named or row.name == "extra_inputs")


def test_what_a_room_may_hide_is_what_has_a_control() -> None:
    assert set(SETTINGS) - {BY_NAME[name] for name in HIDEABLE} == {
        BY_NAME[name] for name in ("twin", "table", "test_seed")
    }
    assert set(HIDEABLE) == {name for group in GROUPS for name in of_group(group)}


def test_a_text_is_read_as_the_row_says() -> None:
    assert parse_field("hidden", "3x16, 4") == (16, 16, 16, 4)
    assert parse_field("twins", "yes") is True
    assert set(URL_NAMES) | {"seeds", "twins"} == set(BY_NAME)

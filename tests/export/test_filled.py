"""The rows that the server fills are those of the results table, and its columns are the board's."""

import pickle
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.export.columns import COLUMNS, Column
from initcore.export.filled import filled, heads
from initcore.export.results import Table, results
from initcore.export.seed_columns import SEEDS_COLUMNS
from initcore.figures.moments import Rows
from tests.helpers.browsing import sent
from tests.helpers.exported import SMALL

MANY = Experiment((Choice("zeros"), Choice("he")), RunConfig(**SMALL), seeds=3, twins=True)
PLACES = MANY.groups(range(len(MANY.configs)))
NAMES = ("Zeros", "He")
SOUND = (None,) * len(MANY.configs)


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train(MANY.configs)


def _table(runs: list[Trajectory], errors: tuple[str | None, ...] = SOUND, accuracy: float = 0.9) -> Table:
    """The table that the report has."""
    return results(NAMES, MANY.groups(runs), MANY.groups(errors), accuracy=accuracy)


def _assert_is(rows: Rows, table: Table) -> None:
    assert [[cell.text for cell in row] for row in rows.rows] == [
        [cell.text for cell in row] for row in table.rows
    ]
    assert [[cell.tone for cell in row] for row in rows.rows] == [
        [cell.tone for cell in row] for row in table.rows
    ]
    for row, wanted in zip(rows.rows, table.rows, strict=True):
        for cell, one in zip(row, wanted, strict=True):
            assert cell.below == (*one.below, *([one.aside] if one.aside else []))


def test_the_rows_are_those_of_the_results(runs: list[Trajectory]) -> None:
    rows = filled(runs, PLACES, SOUND, 0.9)
    _assert_is(rows, _table(runs))
    assert rows.iteration == max(run.iteration for run in runs)
    assert [row[0].text for row in rows.rows] == list(NAMES)


@pytest.mark.parametrize("accuracy", [0.5, 0.75])
def test_the_accuracy_that_is_looked_for_counts(runs: list[Trajectory], accuracy: float) -> None:
    _assert_is(filled(runs, PLACES, SOUND, accuracy), _table(runs, accuracy=accuracy))
    reached = [column.short for column in SEEDS_COLUMNS].index("reached at")
    never, mere = (filled(runs, PLACES, SOUND, one).rows[1][reached] for one in (2.0, 0.1))
    assert (never.text, never.below) == ("never", ("0 of 3 runs",))
    assert mere.below == ("by naming the largest class",)


@pytest.mark.parametrize("at", [0, 50, 137])
def test_at_an_iteration_they_are_of_the_runs_as_they_were(runs: list[Trajectory], at: int) -> None:
    rows = filled(runs, PLACES, SOUND, 0.9, at)
    _assert_is(rows, _table([run.until(at) for run in runs]))
    assert rows.iteration == at


def test_a_run_that_failed_counts_among_the_failed(runs: list[Trajectory]) -> None:
    errors = (*SOUND[:4], "It broke.", *SOUND[5:])
    rows = filled(runs, PLACES, errors, 0.9)
    _assert_is(rows, _table(runs, errors))
    assert "training failed" in rows.rows[1][1].below[0]
    assert rows.rows[1][1] != filled(runs, PLACES, SOUND, 0.9).rows[1][1]


def test_groups_say_which_runs_belong_together(runs: list[Trajectory]) -> None:
    swapped = [Group(PLACES[1].items, ()), Group(PLACES[0].items, ())]
    assert filled(runs, swapped, SOUND, 0.9).rows == filled(runs, PLACES, SOUND, 0.9).rows[::-1]


def test_columns_are_called_as_in_a_terminal_and_explained_as_on_a_screen() -> None:
    of: tuple[tuple[int, tuple[Column[Any], ...]], ...] = (
        (1, COLUMNS),
        (2, SEEDS_COLUMNS),
        (64, SEEDS_COLUMNS),
    )
    for seeds, columns in of:
        there = heads(seeds)
        assert len({head.name for head in there}) == len(there) == len(columns)
        for head, column in zip(there, columns, strict=True):
            assert head.head.lower() == column.short.lower()
            assert not head.head[0].islower()
            assert head.help.startswith(column.head)
            assert column.help in head.help
    assert heads(1)[2].name == "train_accuracy", "what programs call it"


def test_a_worker_can_be_asked_and_its_answer_sent(runs: list[Trajectory]) -> None:
    assert pickle.loads(pickle.dumps(filled)) is filled
    rows = filled(runs, PLACES, SOUND, 0.9)
    back = pickle.loads(pickle.dumps(rows))
    assert back == rows
    assert len(sent(rows)["rows"][0]) == len(heads(3))

"""The results as tables of cells: a row a run, or one of medians, and every run by its own name."""

import pytest

from initcore import RunConfig, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.export.columns import COLUMNS, Cell, Column
from initcore.export.results import (
    Groups,
    Table,
    cell_of,
    digits,
    every_run,
    no_errors,
    results,
    table_of,
)
from initcore.export.seed_columns import SEEDS_COLUMNS
from tests.helpers.exported import SMALL, firsts_of

NAMES = ("Zeros", "He")
MANY = Experiment((Choice("zeros"), Choice("he")), RunConfig(**SMALL), seeds=2, twins=True)


@pytest.fixture(scope="module")
def groups() -> Groups:
    """Two initializations of two seeds, with twins."""
    return MANY.groups(train(MANY.configs))


@pytest.fixture(scope="module")
def firsts(groups: Groups) -> Groups:
    """The first seed of each, alone."""
    return firsts_of(groups)


def _column(table: Table, head: str) -> list[Cell]:
    [place] = [place for place, column in enumerate(table.columns) if column.head == head]
    return [row[place] for row in table.rows]


def _texts(table: Table, head: str) -> list[str]:
    return [cell.text for cell in _column(table, head)]


def test_rows_are_as_wide_as_their_head() -> None:
    small = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=130)
    group = Group(tuple(train([small, small.with_iterations(50)])), ())
    one, many = [Group(group.items[:1], ())], [group]
    tables = [results(["He"], some, no_errors(some)) for some in (one, many)]
    tables.append(every_run(["He"], many, no_errors(many)))
    assert [len(table.rows) for table in tables] == [1, 1, 2]
    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}
    over = "Median [quartiles] over 2 weights seeds. Reached: 90 % train accuracy."
    assert [table.caption for table in tables] == ["", over, ""]


def test_a_cell_has_what_it_sorts_by() -> None:
    column: Column[float] = Column(
        "Cost", "cost", lambda line: Cell(f"{line:.0f}", "bad"), lambda line: -line
    )
    assert cell_of(column, 2.5) == Cell("2", "bad", order=-2.5)
    table = table_of((column, column), [2.5, 4.0], "Two costs.")
    assert table.caption == "Two costs."
    assert [[cell.order for cell in row] for row in table.rows] == [[-2.5, -2.5], [-4.0, -4.0]]


def test_rows_go_by_the_names_given_and_say_which_was_at_hand(firsts: Groups) -> None:
    table = results(("one", "the other"), firsts, cached=[False, True])
    assert table.columns == COLUMNS
    assert _texts(table, "Initialization") == ["one", "the other"]
    assert [text == "from cache" for text in _texts(table, "Time")] == [False, True]
    assert "from cache" not in _texts(results(NAMES, firsts), "Time")


def test_a_run_that_failed_says_so_in_its_own_row(firsts: Groups) -> None:
    errors: list[Group[str | None]] = [Group((None,), ()), Group(("the worker died",), ())]
    well, failed = _column(results(NAMES, firsts, errors), "Problem / comment")
    assert "Training failed" not in well.text
    assert failed.text == "Training failed"
    assert "the worker died" in failed.below[0]


def test_many_seeds_are_a_row_of_medians_of_the_accuracy_asked_for(groups: Groups) -> None:
    table = results(NAMES, groups, accuracy=0.5)
    assert table.columns == SEEDS_COLUMNS
    assert table.caption == "Median [quartiles] over 2 weights seeds. Reached: 50 % train accuracy."
    assert [cell.text for cell in _column(table, "Reached at")] == ["–", "–"]
    assert {cell.below for cell in _column(table, "Reached at")} == {("by naming the largest class",)}
    assert _column(results(NAMES, groups), "Reached at")[0].text == "never"


def test_a_seed_that_failed_counts_among_its_group(groups: Groups) -> None:
    zeros, he = no_errors(groups)
    errors = [zeros, Group(("the worker died", None), he.twins)]
    without, with_one = (_column(results(NAMES, groups, wrong), "Failed") for wrong in (None, errors))
    assert with_one[0] == without[0]
    assert "1 × training failed" in with_one[1].below[0]
    assert "training failed" not in "".join(without[1].below)


def test_every_run_has_a_row_under_its_seed_and_twins_say_so(groups: Groups) -> None:
    zeros, he = no_errors(groups)
    errors = [zeros, Group(he.items, (None, "the worker died"))]
    table = every_run(NAMES, groups, errors)
    assert _texts(table, "Initialization") == [
        *("Zeros, seed 3", "Zeros, seed 4", "Zeros, seed 3, twin", "Zeros, seed 4, twin"),
        *("He, seed 3", "He, seed 4", "He, seed 3, twin", "He, seed 4, twin"),
    ]
    assert [text == "Training failed" for text in _texts(table, "Problem / comment")] == [False] * 7 + [True]


def test_without_errors_as_many_are_none_as_there_are_runs(groups: Groups, firsts: Groups) -> None:
    assert no_errors(groups) == [Group((None, None), (None, None))] * 2
    assert no_errors(firsts) == [Group((None,), ())] * 2


def test_digits_are_told_of_those_that_have_twins(groups: Groups, firsts: Groups) -> None:
    assert digits(NAMES, firsts) == ()
    said = digits(NAMES, [firsts[0], groups[1]])
    assert len(said) == 1
    assert said[0].startswith("He keeps ")


def test_names_and_groups_must_be_as_many(groups: Groups, firsts: Groups) -> None:
    for some in (groups, firsts):
        with pytest.raises(ValueError, match=r"longer than argument 1"):
            results(NAMES[:1], some)

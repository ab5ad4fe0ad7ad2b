"""One table: page, report, terminal and notebook have the same columns in one order, with the same texts."""

import math
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.export.columns import COLUMNS
from initcore.export.comparison import Comparison
from initcore.export.report import Shared, report
from initcore.export.results import Table, results
from initcore.export.rows import row
from initcore.export.seed_columns import SEEDS_COLUMNS, SeedsRow
from initcore.export.table_csv import CSV_COLUMNS
from initcore.export.text import results_text
from initcore.statistics.seeds import summarize
from initcore.words.numbers import figure
from pages._compare.table import in_markdown

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 130}
ONE = Experiment((Choice("zeros"), Choice("random"), Choice("he")), RunConfig(**SMALL))
MANY = Experiment(ONE.choices, ONE.base, seeds=3)
NAMES = ("Zeros", "Large random", "He")


@pytest.fixture(scope="module")
def runs() -> dict[Experiment, list[Trajectory]]:
    return {experiment: train(experiment.configs) for experiment in (ONE, MANY)}


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in line] for line in table.rows]


def _html_table(page: str) -> tuple[list[str], list[list[str]]]:
    """The heads and the cells' texts of a page's first table, without what is small in them."""
    [table] = re.findall(r"<table>(.*?)</table>", page, re.DOTALL)[:1]
    head = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table)
    lines = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    cells = [[name, *re.findall(r"<td[^>]*>(.*?)</td>", rest, re.DOTALL)] for name, rest in lines]
    return head, [[_bare(cell) for cell in line] for line in cells]


def _bare(cell: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"<small>.*?</small>", "", cell))).strip(" ✕▲✓●")


@pytest.mark.parametrize("experiment", [ONE, MANY], ids=["one seed", "many seeds"])
def test_report_and_notebook_say_what_the_table_says(
    runs: dict[Experiment, list[Trajectory]], experiment: Experiment
) -> None:
    groups = experiment.groups(runs[experiment])
    table = results(NAMES, groups)
    heads = [column.head for column in table.columns]
    shared = Shared(experiment, runs[experiment], [None] * len(runs[experiment]))
    made = report(shared, made=datetime(2026, 3, 1, tzinfo=UTC))
    for page in (made, Comparison(NAMES, tuple(groups))._repr_html_()):
        assert _html_table(page) == (heads, _texts(table))


@pytest.mark.parametrize("experiment", [ONE, MANY], ids=["one seed", "many seeds"])
def test_a_terminal_says_it_too(runs: dict[Experiment, list[Trajectory]], experiment: Experiment) -> None:
    groups = experiment.groups(runs[experiment])
    table = results(NAMES, groups)
    head, *lines = [line for line in results_text(NAMES, groups).splitlines() if not line.startswith("    ")]
    places = [head.index(column.short) for column in table.columns]
    assert places == sorted(places)
    for line, cells in zip(lines, _texts(table), strict=False):
        for place, text in zip(places, cells, strict=True):
            assert line[place:].startswith(text)


@pytest.mark.parametrize("experiment", [ONE, MANY], ids=["one seed", "many seeds"])
def test_the_page_says_it_too(runs: dict[Experiment, list[Trajectory]], experiment: Experiment) -> None:
    table = results(NAMES, experiment.groups(runs[experiment]))
    for line in table.rows:
        for cell, column in zip(line, table.columns, strict=True):
            first = in_markdown(cell, column).split("  \n")[0]
            assert cell.text in first.replace("\N{NO-BREAK SPACE}", " ")


def test_the_names_that_programs_read_stay() -> None:
    assert set(CSV_COLUMNS) == {
        *("initialization", "problem", "evidence", "also", "fix", "iterations", "train_accuracy"),
        *("seed", "twin", "diverged_at"),
        *("test_accuracy", "first_cost", "naive_first_cost", "final_cost", "seconds", "cached", "config"),
        *("iterations_to_90_percent_train_accuracy", "balanced_train_accuracy", "balanced_test_accuracy"),
    }
    assert len(set(CSV_COLUMNS)) == len(CSV_COLUMNS)


def test_columns_sort_by_what_they_say(runs: dict[Experiment, list[Trajectory]]) -> None:
    lines = [row(run, cached=False) for run in runs[ONE]]
    by_head = {column.head: column for column in COLUMNS}
    assert sorted(lines, key=by_head["First cost"].sort)[-1].label == "Large random"
    assert [by_head["90 % train at"].sort(line) for line in lines] == [math.inf] * 3
    assert by_head["Train accuracy"].sort(lines[0]) == lines[0].train_accuracy
    said = summarize(runs[MANY][:3])
    by_head_of_seeds = {column.head: column for column in SEEDS_COLUMNS}
    assert by_head_of_seeds["Final cost"].sort(SeedsRow("Zeros", said)) == said.final_cost.median
    assert by_head_of_seeds["Failed"].sort(SeedsRow("Zeros", said)) == said.failed == 3


def test_a_run_that_diverged_is_said_to_have_and_comes_last() -> None:
    wild = RunConfig(**{**SMALL, "hidden": (128,) * 5, "initialization": "random"})
    line = row(train([wild])[0], cached=True)
    cells = {column.head: column.cell(line) for column in COLUMNS}
    texts = {head: cell.text for head, cell in cells.items()}
    assert cells["Final cost"].aside == "(diverged)"
    assert (texts["Final cost"], texts["Train accuracy"], texts["Time"]) == (
        figure(line.final_cost),
        "–",
        "from cache",
    )
    assert [column.sort(line) for column in COLUMNS if column.head == "Final cost"] == [math.inf]


def test_every_column_says_what_it_is() -> None:
    for columns in (COLUMNS, SEEDS_COLUMNS):
        assert (
            len({column.head for column in columns})
            == len({column.short for column in columns})
            == len(columns)
        )
        assert all(column.help for column in columns[1:])
        assert {column.unit for column in columns} >= {"%", "nats", "iterations"}

"""Many seeds in columns: medians, what failed, and what is told of uneven classes and of diverged runs."""

import math
from dataclasses import replace

import pytest

from initcore import RunConfig, train
from initcore.export.columns import Cell
from initcore.export.seed_columns import SEEDS_COLUMNS, SeedsRow
from initcore.statistics.seeds import Summary, summarize

UNEVEN = RunConfig(initialization="zeros", balance=20, hidden=(7, 5), iterations=400)


@pytest.fixture(scope="module")
def uneven() -> Summary:
    return summarize(train([replace(UNEVEN, weights_seed=seed) for seed in range(5)]))


def _cells(summary: Summary) -> dict[str, Cell]:
    return {column.head: column.cell(SeedsRow("Zeros", summary)) for column in SEEDS_COLUMNS}


def test_failing_is_counted_as_on_the_cards_where_naming_a_class_gets_nearly_all(uneven: Summary) -> None:
    cells = _cells(uneven)
    assert (cells["Failed"].text, cells["Failed"].tone) == ("5 of 5", "bad")
    assert cells["Reached at"] == Cell("–", below=("by naming the largest class",))
    assert cells["Train accuracy"].text == "95.0 %"
    assert cells["Train accuracy"].below == ("[95.0, 95.0]", "balanced 50.0 %")
    assert cells["Test accuracy"].below[1] == "balanced 50.0 %"
    [order] = [column.sort(SeedsRow("", uneven)) for column in SEEDS_COLUMNS if column.head == "Reached at"]
    assert order == math.inf


def test_even_classes_have_nothing_beside_their_accuracy() -> None:
    summary = summarize(train([RunConfig(hidden=(7, 5), samples=44, iterations=130)]))
    cells = _cells(summary)
    assert len(cells["Test accuracy"].below) == 1
    assert cells["Reached at"] == Cell("never", below=("0 of 1 runs",))
    there = _cells(replace(summary, reached=1, reached_at=150.0))
    assert there["Reached at"] == Cell("150", below=("1 of 1 runs",))


def test_runs_that_diverged_have_no_accuracy(uneven: Summary) -> None:
    [run] = train([RunConfig(hidden=(7, 5), samples=44, iterations=130)])
    cells = _cells(summarize([replace(run, diverged_at=run.iteration)] * 3))
    assert (cells["Test accuracy"].text, cells["Test accuracy"].below) == (
        "diverged",
        ("[diverged, diverged]",),
    )
    assert cells["Final cost"].text == "inf"

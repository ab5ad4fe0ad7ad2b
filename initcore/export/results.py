"""The results as tables of cells, and as sentences: what is told of runs, without a word of markup."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from initcore.experiment.experiment import Group
from initcore.export.columns import COLUMNS, Cell, Column, Line
from initcore.export.rows import ACCURATE, Row, row
from initcore.export.seed_columns import SEEDS_COLUMNS, SeedsRow
from initcore.statistics.seeds import summarize
from initcore.statistics.twins import twins_sentence
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent_set

Groups = Sequence[Group[Trajectory]]
Errors = Sequence[Group[str | None]]


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns of as many; the first cell of a row names it."""

    columns: tuple[Column[Any], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


def no_errors(groups: Groups) -> Errors:
    """What goes for errors where no run failed."""
    return [Group((None,) * len(group.items), (None,) * len(group.twins)) for group in groups]


def table_of(columns: tuple[Column[Line], ...], lines: Sequence[Line], caption: str = "") -> Table:
    """The table with those columns and a row a line."""
    rows = (tuple(cell_of(column, line) for column in columns) for line in lines)
    return Table(columns, tuple(rows), caption)


def cell_of(column: Column[Line], line: Line) -> Cell:
    """A column's cell, with what it sorts by."""
    return replace(column.cell(line), order=column.sort(line))


def results(
    names: Sequence[str],
    groups: Groups,
    errors: Errors | None = None,
    cached: Sequence[bool] | None = None,
    accuracy: float = ACCURATE,
) -> Table:
    """The results table: a row a run, or a row of medians where there are many seeds.

    `cached` says of each run that is shown whether it was at hand, `errors` which runs failed.
    """
    failed = no_errors(groups) if errors is None else errors
    each = list(zip(names, groups, failed, strict=True))
    seeds = max((len(group.items) for group in groups), default=1)
    if seeds > 1:
        medians = [
            SeedsRow(name, summarize(group.items, accuracy, wrong.items)) for name, group, wrong in each
        ]
        return table_of(SEEDS_COLUMNS, medians, _over(seeds, accuracy))
    known = cached or [False] * len(each)
    firsts = [
        _named(name, row(group.items[0], here, wrong.items[0], tried=True))
        for (name, group, wrong), here in zip(each, known, strict=True)
    ]
    return table_of(COLUMNS, firsts)


def _over(seeds: int, accuracy: float) -> str:
    return f"Median [quartiles] over {seeds} weights seeds. Reached: {percent_set(accuracy)} train accuracy."


def _named(name: str, line: Row) -> Row:
    return replace(line, label=name)


def every_run(names: Sequence[str], groups: Groups, errors: Errors) -> Table:
    """A row for each seed and each twin."""
    lines = []
    for name, group, wrong in zip(names, groups, errors, strict=True):
        for kind, runs, failed in (("", group.items, wrong.items), (", twin", group.twins, wrong.twins)):
            for run, error in zip(runs, failed, strict=True):
                called = f"{name}, seed {run.config.weights_seed}{kind}"
                lines.append(_named(called, row(run, cached=False, error=error)))
    return table_of(COLUMNS, lines)


def digits(names: Sequence[str], groups: Groups) -> tuple[str, ...]:
    """How far each one's numbers are its own, a sentence each; none without twins."""
    return tuple(
        twins_sentence(name, group.items, group.twins)
        for name, group in zip(names, groups, strict=True)
        if group.twins
    )

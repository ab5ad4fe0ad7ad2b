"""The rows of many seeds at one iteration, as the board gets them; worked out by a worker."""

from collections.abc import Sequence
from typing import Any

from initcore.experiment.experiment import Group
from initcore.experiment.naming import label
from initcore.export.columns import COLUMNS, Column
from initcore.export.results import results
from initcore.export.seed_columns import SEEDS_COLUMNS
from initcore.figures.moments import Cell, Rows
from initcore.figures.payload import Head
from initcore.training.trajectory import Trajectory


def heads(seeds: int) -> tuple[Head, ...]:
    """The columns of the table of one seed, or of many."""
    return tuple(map(_head, COLUMNS if seeds == 1 else SEEDS_COLUMNS))


def _head(column: Column[Any]) -> Head:
    name = column.fields[0][0] if column.fields else column.short
    said = f"{column.head}. {column.help}" if column.help else column.head
    return Head(name, column.short[0].upper() + column.short[1:], said)


def filled(
    runs: Sequence[Trajectory],
    groups: Sequence[Group[int]],
    errors: Sequence[str | None],
    accuracy: float,
    iteration: int | None = None,
) -> Rows:
    """The table of these runs, `groups` being their places, as they were at an iteration, or as they are."""
    reached = max(run.iteration for run in runs)
    parts = runs if iteration is None else [run.until(iteration) for run in runs]
    of_runs = [Group(tuple(parts[at] for at in group.items), ()) for group in groups]
    wrong = [Group(tuple(errors[at] for at in group.items), ()) for group in groups]
    names = [label(group.items[0].config) for group in of_runs]
    table = results(names, of_runs, wrong, accuracy=accuracy)
    cells = [
        [Cell(cell.text, cell.tone, (*cell.below, *filter(None, [cell.aside]))) for cell in row]
        for row in table.rows
    ]
    return Rows(reached if iteration is None else iteration, cells)

"""The results as lines of text, for a terminal: a line a row of the table, with its prose under it."""

from collections.abc import Sequence

from initcore.experiment.experiment import Group
from initcore.export.columns import Cell
from initcore.export.pairs import pairs
from initcore.export.results import Table, digits, results
from initcore.training.trajectory import Trajectory


def results_text(
    names: Sequence[str],
    groups: Sequence[Group[Trajectory]],
    cached: Sequence[bool] | None = None,
    errors: Sequence[Group[str | None]] | None = None,
) -> str:
    """The table of these groups, one a name, with several seeds that of their pairs, and what twins say.

    `cached` says of each first run of a group whether it came from the store, `errors` which runs failed.
    """
    table = results(names, groups, errors, cached)
    lines = _aligned(table)
    lines += [table.caption] if table.caption else []
    between = pairs(names, groups, errors)
    lines += ["", *_aligned(between), between.caption] if between else []
    return "\n".join((*lines, *digits(names, groups)))


def _aligned(table: Table) -> list[str]:
    """Columns as wide as their widest cell, and under each line what is said of it in sentences."""
    head = [column.short for column in table.columns]
    rows = [list(zip(row, (column.prose for column in table.columns), strict=True)) for row in table.rows]
    cells = [[_text(cell, prose) for cell, prose in row] for row in rows]
    notes = [[line for cell, prose in row if prose for line in _under(cell)] for row in rows]
    widths = [max(len(line[place]) for line in (head, *cells)) for place in range(len(head))]
    text = []
    for line, under in zip((head, *cells), ((), *notes), strict=True):
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        text.append("  ".join(padded).rstrip())
        text += [f"    {note}" for note in under]
    return text


def _text(cell: Cell, prose: bool) -> str:
    """A cell on one line; what is prose under it goes elsewhere."""
    return " ".join(filter(None, (cell.text, cell.aside, *(() if prose else _under(cell)))))


def _under(cell: Cell) -> tuple[str, ...]:
    return (*cell.below, cell.advice) if cell.advice else cell.below

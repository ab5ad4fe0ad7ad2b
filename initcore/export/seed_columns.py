"""The columns of the results over many seeds: medians with quartiles, and how many runs failed at what."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from initcore.export.columns import ACCURACY_HELP, COST_HELP, Cell, Column
from initcore.statistics.quantiles import Spread
from initcore.statistics.seeds import Summary, spread_text
from initcore.words.numbers import NONE, spaced


@dataclass(frozen=True)
class SeedsRow:
    """One initialization's line over many seeds."""

    label: str
    summary: Summary


def _failed(row: SeedsRow) -> Cell:
    """How many failed and at what; nothing is called good where nothing has worked."""
    said = row.summary
    fates = ", ".join(f"{count} × {title.lower()}" for title, count in said.fates.items())
    below = (fates,) if fates else ()
    if said.failed:
        return Cell(f"{said.failed} of {said.runs}", "bad", below=below)
    return Cell("none", "good" if said.worked else "", below=below)


def _reached(row: SeedsRow) -> Cell:
    said = row.summary
    if not said.tells:
        return Cell(NONE, below=("by naming the largest class",))
    at = "never" if said.reached_at is None else spaced(round(said.reached_at))
    return Cell(at, below=(f"{said.reached} of {said.runs} runs",))


def _reached_order(row: SeedsRow) -> float:
    at = row.summary.reached_at
    return math.inf if at is None or not row.summary.tells else at


def _median(
    head: str,
    short: str,
    spread: Callable[[Summary], Spread],
    unit: str,
    help_text: str,
    balanced: Callable[[Summary], Spread | None] = lambda said: None,
) -> Column[SeedsRow]:
    """A median with its quartiles under it, and under these the balanced one where there is one."""

    def cell(row: SeedsRow) -> Cell:
        median, quartiles = spread_text(spread(row.summary), percent=unit == "%")
        beside = balanced(row.summary)
        below = (f"balanced {spread_text(beside, percent=True)[0]}",) if beside else ()
        return Cell(median, below=(quartiles, *below))

    return Column(head, short, cell, lambda row: spread(row.summary).median, unit=unit, help=help_text)


SEEDS_COLUMNS: tuple[Column[SeedsRow], ...] = (
    Column(
        "Initialization",
        "initialization",
        lambda row: Cell(row.label),
        lambda row: row.label,
        prose=True,
    ),
    Column(
        "Failed",
        "failed",
        _failed,
        lambda row: row.summary.failed,
        help="Runs with which something is wrong, by what it is, and those that are not through.",
        prose=True,
    ),
    _median(
        *("Train accuracy", "train", lambda said: said.train_accuracy, "%", ACCURACY_HELP),
        balanced=lambda said: said.balanced_train,
    ),
    _median(
        *("Test accuracy", "test", lambda said: said.test_accuracy, "%", ACCURACY_HELP),
        balanced=lambda said: said.balanced_test,
    ),
    _median("First cost", "first cost", lambda said: said.first_cost, "nats", COST_HELP),
    _median("Final cost", "final cost", lambda said: said.final_cost, "nats", COST_HELP),
    Column(
        "Reached at",
        "reached at",
        _reached,
        _reached_order,
        unit="iterations",
        help="The median iteration at which the train accuracy asked for is reached; none is told where "
        "naming the largest class gets as much.",
    ),
)
"""Of many seeds."""

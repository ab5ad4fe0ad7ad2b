"""The columns of the results, each defined once: its name, how its number is written, what it sorts by.

The page, the report, the command line, a notebook and CSV all go through these, in
this order: a number that is in several of them is the same number, written the same way.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from initcore.export.rows import Row
from initcore.words.numbers import NONE, figure, percent, seconds_text, spaced

Line = TypeVar("Line")

ACCURACY_HELP = (
    "Share of examples that the network gets right. Balanced, where classes are uneven: the mean of the "
    "shares of each class that it gets right, one half for two classes where it only names the larger."
)
COST_HELP = "Mean cross-entropy on all training examples, in nats."


@dataclass(frozen=True)
class Cell:
    """What a cell says: its text, a small aside, small lines under it, and what to do about it.

    A `tone`, a verdict's, gives the text that tone's colour and icon; `order` is what it sorts by.
    """

    text: str
    tone: str = ""
    aside: str = ""
    below: tuple[str, ...] = ()
    advice: str = ""
    order: float | str | None = None


@dataclass(frozen=True)
class Column(Generic[Line]):
    """One column of a table with a line of that kind a row.

    `head` is for a screen and `short` for a terminal; `sort` is what a reader sorts by, the greatest
    last. `fields` are what a program reads: names, and values with all their digits, None where there is
    nothing to be told. `prose` says that
    a cell holds sentences, which may be broken and stand under their row where there is little room.
    """

    head: str
    short: str
    cell: Callable[[Line], Cell]
    sort: Callable[[Line], float | str]
    fields: tuple[tuple[str, Callable[[Line], Any]], ...] = ()
    unit: str = ""
    help: str = ""
    prose: bool = False


def _ranked(value: float) -> float:
    """What is no number comes last, with what is infinite."""
    return value if math.isfinite(value) else math.inf


def _first_cost(row: Row) -> Cell:
    return Cell(figure(row.first_cost), aside="(naive: inf)" if row.overflows else "")


def _final_cost(row: Row) -> Cell:
    aside = "" if row.diverged_at is None else "(diverged)"
    return Cell(figure(row.final_cost) if math.isfinite(row.final_cost) else NONE, aside=aside)


def _accuracy(accuracy: float, balanced: float | None) -> Cell:
    """With the balanced accuracy under it where the classes are uneven."""
    return Cell(percent(accuracy), below=() if balanced is None else (f"balanced {percent(balanced)}",))


def _accurate_at(row: Row) -> Cell:
    """A dash before there was anything to come, and where it would mean nothing."""
    if not row.tells:
        return Cell(NONE, below=(f"largest class: {percent(row.largest)}",))
    if row.accurate_at is None:
        return Cell("never" if row.iterations else NONE)
    return Cell(spaced(row.accurate_at))


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "Initialization",
        "initialization",
        lambda row: Cell(row.label),
        lambda row: row.label,
        (
            ("initialization", lambda row: row.label),
            ("seed", lambda row: row.seed),
            ("twin", lambda row: row.twin),
        ),
        prose=True,
    ),
    Column(
        "Problem / comment",
        "problem / comment",
        lambda row: Cell(row.title, row.tone, below=(row.remark,), advice=row.fix),
        lambda row: row.title,
        (
            ("problem", lambda row: row.title),
            ("evidence", lambda row: row.seen),
            ("also", lambda row: row.beside),
            ("fix", lambda row: row.fix),
        ),
        help="What happened to the run, what that is seen by, and what would mend it.",
        prose=True,
    ),
    Column(
        "Train accuracy",
        "train",
        lambda row: _accuracy(row.train_accuracy, row.balanced_train),
        lambda row: _ranked(row.train_accuracy),
        (
            ("train_accuracy", lambda row: row.train_accuracy),
            ("balanced_train_accuracy", lambda row: row.balanced_train),
        ),
        unit="%",
        help=ACCURACY_HELP,
    ),
    Column(
        "Test accuracy",
        "test",
        lambda row: _accuracy(row.test_accuracy, row.balanced_test),
        lambda row: _ranked(row.test_accuracy),
        (
            ("test_accuracy", lambda row: row.test_accuracy),
            ("balanced_test_accuracy", lambda row: row.balanced_test),
        ),
        unit="%",
        help=ACCURACY_HELP,
    ),
    Column(
        "First cost",
        "first cost",
        _first_cost,
        lambda row: _ranked(row.first_cost),
        (
            ("first_cost", lambda row: row.first_cost),
            ("naive_first_cost", lambda row: row.naive_first_cost),
        ),
        unit="nats",
        help=COST_HELP,
    ),
    Column(
        "Final cost",
        "final cost",
        _final_cost,
        lambda row: math.inf if row.diverged_at is not None else _ranked(row.final_cost),
        (
            ("final_cost", lambda row: row.final_cost if math.isfinite(row.final_cost) else None),
            ("diverged_at", lambda row: row.diverged_at),
        ),
        unit="nats",
        help=f"{COST_HELP} Of a run that diverged, the last one that was finite.",
    ),
    Column(
        "90 % train at",
        "90 % at",
        _accurate_at,
        lambda row: math.inf if row.accurate_at is None or not row.tells else row.accurate_at,
        (
            (
                "iterations_to_90_percent_train_accuracy",
                lambda row: row.accurate_at if row.tells else None,
            ),
        ),
        unit="iterations",
        help="The first recorded iteration with a train accuracy of 90 %; none is told where naming the "
        "largest class gets as much.",
    ),
    Column(
        "Iterations",
        "iterations",
        lambda row: Cell(spaced(row.iterations)),
        lambda row: row.iterations,
        (("iterations", lambda row: row.iterations),),
        unit="iterations",
        help="How far the run has come.",
    ),
    Column(
        "Time",
        "time",
        lambda row: Cell("from cache" if row.cached else seconds_text(row.seconds)),
        lambda row: 0.0 if row.cached else row.seconds,
        (("seconds", lambda row: round(row.seconds, 4)), ("cached", lambda row: row.cached)),
        unit="s",
        help="How long the training took, unless it was at hand.",
    ),
)
"""Of one run."""

"""What each initialization answers to the test examples of each class, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from initcore.export.columns import Cell, Column
from initcore.export.results import Table, table_of
from initcore.measures.classes import ByClass, answers, class_names
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import NONE, percent, spaced
from initcore.words.phrases import listed


@dataclass(frozen=True)
class ClassRow:
    """One class beside one run: what the run is called, the class, its number, what is answered by class.

    `said` is None of a run that diverged, which answers nothing.
    """

    label: str
    name: str
    number: int
    names: tuple[str, ...]
    said: ByClass | None


def _recall(row: ClassRow) -> float:
    return float("nan") if row.said is None else float(row.said.recall[row.number])


def _answered(row: ClassRow) -> Cell:
    """How often each class was answered that was."""
    if row.said is None:
        return Cell(NONE)
    given = zip(row.said.said[row.number].tolist(), row.names, strict=True)
    return Cell(listed([f"{spaced(count)} as {name}" for count, name in given if count]) or NONE)


CLASS_COLUMNS: tuple[Column[ClassRow], ...] = (
    Column("Initialization", "initialization", lambda row: Cell(row.label), lambda row: row.label),
    Column("Class", "class", lambda row: Cell(row.name), lambda row: row.name),
    Column(
        "Got right",
        "got right",
        lambda row: Cell(percent(_recall(row))),
        lambda row: -1.0 if row.said is None else _recall(row),
        unit="%",
        help="The recall: the share of the class's test examples that is answered right.",
    ),
    Column(
        "Answered",
        "answered",
        _answered,
        lambda row: row.number,
        help="How often its test examples were put in each class.",
        prose=True,
    ),
)
"""Of one class and one run."""


def by_class(names: Sequence[str], runs: Sequence[Trajectory]) -> Table:
    """A row for each run, 1 or more on the same data, and each class; balanced accuracies in the caption."""
    called, rows, balanced = class_names(runs[0].data), [], []
    for name, run in zip(names, runs, strict=True):
        found = answers(run)
        test = None if found is None else found.test
        rows += [ClassRow(name, each, at, called, test) for at, each in enumerate(called)]
        balanced.append(f"{name} {'diverged' if test is None else percent(test.balanced_accuracy)}")
    return table_of(CLASS_COLUMNS, rows, f"Balanced test accuracy: {listed(balanced)}.")

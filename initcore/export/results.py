"""The results as tables of cells, and as sentences: what is told of runs, without a word of markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from initcore.experiment.experiment import Group
from initcore.export.rows import Row, row
from initcore.statistics.seeds import spread_text, summarize
from initcore.statistics.twins import twins_sentence
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent, spaced

RUN_HEAD = (
    *("Initialization", "Problem / comment", "Train accuracy", "Test accuracy", "First cost"),
    *("Final cost", "90 % train at", "Iterations"),
)
SEEDS_HEAD = (
    *("Initialization", "Failed", "Train accuracy", "Test accuracy", "First cost"),
    *("Final cost", "90 % train at"),
)

Groups = Sequence[Group[Trajectory]]
Errors = Sequence[Group[str | None]]


@dataclass(frozen=True)
class Cell:
    """What a cell says: its text, the more after it, a small aside, and small lines under it.

    A `tone`, a verdict's, gives the text that tone's colour and icon.
    """

    text: str
    tone: str = ""
    more: str = ""
    aside: str = ""
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of cells under a head of as many; the first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


def no_errors(groups: Groups) -> Errors:
    """What goes for errors where no run failed."""
    return [Group((None,) * len(group.items), (None,) * len(group.twins)) for group in groups]


def results(names: Sequence[str], groups: Groups, errors: Errors) -> Table:
    """The results table: a row a run, or a row of medians where there are many seeds."""
    each = zip(names, groups, errors, strict=True)
    seeds = len(groups[0].items)
    if seeds > 1:
        medians = tuple(_median_cells(name, group, wrong) for name, group, wrong in each)
        return Table(SEEDS_HEAD, medians, f"Median [quartiles] over {seeds} weights seeds.")
    firsts = ((name, row(group.items[0], False, wrong.items[0])) for name, group, wrong in each)
    return Table(RUN_HEAD, tuple(_run_cells(name, line) for name, line in firsts))


def every_run(names: Sequence[str], groups: Groups, errors: Errors) -> Table:
    """A row for each seed and each twin."""
    rows = []
    for name, group, wrong in zip(names, groups, errors, strict=True):
        for kind, runs, failed in (("", group.items, wrong.items), (", twin", group.twins, wrong.twins)):
            for run, error in zip(runs, failed, strict=True):
                called = f"{name}, seed {run.config.weights_seed}{kind}"
                rows.append(_run_cells(called, row(run, cached=False, error=error)))
    return Table(RUN_HEAD, tuple(rows))


def digits(names: Sequence[str], groups: Groups) -> tuple[str, ...]:
    """How far each one's numbers are its own, a sentence each; none without twins."""
    return tuple(
        twins_sentence(name, group.items, group.twins)
        for name, group in zip(names, groups, strict=True)
        if group.twins
    )


def _run_cells(name: str, line: Row) -> tuple[Cell, ...]:
    return (
        Cell(name),
        Cell(line.verdict.title, line.verdict.tone, below=line.remarks),
        Cell(percent(line.train_accuracy)),
        Cell(percent(line.test_accuracy)),
        Cell(f"{line.first_cost:.6g}", aside="(naive: inf)" if line.overflows else ""),
        Cell(f"{line.final_cost:.6g}"),
        Cell("never" if line.accurate_at is None else spaced(line.accurate_at)),
        Cell(spaced(line.iterations)),
    )


def _median_cells(name: str, group: Group[Trajectory], wrong: Group[str | None]) -> tuple[Cell, ...]:
    said = summarize(group.items, 0.9, wrong.items)
    failed = sum(said.failures.values())
    tone = "bad" if failed else "good" if said.worked else ""
    causes = ", ".join(f"{count} {title.lower()}" for title, count in said.fates.items())
    shares = [spread_text(share, True) for share in (said.train_accuracy, said.test_accuracy)]
    costs = [spread_text(cost, False) for cost in (said.first_cost, said.final_cost)]
    at = "never" if said.reached_at is None else spaced(round(said.reached_at))
    return (
        Cell(name),
        Cell(str(failed), tone, more=f" of {said.runs}", below=(causes,)),
        *(Cell(median, below=(quartiles,)) for median, quartiles in (*shares, *costs)),
        Cell(at, below=(f"{said.reached} of {said.runs} runs",)),
    )

"""Every pair of initializations over the same seeds, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from initcore.experiment.experiment import Group
from initcore.export.columns import Cell, Column
from initcore.export.results import Table, table_of
from initcore.sentences.paired import (
    VARIES,
    chance_words,
    counts_words,
    difference_words,
    diverged_words,
    short_outcome,
)
from initcore.statistics.intervals import INTERVAL
from initcore.statistics.paired import BEATS, Contest, contests
from initcore.training.trajectory import Trajectory

TONES = {BEATS: "good"}
"""Only what is sure has a colour."""


@dataclass(frozen=True)
class PairRow:
    """Two initializations beside each other: the one that is ahead, the other, and their contest."""

    one: str
    other: str
    contest: Contest


def _difference(row: PairRow) -> Cell:
    result = row.contest.result
    median = difference_words(result, result.median)
    if result.interval is None:
        return Cell(median)
    low, high = (difference_words(result, end) for end in result.interval)
    return Cell(median, below=(f"[{low}, {high}]",))


def _outcome(row: PairRow) -> Cell:
    lost = diverged_words(row.contest.result, row.one, row.other)
    said = short_outcome(row.contest, row.one, row.other)
    return Cell(said, TONES.get(row.contest.outcome, ""), below=(lost,) if lost else ())


PAIRS_COLUMNS: tuple[Column[PairRow], ...] = (
    Column(
        "Pair",
        "pair",
        lambda row: Cell(f"{row.one} against {row.other}"),
        lambda row: f"{row.one} against {row.other}",
    ),
    Column(
        "Seed by seed",
        "seed by seed",
        lambda row: Cell(counts_words(row.contest.result)),
        lambda row: row.contest.result.wins,
        help="On how many weights seeds the first has the higher test accuracy.",
    ),
    Column(
        "Median difference, points",
        "median difference, points",
        _difference,
        lambda row: row.contest.result.median,
        unit="points",
        help=f"Of test accuracy, with its {INTERVAL}: of a hundred such intervals, each from other "
        "seeds, about 95 hold the median over all seeds there could be.",
    ),
    Column(
        "Sign test",
        "sign test",
        lambda row: Cell(chance_words(row.contest)),
        lambda row: row.contest.chance,
        help="How probable so uneven a count is where neither is better: the sign test, by Holm's correction "
        "for all pairs of the table together.",
    ),
    Column(
        "Verdict",
        "verdict",
        _outcome,
        lambda row: row.contest.outcome,
        help="One beats another where the interval lies above 0, the count is no chance, and its median is "
        "higher.",
        prose=True,
    ),
)
"""Of two initializations, over many seeds."""

CAPTION = (
    f"Test accuracy of every two initializations, weights seed by weights seed, with the {INTERVAL} of the "
    f"median difference and the sign test's p (Holm over all pairs). {VARIES}"
)


def _contests(
    names: Sequence[str], groups: Sequence[Group[Trajectory]], errors: Sequence[Group[str | None]] | None
) -> list[PairRow]:
    failed = [group.items for group in errors] if errors else []
    found = contests([group.items for group in groups], failed)
    return [PairRow(names[each.one], names[each.other], each) for each in found]


def pairs(
    names: Sequence[str],
    groups: Sequence[Group[Trajectory]],
    errors: Sequence[Group[str | None]] | None = None,
) -> Table | None:
    """A row a pair of initializations; None where there are no two, or no two seeds of one."""
    if len(groups) < 2 or max(len(group.items) for group in groups) < 2:
        return None
    rows = _contests(names, groups, errors)
    return table_of(PAIRS_COLUMNS, rows, CAPTION) if rows else None

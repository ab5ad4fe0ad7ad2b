"""The results as lines of text: a line a run, or a line of medians where there are many seeds."""

from collections.abc import Sequence

from initcore.experiment.experiment import Group
from initcore.export.rows import Row, row
from initcore.statistics.seeds import Summary, spread_text, summarize
from initcore.statistics.twins import twins_sentence
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent, seconds_text

RUN_HEAD = ("initialization", "problem / comment", "train", "test", "first cost", "final cost", "90 % at")
SEEDS_HEAD = ("initialization", "failed", "train", "test", "first cost", "final cost", "90 % at")


def results_text(
    names: Sequence[str],
    groups: Sequence[Group[Trajectory]],
    cached: Sequence[bool] | None = None,
    errors: Sequence[Group[str | None]] | None = None,
) -> str:
    """The table of these groups, one a name, and what their twins say if there are any.

    `cached` says of each first run of a group whether it came from the store; None leaves out where
    runs came from. `errors` says which runs failed.
    """
    failed = errors or [Group((None,) * len(group.items), ()) for group in groups]
    seeds = max((len(group.items) for group in groups), default=1)
    if seeds == 1:
        firsts = zip([group.items[0] for group in groups], cached or [False] * len(groups), strict=True)
        rows = [row(run, known, wrong.items[0]) for (run, known), wrong in zip(firsts, failed, strict=True)]
        lines = _runs(names, rows, cached is not None)
    else:
        pairs = zip(groups, failed, strict=True)
        summaries = [summarize(one.items, 0.9, wrong.items) for one, wrong in pairs]
        lines = [*_seeds(names, summaries), f"median [quartiles] over {seeds} weights seeds"]
    for name, group in zip(names, groups, strict=True):
        if group.twins:
            lines.append(twins_sentence(name, group.items, group.twins))
    return "\n".join(lines)


def _runs(names: Sequence[str], rows: Sequence[Row], timed: bool) -> list[str]:
    """The evidence, and what would fix it, are on lines of their own under each run."""
    head = (*RUN_HEAD, "time") if timed else RUN_HEAD
    cells = [_cells(name, line, timed) for name, line in zip(names, rows, strict=True)]
    return _aligned(head, cells, ["\n    ".join(line.remarks) for line in rows])


def _cells(name: str, line: Row, timed: bool) -> tuple[str, ...]:
    first = f"{line.first_cost:.7g}" + (" (naive: inf)" if line.overflows else "")
    cells = (
        name,
        line.verdict.title,
        percent(line.train_accuracy),
        percent(line.test_accuracy),
        first,
        f"{line.final_cost:.6g}",
        "never" if line.accurate_at is None else f"{line.accurate_at}",
    )
    return (*cells, "from cache" if line.cached else seconds_text(line.seconds)) if timed else cells


def _seeds(names: Sequence[str], summaries: Sequence[Summary]) -> list[str]:
    """What failed, and how often, is on a line of its own under each initialization."""
    cells, below = [], []
    for name, summary in zip(names, summaries, strict=True):
        failures = sum(summary.failures.values())
        shares = (spread_text(share, True) for share in (summary.train_accuracy, summary.test_accuracy))
        costs = (spread_text(cost, False) for cost in (summary.first_cost, summary.final_cost))
        at = "never" if summary.reached_at is None else f"{summary.reached_at:g}"
        cells.append(
            (
                name,
                f"{failures} of {summary.runs}",
                *map(" ".join, (*shares, *costs)),
                f"{at}, {summary.reached} of {summary.runs} runs",
            )
        )
        below.append(", ".join(f"{count} {title.lower()}" for title, count in summary.fates.items()))
    return _aligned(SEEDS_HEAD, cells, below)


def _aligned(head: Sequence[str], cells: Sequence[Sequence[str]], below: Sequence[str]) -> list[str]:
    """Columns as wide as their widest cell, and under each line what belongs to it, if anything."""
    widths = [max(len(line[column]) for line in (head, *cells)) for column in range(len(head))]
    text = []
    for line, note in zip((head, *cells), ("", *below), strict=True):
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        text.append("  ".join(padded).rstrip())
        text += [f"    {note}"] if note else []
    return text

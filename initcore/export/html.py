"""Pieces of HTML about runs: tables and cards, every text in them escaped."""

from collections.abc import Sequence
from html import escape

from initcore.experiment.experiment import Group
from initcore.export.results import Row, row
from initcore.statistics.seeds import spread_text, summarize
from initcore.statistics.twins import twins_sentence
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent, spaced

ICONS = {"bad": "✕", "warn": "▲", "good": "✓", "info": "●"}
"""Beside a verdict, so that its tone is not told by colour alone."""

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


def no_errors(groups: Groups) -> Errors:
    """What goes for errors where no run failed."""
    return [Group((None,) * len(group.items), (None,) * len(group.twins)) for group in groups]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """A table of cells that are HTML already; the first cell of a row names it."""
    said = f"<caption>{caption}</caption>" if caption else ""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f"<table>{said}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def results(names: Sequence[str], groups: Groups, errors: Errors) -> str:
    """The results table: a row a run, or a row of medians where there are many seeds."""
    if len(groups[0].items) > 1:
        return _medians(names, groups, errors)
    rows = [
        _run_cells(name, row(group.items[0], cached=False, error=wrong.items[0]))
        for name, group, wrong in zip(names, groups, errors, strict=True)
    ]
    return table(RUN_HEAD, rows)


def every_run(names: Sequence[str], groups: Groups, errors: Errors) -> str:
    """A row for each seed and each twin."""
    rows = []
    for name, group, wrong in zip(names, groups, errors, strict=True):
        for kind, runs, failed in (("", group.items, wrong.items), (", twin", group.twins, wrong.twins)):
            for run, error in zip(runs, failed, strict=True):
                called = f"{name}, seed {run.config.weights_seed}{kind}"
                rows.append(_run_cells(called, row(run, cached=False, error=error)))
    return table(RUN_HEAD, rows)


def digits(names: Sequence[str], groups: Groups) -> str:
    """How far each one's numbers are its own, a sentence each; empty without twins."""
    said = [
        f"<li>{escape(twins_sentence(name, group.items, group.twins))}</li>"
        for name, group in zip(names, groups, strict=True)
        if group.twins
    ]
    return f"<ul>{''.join(said)}</ul>" if said else ""


def verdict_of(line: Row) -> str:
    """A run's verdict with its icon."""
    shown = f"{ICONS[line.verdict.tone]} {escape(line.verdict.title)}"
    return f'<strong class="{line.verdict.tone}">{shown}</strong>'


def _run_cells(name: str, line: Row) -> list[str]:
    first = f"{line.first_cost:.6g}" + (" <small>(naive: inf)</small>" if line.overflows else "")
    return [
        escape(name),
        f"{verdict_of(line)}<br><small>{'<br>'.join(map(escape, line.remarks))}</small>",
        percent(line.train_accuracy),
        percent(line.test_accuracy),
        first,
        f"{line.final_cost:.6g}",
        "never" if line.accurate_at is None else spaced(line.accurate_at),
        spaced(line.iterations),
    ]


def _medians(names: Sequence[str], groups: Groups, errors: Errors) -> str:
    rows = []
    for name, group, wrong in zip(names, groups, errors, strict=True):
        said = summarize(group.items, 0.9, wrong.items)
        failed = sum(said.failures.values())
        causes = ", ".join(f"{count} {title.lower()}" for title, count in said.fates.items())
        mark = f'<strong class="bad">✕ {failed}</strong>' if failed else "0"
        if said.worked:
            mark = '<strong class="good">✓ 0</strong>'
        shares = [spread_text(share, True) for share in (said.train_accuracy, said.test_accuracy)]
        costs = [spread_text(cost, False) for cost in (said.first_cost, said.final_cost)]
        at = "never" if said.reached_at is None else spaced(round(said.reached_at))
        reached = f"{said.reached} of {said.runs} runs"
        rows.append(
            [
                escape(name),
                f"{mark} of {said.runs}<br><small>{escape(causes)}</small>",
                *(f"{median}<br><small>{quartiles}</small>" for median, quartiles in (*shares, *costs)),
                f"{at}<br><small>{reached}</small>",
            ]
        )
    seeds = len(groups[0].items)
    return table(SEEDS_HEAD, rows, f"Median [quartiles] over {seeds} weights seeds.")

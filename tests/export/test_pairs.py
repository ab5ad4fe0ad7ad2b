"""Every pair of initializations as a table: on the page, in a terminal, in a notebook and in a report."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.export.comparison import Comparison
from initcore.export.pairs import CAPTION, PAIRS_COLUMNS, pairs
from initcore.export.report import Shared, report
from initcore.export.results import no_errors
from initcore.export.text import results_text
from initcore.statistics.paired import contests
from tests.helpers.exported import SMALL

NAMES = ("Zeros", "Large random", "He")
MANY = Experiment((Choice("zeros"), Choice("random"), Choice("he")), RunConfig(**SMALL), seeds=7)


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    return train(MANY.configs)


@pytest.fixture(scope="module")
def groups(runs: list[Trajectory]) -> list[Group[Trajectory]]:
    return MANY.groups(runs)


def test_every_two_have_a_row_with_their_figures(groups: list[Group[Trajectory]]) -> None:
    table = pairs(NAMES, groups)
    assert table is not None
    assert table.columns == PAIRS_COLUMNS
    found = contests([group.items for group in groups])
    assert [row[0].text for row in table.rows] == [
        f"{NAMES[each.one]} against {NAMES[each.other]}" for each in found
    ]
    for row, each in zip(table.rows, found, strict=True):
        result = each.result
        assert row[1].text == f"{result.wins} won, {result.losses} lost, {result.ties} tied"
        assert row[2].order == result.median
        assert row[2].below[0].startswith("[")
        assert row[3].order == each.chance


def test_there_is_none_of_one_seed_or_of_one_initialization(groups: list[Group[Trajectory]]) -> None:
    assert pairs(NAMES, [Group(group.items[:1], ()) for group in groups]) is None
    assert pairs(NAMES[:1], groups[:1]) is None
    few = pairs(NAMES, [Group(group.items[:2], ()) for group in groups])
    assert few is not None
    assert all(row[-1].text == "too few seeds to tell; take 7 or more" for row in few.rows)
    assert all(row[2].below == () for row in few.rows)


def test_runs_that_failed_have_no_part_and_a_pair_without_any_no_row(groups: list[Group[Trajectory]]) -> None:
    errors = no_errors(groups)
    errors = [Group(("no memory",) * 7, ()), *errors[1:]]
    table = pairs(NAMES, groups, errors)
    assert table is not None
    assert len(table.rows) == 1
    assert "Zeros" not in table.rows[0][0].text
    assert pairs(NAMES[:2], groups[:2], errors[:2]) is None


def test_what_diverged_is_said_beside_the_verdict(groups: list[Group[Trajectory]]) -> None:
    lost = Group(tuple(replace(run, diverged_at=run.iteration) for run in groups[1].items), ())
    table = pairs(NAMES[:2], [groups[0], lost])
    assert table is not None
    [[pair, counts, difference, _, verdict]] = table.rows
    assert (pair.text, counts.text) == ("Zeros against Large random", "7 won, 0 lost, 0 tied")
    assert (difference.text, verdict.text, verdict.tone) == ("no points", "Zeros beats Large random", "good")
    assert verdict.below == (
        "Diverged: 7 of 7 of Large random; against a run that did not, a loss without points.",
    )


def test_everybody_is_shown_it(runs: list[Trajectory], groups: list[Group[Trajectory]]) -> None:
    table = pairs(NAMES, groups)
    assert table is not None
    compared = Comparison(NAMES, tuple(groups))
    page = report(Shared(MANY, runs, [None] * len(runs)), made=datetime(2026, 3, 1, tzinfo=UTC))
    for text in (results_text(NAMES, groups), compared.table, compared._repr_html_(), page):
        assert CAPTION in text.replace("&#39;", "'")
        for row in table.rows:
            assert row[1].text in text
    found = contests([group.items for group in groups])
    assert [each.result.wins for each in compared.contests] == [each.result.wins for each in found]
    assert "Only the weights seed varies" in CAPTION

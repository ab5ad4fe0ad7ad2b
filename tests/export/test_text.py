"""The results in a terminal: columns that stand under each other, and sentences under their rows."""

import re

import pytest

from initcore import RunConfig, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment, Group
from initcore.export.pairs import CAPTION
from initcore.export.results import Groups
from initcore.export.text import results_text
from tests.helpers.exported import SMALL, firsts_of

NAMES = ("Zeros", "Large random, the initialization of the course", "He")
MANY = Experiment((Choice("zeros"), Choice("random"), Choice("he")), RunConfig(**SMALL), seeds=2, twins=True)


@pytest.fixture(scope="module")
def groups() -> Groups:
    """Three initializations of two seeds, with twins."""
    return MANY.groups(train(MANY.configs))


@pytest.fixture(scope="module")
def firsts(groups: Groups) -> Groups:
    return firsts_of(groups)


def _split(text: str) -> tuple[list[str], dict[str, list[str]]]:
    """The table's lines, and what stands under each by its first words."""
    lines: list[str] = []
    under: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("    "):
            under.setdefault(lines[-1], []).append(line.strip())
        else:
            lines.append(line)
    return lines, under


def test_cells_stand_under_each_other_however_long_a_name_is(firsts: Groups) -> None:
    (head, *lines), _ = _split(results_text(NAMES, firsts))
    assert len(lines) == 3
    start = head.index("problem / comment")
    assert start == len(NAMES[1]) + 2
    for line, name in zip(lines, NAMES, strict=True):
        assert line[:start] == f"{name:<{start}}"
    for place in (start, head.index("final cost"), head.index("time")):
        assert {line[place - 2 : place] for line in lines} == {"  "}
        assert " " not in {line[place] for line in lines}


def test_no_line_ends_in_blanks(groups: Groups, firsts: Groups) -> None:
    for some in (groups, firsts):
        assert all(line == line.rstrip() for line in results_text(NAMES, some).splitlines())


def test_evidence_and_remedy_stand_under_their_row_and_nothing_else_does(firsts: Groups) -> None:
    lines, under = _split(results_text(NAMES, firsts))
    assert [line for line in lines if line in under] == lines[1:]
    evidence, remedy = under[lines[1]]
    assert evidence.startswith("every hidden layer acts as 1 unit")
    assert remedy.startswith("Draw the weights at random")
    assert not any("every hidden layer" in line for line in lines)


def test_an_aside_stands_in_its_cell(firsts: Groups) -> None:
    lines, _ = _split(results_text(NAMES, firsts))
    assert [line.count(" (naive: inf)") for line in lines] == [0, 0, 1, 0]


def test_what_came_from_the_store_and_what_failed_is_said(firsts: Groups) -> None:
    errors: list[Group[str | None]] = [Group((error,), ()) for error in (None, None, "the worker died")]
    lines, under = _split(results_text(NAMES, firsts, [True, False, False], errors))
    assert [line.endswith("from cache") for line in lines] == [False, True, False, False]
    assert ["Training failed" in line for line in lines] == [False, False, False, True]
    assert "the worker died" in under[lines[3]][0]


def test_quartiles_stand_beside_medians_and_the_caption_before_the_digits(groups: Groups) -> None:
    lines, under = _split(results_text(NAMES, groups))
    assert lines[4] == "Median [quartiles] over 2 weights seeds. Reached: 90 % train accuracy."
    assert lines[5:7] == ["", lines[6]]
    assert [" against " in line for line in lines[6:10]] == [False, True, True, True]
    assert lines[10] == CAPTION
    assert [line.split(" ")[0] for line in lines[11:]] == ["Zeros", "Large", "He"]
    assert all("twin" in line or "keeps" in line for line in lines[11:])
    assert len(re.findall(r"\[[^]]+, [^]]+\]", lines[1])) == 4
    assert under[lines[1]] == ["2 × fails to break symmetry"]


def test_no_runs_are_a_head_alone() -> None:
    assert results_text([], []).split()[0] == "initialization"
    assert "\n" not in results_text([], [])

"""A report's records: every text that one holds is set in the page, and what is empty leaves no trace."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from initcore.export.columns import Cell, Column
from initcore.export.contents import Card, Config, Entry, Page, Plot
from initcore.export.html import render
from initcore.export.results import Table

MADE = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def _table(word: str) -> Table:
    column: Column[str] = Column(f"{word}-head", "", Cell, str)
    return Table((column,), ((Cell(f"{word}-cell"),),), f"{word}-caption")


CARD = Card(
    name="card-name",
    color="#123456",
    symbol="card-symbol",
    formula="card-formula",
    alt="card-alt",
    cells="data:card-cells",
    points='<path d="card-points"/>',
    verdict="card-verdict",
    tone="warn",
    remarks=("card-remark", "card-advice"),
    figures={"card-what": "card-value"},
)
FULL = Page(
    title="page-title",
    described="page-described",
    unfinished="page-unfinished",
    made=MADE,
    seed=104_729,
    cards=[CARD],
    legend=[Entry("entry-text", "entry-sign", "#654321")],
    plots=[Plot("plot-name", "plot-title", "plot-alt", "plot-cut")],
    digits=("page-digits",),
    results=_table("results"),
    pairs=_table("page-pairs"),
    by_class=_table("page-class"),
    uneven=False,
    every_run=_table("every"),
    not_repeatable="",
    command="page-command",
    python="page-python",
    link="http://page-link/",
    made_with="page-made-with",
    configs=[Config("config-name", "config-key", "config-text")],
)
EMPTY = replace(
    FULL,
    unfinished="",
    seed=None,
    cards=[],
    legend=[],
    plots=[],
    digits=(),
    results=Table((), ()),
    pairs=None,
    by_class=Table((), ()),
    every_run=None,
    command="",
    python="",
    link="",
    configs=[],
)


def _set(page: Page) -> str:
    """The page's markup, without styles and scripts, in which everything may be named."""
    text = render("report.html.j2", page=page, figures={}, library="")
    return unescape(re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL))


def _texts(value: Any) -> set[str]:
    """Every text in a record and in the records within."""
    if isinstance(value, str):
        return {value} - {""}
    if is_dataclass(value) and not isinstance(value, (Column, type)):
        return set().union(*(_texts(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, dict):
        return _texts([*value.keys(), *value.values()])
    return set().union(*map(_texts, value)) if isinstance(value, (list, tuple)) else set()


def test_every_text_of_a_report_is_in_it() -> None:
    page = _set(FULL)
    texts = _texts(FULL)
    assert len(texts) > 30
    assert {text for text in texts if text not in page} == set()
    assert "of weights seed 104729" in page
    assert '<time datetime="2026-03-01T12:30:00+00:00">2026-03-01 12:30 UTC</time>' in page


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("unfinished", "Not trained to the end"),
        ("seed", "of weights seed"),
        ("plots", "Save as PNG"),
        ("pairs", "Table of pairs"),
        ("every_run", "Every run, seed by seed"),
        ("link", "In the app"),
    ],
)
def test_what_is_empty_is_left_out_with_what_is_said_about_it(field: str, told: str) -> None:
    assert told in _set(FULL)
    assert told not in _set(replace(FULL, **{field: getattr(EMPTY, field)}))


def test_an_empty_report_says_nothing_of_what_it_has_not() -> None:
    page = _set(EMPTY)
    assert "None" not in page
    assert "<article" not in page
    assert page.count("<ul") == 1, "the legend's, with nothing in it"
    assert "<li>" not in page


def test_what_cannot_be_repeated_has_no_command_whatever_else_is_there() -> None:
    page = _set(replace(FULL, not_repeatable="page-why-not"))
    assert "page-why-not" in page
    for field in ("command", "python", "link"):
        assert getattr(FULL, field) not in page


def test_what_classes_got_is_open_where_they_are_uneven() -> None:
    assert "<details open>\n<summary>By class" in _set(replace(FULL, uneven=True))
    assert "<details open>" not in _set(FULL)


def test_seed_0_is_a_seed() -> None:
    assert "of weights seed 0<" in _set(replace(FULL, seed=0))


def test_an_entry_without_a_colour_has_no_sign() -> None:
    signs = [Entry("entry-text"), Entry("entry-text", "entry-sign")]
    assert "entry-sign" not in _set(replace(FULL, legend=signs))


@pytest.mark.parametrize("log", [False, True])
def test_a_plot_offers_a_logarithmic_axis_where_it_has_one(log: bool) -> None:
    page = _set(replace(FULL, plots=[replace(FULL.plots[0], log=log)]))
    assert ("logarithmic" in page) == log

"""Templates: every text that is put into one is a text there, and what is missing is an error."""

import re
from html.parser import HTMLParser

import jinja2
import pytest

from initcore import RunConfig, train
from initcore.experiment.experiment import Group
from initcore.export.columns import Cell, Column
from initcore.export.comparison import Comparison
from initcore.export.html import TEMPLATES, render
from initcore.export.results import Table

EVIL = "</script><script>alert(1)</script><img src=x onerror='alert(\"2\")'> &amp;"


class _Texts(HTMLParser):
    """What a page's elements are and what they say."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _shown(table: Table) -> str:
    page = render("comparison.html.j2", results=table, pairs=None, digits=(EVIL,), figure="<figure></figure>")
    return page.partition("</style>")[2]


def _column(head: str) -> Column:
    return Column(head, head, lambda line: Cell(str(line)), str)


def test_every_text_of_a_table_is_escaped() -> None:
    cell = Cell(EVIL, "bad", aside=EVIL, below=(EVIL, EVIL), advice=EVIL)
    page = _Texts(_shown(Table((_column(EVIL), _column(EVIL)), ((Cell(EVIL), cell),), EVIL)))
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "".join(page.texts).count(EVIL) == 10  # the icon stands before one of them
    assert page.tags.count("figure") == 1


def test_a_cell_says_its_text_in_its_tone_and_the_rest_beside_and_under_it() -> None:
    cells = (
        Cell("He"),
        Cell("3 of 5", "bad", below=("3 × dead network",), advice="Mend it."),
        Cell("inf", aside="(naive: inf)"),
        Cell("one", below=("two", "three")),
    )
    page = _shown(Table(tuple(map(_column, "abcd")), (cells,)))
    assert '<th scope="col">a</th><th scope="col">b</th>' in page
    assert '<tr><th scope="row">He</th><td>' in page
    said = "<small>3 × dead network</small><br><small>Mend it.</small>"
    assert f'<td><strong class="bad">✕ 3 of 5</strong><br>{said}</td>' in page
    assert "<td>inf <small>(naive: inf)</small></td>" in page
    assert "<td>one<br><small>two<br>three</small></td>" in page
    assert "caption" not in page


def test_a_comparison_of_hostile_names_shows_them_as_they_are() -> None:
    runs = train([RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=130)])
    page = _Texts(Comparison((EVIL,), (Group(tuple(runs), ()),))._repr_html_())
    assert EVIL in page.texts
    assert "img" not in page.tags


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError, match="'digits' is undefined"):
        render("comparison.html.j2", results=Table((), ()), pairs=None, figure="")


def test_only_what_is_made_here_goes_in_unescaped() -> None:
    """A new `safe` in a template is a decision, to be made here, too."""
    found = {
        (path.name, expression)
        for path in TEMPLATES.glob("*.j2")
        for expression in re.findall(r"{{ *(.*?) *\| *safe", path.read_text("utf-8"))
    }
    assert found == {
        ("comparison.html.j2", "figure"),
        ("report.html.j2", 'source("report.css")'),
        ("report.html.j2", "library"),
        ("report.html.j2", 'source("report.js")'),
        ("sections.html.j2", "card.points"),
    }

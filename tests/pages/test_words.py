"""The Words page lists every word that is explained, each at an address of its own."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from initcore.glossary.glossary import GLOSSARY, TERMS
from initcore.glossary.marking import marked
from tests.helpers.paging import engine_with, opened, read

LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(#([\w-]+)\)")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppTest]:
    with engine_with(f"sqlite:///{tmp_path_factory.mktemp('store')}/runs.db"):
        yield opened("words")


def test_every_word_is_a_heading_with_its_anchor(page: AppTest) -> None:
    assert [each.value for each in page.header] == [subject.title for subject in GLOSSARY]
    headings = [(read(each.value), each.proto.anchor) for each in page.subheader]
    assert headings == [(term.name, term.anchor) for term in TERMS.values()]


def test_every_explanation_reads_as_it_is_written_with_its_formula_under_it(page: AppTest) -> None:
    said = [read(LINK.sub(r"\1", each.value)) for each in page.markdown]
    for term in TERMS.values():
        assert term.means + (f"  \n:gray[{term.formula}]" if term.formula else "") in said


def test_a_word_in_another_ones_explanation_leads_to_its_own(page: AppTest) -> None:
    links = {(read(text), anchor) for each in page.markdown for text, anchor in LINK.findall(each.value)}
    anchors = {term.anchor for term in TERMS.values()}
    assert {anchor for _, anchor in links} <= anchors
    for term in TERMS.values():
        others = [piece for piece in marked(term.means) if piece.term not in (None, term.name)]
        assert {(piece.text, TERMS[piece.term].anchor) for piece in others if piece.term} <= links


def test_the_initializations_lead_to_it(page: AppTest) -> None:
    links = [each for each in opened("initializations").get("page_link") if each.proto.page == "words"]
    assert len(links) == 1

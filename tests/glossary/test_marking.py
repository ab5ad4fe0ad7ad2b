"""A text in pieces: terms where they first stand, the longest of them, whole words only."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initcore.glossary.glossary import TERMS
from initcore.glossary.marking import Piece, explained, marked

FORMS = [form for term in TERMS.values() for form in term.all_forms]
GLUE = st.sampled_from([" ", "", "-", ", ", "; ", "'s ", ".", "(", "|", "<b>", "x", "1", "—"])
TEXTS = st.lists(st.one_of(st.sampled_from(FORMS), GLUE, st.text(max_size=3)), max_size=12).map("".join)


def _found(text: str) -> list[tuple[str, str]]:
    return [(piece.text, piece.term) for piece in marked(text) if piece.term]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("starts saturated: typical |logit| 3 787", [("saturated",) * 2, ("typical |logit|",) * 2]),
        ("typical |logit| 9.1, and |logit| is large", [("typical |logit|",) * 2, ("|logit|", "logit")]),
        ("Cost and costs", [("Cost", "cost")]),
        ("the cross-entropy, not the entropy", [("cross-entropy",) * 2]),
        ("first-layer gradient 3.9e−6", [("gradient", "gradient")]),
        ("a low-cost costume", []),
        ("Take leaky ReLU, not relu", [("leaky ReLU", "leaky ReLU")]),
        ("ReLU at He's, and he's right", [("ReLU", "ReLU"), ("He's", "He's scale")]),
        ("Weights of a layer, units, examples", []),
        ("p = 0.03, not p", [("p =", "p-value")]),
        ("balanced accuracy is no accuracy", [("balanced accuracy",) * 2, ("accuracy",) * 2]),
        ("", []),
    ],
)
def test_terms_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


def test_what_lies_between_terms_is_kept_as_it_is() -> None:
    assert marked("<b>Cost</b> & gain.") == (
        Piece("<b>"),
        Piece("Cost", "cost"),
        Piece("</b> & "),
        Piece("gain", "gain"),
        Piece("."),
    )
    assert marked("nothing here") == (Piece("nothing here"),)
    assert asdict(marked("cost")[0]) == {"text": "cost", "term": "cost"}


@given(TEXTS)
def test_pieces_join_to_the_text_and_name_each_term_once(text: str) -> None:
    pieces = marked(text)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    names = [piece.term for piece in pieces if piece.term]
    assert len(set(names)) == len(names)
    assert not [name for name in names if TERMS[name].basic]
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.term:
            first = piece.text[0].lower() + piece.text[1:]
            assert {piece.text, first} & set(TERMS[piece.term].all_forms)
            around = text[max(0, at - 1) : at] + text[end : end + 1]
            assert not any(letter.isalnum() or letter in "-_" for letter in around)
        at = end


@pytest.mark.parametrize(
    "form", [form for term in TERMS.values() if not term.basic for form in term.all_forms]
)
def test_every_form_is_found_in_the_middle_and_at_the_beginning_of_a_sentence(form: str) -> None:
    name = next(term.name for term in TERMS.values() if form in term.all_forms)
    assert _found(f"so {form} is.") == [(form, name)]
    opening = form[0].upper() + form[1:]
    assert _found(f"{opening}, so") == [(opening, name)]


def test_what_texts_use_is_explained_once_in_their_order() -> None:
    told = explained(["the cost falls", "gradient and cost", "no word of it"])
    assert list(told) == ["cost", "gradient"]
    assert told["cost"] is TERMS["cost"]

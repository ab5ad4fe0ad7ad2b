"""The Words page: what each word of the field means, with an address of its own."""

import streamlit as st

from initcore.glossary.glossary import GLOSSARY, TERMS
from initcore.glossary.marking import Piece, marked
from initcore.glossary.term import Term
from pages._class.calls import class_calls
from pages._frame.style import apply_style
from pages._frame.visit import arrive
from pages._frame.watching import keep_watching
from pages._frame.words import plain, typed
from pages._words.scrolling import to_the_word


def entry(term: Term) -> None:
    """One word on the left, what it means and its formula on the right."""
    word, means = st.columns([1, 3], vertical_alignment="center")
    word.subheader(plain(term.name), anchor=term.anchor)
    said = "".join(linked(piece, term) for piece in marked(term.means))
    means.write(said + (f"  \n:gray[{typed(term.formula)}]" if term.formula else ""))


def linked(piece: Piece, here: Term) -> str:
    """A piece of an explanation as markdown, a word that is explained elsewhere as a link to it."""
    said = typed(piece.text)
    return f"[{said}](#{TERMS[piece.term].anchor})" if piece.term not in (None, here.name) else said


apply_style()
keep_watching()
arrived = arrive("words")
st.title("Words", anchor=False)
st.caption(
    "What the words mean that are used here. Beside a word, on hover, is the link to it; a word in an "
    "explanation leads to its own."
)
for subject in GLOSSARY:
    st.header(subject.title, anchor=False)
    for term in subject.terms:
        entry(term)
class_calls()
if arrived:
    to_the_word()

"""The Initializations page: what can be chosen, its formula, where it is from and what it is for."""

from itertools import groupby

import streamlit as st

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.model.base import Initialization
from pages._class.calls import class_calls
from pages._frame.places import WORDS
from pages._frame.style import apply_style
from pages._frame.visit import arrive
from pages._frame.watching import keep_watching


def card(record: Initialization) -> None:
    """One record: words on the left, its formula and its names elsewhere on the right."""
    with st.container(border=True):
        name, formula = st.columns([3, 4], vertical_alignment="center")
        name.subheader(record.label, anchor=False)
        name.write(record.purpose)
        name.caption(f"`{record.name}` · {record.source}")
        formula.latex(record.formula)
        if record.elsewhere:
            with st.expander("The same weights elsewhere: " + ", ".join(_called(record))):
                for one in record.elsewhere:
                    st.caption(f"{one.framework} {one.name}")
                    st.code(one.code, language="python")


def _called(record: Initialization) -> list[str]:
    return [f"{one.framework} {one.name}".strip() for one in record.elsewhere]


apply_style()
keep_watching()
arrive("initializations")
st.title("Initializations", anchor=False)
st.caption(
    "Each fills the weight matrices before training; biases start at zero unless it says otherwise. Any of "
    "them takes a gain. Draws are paired: with the same seed, those that differ only in scale use the same "
    "underlying draws, so that what differs between them comes from the scale alone. Matrices have a row "
    "for each unit, as in the course and in PyTorch; those of Keras and JAX are transposed."
)
st.page_link(WORDS.file, label="What the words mean", icon=WORDS.icon)
for family, records in groupby(INITIALIZATIONS, key=lambda record: record.family):
    st.header(family, anchor=False)
    for record in records:
        card(record)
class_calls()

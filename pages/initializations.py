"""The Initializations page: what can be chosen, its formula, where it is from and what it is for."""

import streamlit as st

from initcore.registry import INITIALIZATIONS
from pages._style import apply_style
from pages._watching import keep_watching

apply_style()
keep_watching()
st.session_state.page = "initializations"
st.title("Initializations", anchor=False)
st.caption("Each fills the weight matrices before training; biases start at zero. Any of them takes a gain.")
for record in INITIALIZATIONS:
    with st.container(border=True):
        name, formula = st.columns([3, 4], vertical_alignment="center")
        name.subheader(record.label, anchor=False)
        name.write(record.purpose)
        name.caption(f"`{record.name}` · {record.source}")
        formula.latex(record.formula)

"""Init Lab: page config and navigation, nothing else."""

import streamlit as st

st.set_page_config("Init Lab", "pages/icon.svg", layout="wide", initial_sidebar_state=340)
st.navigation(
    [
        st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:", default=True),
        st.Page("pages/initializations.py", title="Initializations", icon=":material/functions:"),
    ]
).run()

"""Init Lab: page config and navigation, nothing else."""

import streamlit as st

ABOUT = "Init Lab shows what weight initialization does to a neural network."

st.set_page_config("Init Lab", "pages/icon.svg", layout="wide", menu_items={"About": ABOUT})
st.navigation(
    [
        st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:", default=True),
        st.Page("pages/gallery.py", title="Gallery", icon=":material/collections:"),
        st.Page("pages/runs.py", title="Runs", icon=":material/table_rows:"),
        st.Page("pages/initializations.py", title="Initializations", icon=":material/functions:"),
    ]
).run()

"""Init Lab: page config and navigation, nothing else."""

import streamlit as st

ABOUT = "Init Lab shows what weight initialization does to a neural network."

st.set_page_config("Init Lab", "pages/icon.svg", layout="wide", menu_items={"About": ABOUT})
st.navigation(
    [
        st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:", default=True),
        st.Page("pages/lesson.py", title="Lesson", icon=":material/school:", url_path="lesson"),
        st.Page("pages/initializations.py", title="Initializations", icon=":material/functions:"),
    ]
).run()

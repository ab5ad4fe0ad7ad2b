"""Init Lab: page config and navigation, nothing else."""

import streamlit as st

from pages._frame.present import presenting

ABOUT = "Init Lab shows what weight initialization does to a neural network."

st.set_page_config(
    "Init Lab",
    "pages/icon.svg",
    layout="wide",
    initial_sidebar_state="collapsed" if presenting() else "auto",
    menu_items={"About": ABOUT},
)
st.navigation(
    [
        st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:", default=True),
        st.Page("pages/lesson.py", title="Lesson", icon=":material/school:", url_path="lesson"),
        st.Page("pages/gallery.py", title="Gallery", icon=":material/collections:"),
        st.Page("pages/runs.py", title="Runs", icon=":material/table_rows:"),
        st.Page("pages/initializations.py", title="Initializations", icon=":material/functions:"),
        st.Page("pages/classroom.py", title="Class", icon=":material/groups:"),
        st.Page("pages/join.py", title="Join", visibility="hidden"),
    ]
).run()

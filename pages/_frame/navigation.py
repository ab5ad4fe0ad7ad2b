"""The script that Streamlit runs for every visitor: page config, navigation, and the page that was asked for.

It lies here and not beside `app.py` because Streamlit, until `st.navigation` has run for the first time,
takes every file of a `pages` folder that lies beside its main script for a page.
"""

import streamlit as st

from pages._frame.internals import come_back_by_itself
from pages._frame.places import ICON, PLACES
from pages._frame.present import presenting

ABOUT = "Init Lab shows what weight initialization does to a neural network."

st.set_page_config(
    "Init Lab",
    ICON,
    layout="wide",
    initial_sidebar_state="collapsed" if presenting() else "auto",
    menu_items={"About": ABOUT},
)
page = st.navigation(
    [
        st.Page(
            place.file,
            title=place.title,
            icon=place.icon,
            default=place is PLACES[0],
            visibility="visible" if place.in_menu else "hidden",
        )
        for place in PLACES
    ]
)
come_back_by_itself()
page.run()

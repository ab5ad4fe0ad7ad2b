"""The pages, one file each; files that begin with an underscore are parts that pages share.

`app.py` says which pages there are. Until it has run once, Streamlit takes every file of this folder
for a page, so whoever asks a fresh server for one by its address would see that instead.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

if PagesManager.uses_pages_directory:
    PagesManager.uses_pages_directory = False
    st.rerun()

"""The server: `streamlit run app.py` serves it, and so does `uvicorn app:app`."""

import streamlit as st

from pages._frame.serving import SCRIPT, lifespan
from pages._stream.routes import routes

app = st.App(SCRIPT, routes=routes(), lifespan=lifespan)

"""The one engine of this server process, shared by everybody who visits."""

import atexit

import streamlit as st

from initcore.lab.engine import start_engine
from initcore.lab.jobs import Engine
from initcore.lab.settings import Settings


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """Started by the first visit, ended with the server."""
    started = start_engine(Settings.from_environment())
    atexit.register(started.close)
    return started

"""The one engine of this server process, and its rooms, shared by everybody who visits."""

import atexit

import streamlit as st

from initcore.classroom.rooms import Rooms
from initcore.lab.engine import Engine, start_engine
from initcore.lab.settings import Settings, SettingsError


@st.cache_resource(show_spinner="Starting the workers…")
def engine() -> Engine:
    """Started by the first visit, ended with the server; SettingsError when it cannot be."""
    settings = Settings.from_environment()
    started = start_engine(settings, limits=settings.limits)
    atexit.register(started.close)
    return started


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """The rooms in the same database; SettingsError when the settings are wrong."""
    opened = Rooms(Settings.from_environment().database_url)
    atexit.register(opened.close)
    return opened


def engine_or_stop() -> Engine:
    """The engine; a server that is set up wrongly says what is wrong instead of the page."""
    try:
        rooms().sweep()  # answers are gone after a day, whoever comes by
        return engine()
    except SettingsError as error:
        st.error(f"This server is not set up rightly: {error}.", icon=":material/settings_alert:")
        st.stop()

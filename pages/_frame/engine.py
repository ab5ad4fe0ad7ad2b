"""The one engine of this server process, and its rooms, shared by everybody who visits.

The server starts both before it answers anybody. A page that is run without that server, as in a test,
starts them itself.
"""

import threading
import time
from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from initcore.classroom.rooms import Rooms
from initcore.experiment.config import RunConfig
from initcore.figures.pictures import Pictures
from initcore.lab.engine import Engine, start_engine
from initcore.lab.handle import Handle
from initcore.lab.settings import Settings, SettingsError
from pages._frame.allowed import Allowed
from pages._frame.internals import browser_token


class _Lab(NamedTuple):
    engine: Engine
    rooms: Rooms
    begun: float


_lab: _Lab | None = None
_lock = threading.Lock()


def start() -> _Lab:
    """Starts the engine and opens the rooms; SettingsError when the settings are wrong."""
    global _lab
    Allowed.from_environment()  # what is wrong with it is said as of any other variable
    settings = Settings.from_environment()
    here = start_engine(settings, limits=settings.limits, artist=Pictures(), desk=True)
    _lab = _Lab(here, Rooms(settings.database_url), time.monotonic())
    return _lab


def end() -> None:
    """Ends the workers, stores what was trained, and lets go of the database.

    Both stay where they are: a page that is just being drawn must not start others.
    """
    if _lab is not None:
        _lab.engine.close()
        _lab.rooms.close()


def _here() -> _Lab:
    with _lock:
        return _lab or start()


def engine() -> Engine:
    """The engine; SettingsError when it cannot be started."""
    return _here().engine


def opened(configs: Sequence[RunConfig], *, anew: bool = False) -> Handle:
    """The visitor's handle on a comparison of these runs; see `Scheduler.open`."""
    return engine().open(configs, anew=anew, owner=browser_token())


def rooms() -> Rooms:
    """The rooms that belong to the same store; SettingsError when the settings are wrong."""
    return _here().rooms


def engine_age() -> float:
    """How long ago (s) the engine was started."""
    return time.monotonic() - _here().begun


def engine_or_stop() -> Engine:
    """The engine; a server that is set up wrongly says what is wrong instead of the page."""
    try:
        rooms().sweep()  # answers are gone after a day, whoever comes by
        return engine()
    except SettingsError as error:
        st.error(f"This server is not set up rightly: {error}.", icon=":material/settings_alert:")
        st.stop()

"""The server's start and end: ready before the first request is answered, stored when it has ended.

Whoever comes first need not wait for imports or for workers. Nor may imports be left to the visits: when
a server is started again under a class, everybody's page comes back in the same moment, on a thread each.
"""

import ast
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st

from initcore import begin
from initcore.experiment.experiment import Experiment
from initcore.figures.comparison_curves import cost_curves
from initcore.lab.settings import SettingsError
from pages._frame.engine import end, start
from pages._frame.internals import keep_few_uploads, send_all_that_is_drawn
from pages._frame.places import PLACES

SCRIPT = Path(__file__).with_name("navigation.py")

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Loads the app and starts its engine; ends the engine with the server, also on SIGTERM."""
    send_all_that_is_drawn()
    keep_few_uploads()
    load()
    try:
        start()
    except SettingsError as error:  # every page says so, too
        log.error("this server is not set up rightly: %s", error)
    try:
        yield
    finally:
        end()


def load() -> None:
    """Imports what the pages import, and what that imports in its turn only when it is first used."""
    for script in (SCRIPT, *(place.file for place in PLACES)):
        for name in imported(script):
            import_module(name)
    course = Experiment()  # scikit-learn is loaded with the first data, half of plotly with the first figure
    cost_curves(course.groups(begin(course.configs).runs))


def imported(script: Path) -> Iterator[str]:
    """The modules that a script imports; a page cannot be imported itself, as that would run it."""
    for node in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module

"""The pages as their tests see them: Streamlit's own test runner on an engine of its own."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from initcore.lab.handle import Handle
from pages._frame.comparison import Comparison
from pages._frame.engine import end, start
from pages._frame.places import FOLDER
from pages._frame.serving import SCRIPT
from pages._frame.state import Record, key_of
from pages._lesson.state import Lesson


def new_app() -> AppTest:
    """The app, not opened yet."""
    return AppTest.from_file(SCRIPT, default_timeout=60)


def file_of(page: str) -> str:
    """A page as the test runner wants it named."""
    return str(FOLDER / f"{page}.py")


@contextmanager
def engine_with(store: str, **environment: str) -> Iterator[None]:
    """The pages' engine begun anew on that store, with one worker, and ended afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INITLAB_DATABASE_URL", store)
        patch.setenv("INITLAB_WORKERS", "1")
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr("pages._frame.engine._lab", None)
        start()
        st.cache_resource.clear()
        yield
        end()
        st.cache_resource.clear()


def opened(page: str | None = None, **query: str) -> AppTest:
    """The app opened by a link, on its first page or on the one of that name."""
    app = new_app()
    if page is not None:
        app.switch_page(file_of(page))
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def remembered(app: AppTest, kind: type[Record]) -> Record:
    """What the app's session remembers of that kind."""
    return app.session_state[key_of(kind)]


def watch_of(app: AppTest, kind: type[Comparison] | type[Lesson] = Comparison) -> Handle:
    """The runs that the app's session watches on the Compare page, or on the lesson's."""
    watch = remembered(app, kind).watch
    assert watch is not None
    return watch


def finish(app: AppTest, kind: type[Comparison] | type[Lesson] = Comparison) -> None:
    """Waits for the workers to finish those runs, then draws the page again."""
    deadline = time.monotonic() + 90
    while watch_of(app, kind).look().status == "running" and time.monotonic() < deadline:
        time.sleep(0.02)
    app.run()
    assert not app.exception


def read(markdown: str) -> str:
    """Markdown's text as the reader sees it, its escapes undone."""
    return re.sub(r"\\(.)", r"\1", markdown)


def address(app: AppTest) -> dict[str, str]:
    listed = {name: [value] if isinstance(value, str) else value for name, value in app.query_params.items()}
    return {name: values[0] for name, values in listed.items()}

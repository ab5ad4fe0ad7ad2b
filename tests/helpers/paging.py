"""The pages as their tests see them: Streamlit's own test runner on an engine of its own."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages._frame.engine import end, start
from pages._frame.places import FOLDER
from pages._frame.serving import SCRIPT


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
        patch.setattr("pages._engine._lab", None)
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


def finish(app: AppTest, watch: str = "watch") -> None:
    """Waits for the workers to finish the comparison of that name, then draws the page again."""
    deadline = time.monotonic() + 90
    while app.session_state[watch].look().status == "running" and time.monotonic() < deadline:
        time.sleep(0.02)
    app.run()
    assert not app.exception


def read(markdown: str) -> str:
    """Markdown's text as the reader sees it, its escapes undone."""
    return re.sub(r"\\(.)", r"\1", markdown)


def address(app: AppTest) -> dict[str, str]:
    listed = {name: [value] if isinstance(value, str) else value for name, value in app.query_params.items()}
    return {name: values[0] for name, values in listed.items()}

"""The pages as their tests see them: Streamlit's own test runner on an engine of its own."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages._frame.engine import engine, rooms

APP = str(Path(__file__).parents[1] / "app.py")


_begin = PagesManager.__init__


def _visited_before(self: PagesManager, *arguments: Any, **options: Any) -> None:
    """Begins as on a server where `app.py` has run: its pages are the app's, not the files in `pages/`."""
    _begin(self, *arguments, **options)
    PagesManager.uses_pages_directory = False


@contextmanager
def engine_with(store: str, **environment: str) -> Iterator[None]:
    """The pages' engine begun anew on that store, with one worker, and ended afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INITLAB_DATABASE_URL", store)
        patch.setenv("INITLAB_WORKERS", "1")
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(PagesManager, "__init__", _visited_before)
        st.cache_resource.clear()
        started = engine()
        yield
        started.close()
        rooms().close()
        st.cache_resource.clear()


def opened(page: str | None = None, **query: str) -> AppTest:
    """The app opened by a link, on its first page or on the one in that file of `pages/`."""
    app = AppTest.from_file(APP, default_timeout=60)
    if page is not None:
        app.switch_page(f"pages/{page}.py")
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

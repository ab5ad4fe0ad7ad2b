"""The pages as their tests see them: Streamlit's own test runner on an engine of its own."""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from initcore.lab.handle import Handle
from pages._frame.comparison import Comparison
from pages._frame.engine import end, start
from pages._frame.places import FOLDER
from pages._frame.serving import SCRIPT
from pages._frame.state import Record, key_of
from pages._lesson.state import Lesson
from pages._stream.routes import routes
from tests.helpers.asgi import streaming
from tests.helpers.browsing import Known, known_run


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


def opened(page: str | None = None, unfold: Sequence[str] = (), **query: str) -> AppTest:
    """The app opened by a link, on its first page or on the one of that name; with those places open."""
    app = new_app()
    for place in unfold:
        app.session_state[place] = True
    if page is not None:
        app.switch_page(file_of(page))
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def unfolded(app: AppTest, *places: str) -> AppTest:
    """The app with those places opened, as by a click on each; what is folded away is not drawn."""
    for place in places:
        app.session_state[place] = True
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


@dataclass
class Streamed:
    """What the board of a session is told until it comes to rest: its cards, each with its run, and rows."""

    board: dict[str, Any] = field(default_factory=dict)
    runs: list[Known] = field(default_factory=list)
    rows: list[list[dict[str, Any]]] | None = None
    moment: dict[str, Any] = field(default_factory=dict)

    @property
    def rests(self) -> bool:
        """Whether there is nothing to wait for any more."""
        if not self.moment or (len(self.board["seeds"]) > 1 and self.rows is None):
            return False
        return all("told" in run.latest and not run.latest["told"]["trying"] for run in self.runs)

    def take(self, name: str, news: Any) -> None:
        if name == "board":
            self.board = news
            self.runs = [known_run() for _ in news["cards"]]
        elif name == "moment":
            self.moment = news
            for run, growth in zip(self.runs, news["runs"], strict=True):
                run.take(growth)
            if "rows" in news:
                self.rows = news["rows"]["rows"]

    def told(self, name: str) -> list[str]:
        """What is said on each card under that name; a marked text as it reads."""
        said = [run.latest["told"][name] for run in self.runs]
        return [each if isinstance(each, str) else "".join(text for text, _ in each) for each in said]

    def column(self, name: str) -> list[dict[str, Any]]:
        """The cells of a column that the server fills, by its name."""
        place = [column["name"] for column in self.board["columns"]].index(name)
        assert self.rows is not None
        return [row[place] for row in self.rows]


def streamed(app: AppTest, kind: type[Comparison] | type[Lesson] = Comparison) -> Streamed:
    """What the board on the Compare page of that session is told, or the one on the lesson's."""

    async def story() -> Streamed:
        found = Streamed()
        token = remembered(app, kind).stream
        async with streaming(Starlette(routes=routes()), f"/lab/{token}") as answer:
            while not found.rests:
                name, news = await answer.event()
                assert name in ("board", "moment", "beat")
                found.take(name, news)
        return found

    return asyncio.run(story())

"""One app server and one browser for the whole suite; every test gets a page of its own."""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.helpers.serving import free_port, start_server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running app has its store and its log."""
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    """The address of a running app with an empty store."""
    with serving(home) as address:
        yield address


@pytest.fixture
def server_log(home: Path) -> Path:
    """What that app has said."""
    return home / "log"


@pytest.fixture
def unvisited(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of a server of its own that nobody has visited yet; nothing is opened in it."""
    with serving(tmp_path) as address, browser.new_context(base_url=address) as context:
        yield context.new_page()


@contextmanager
def serving(home: Path, python: str | Path = sys.executable) -> Iterator[str]:
    """The address of an app that keeps its runs there; its log must stay free of tracebacks."""
    port = free_port()
    environment = {"INITLAB_DATABASE_URL": f"sqlite:///{home}/runs.db", "INITLAB_WORKERS": "2"}
    process = start_server(port, environment, home / "log", python=python)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    assert process.wait(20) is not None
    log = (home / "log").read_text()
    assert "Traceback" not in log, log


def found_browser() -> str:
    """Where this machine has a browser."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, f"no browser was found; the tests need one of {', '.join(BROWSERS)}"
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_browser(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the page complained of; a test that causes a complaint on purpose takes it out."""
    return []


def complaint(message: ConsoleMessage) -> list[str]:
    """What a message complains of. Below a page's own address Streamlit first looks in the wrong place."""
    elsewhere = re.search(r"/\w+/_stcore/", message.location["url"])
    return [message.text] if message.type == "error" and not elsewhere else []


@pytest.fixture
def page(browser: Browser, server: str, complaints: list[str]) -> Iterator[Page]:
    """A page in a context of its own, at a fixed size, that fails its test on any console error."""
    context = browser.new_context(viewport={"width": 1440, "height": 1300}, base_url=server)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("console", lambda message: complaints.extend(complaint(message)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []

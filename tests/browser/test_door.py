"""A server that is full says so on screen, and lets people in as soon as there is room."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pages._server.door import FULL
from tests.browser.board import SHARED, Board
from tests.helpers.serving import free_port, start_server

Open = Callable[..., str]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Open]:
    """Starts a server with these settings; its address."""
    servers = []

    def one(**environment: str) -> str:
        port = free_port()
        settings = {"INITLAB_DATABASE_URL": f"sqlite:///{tmp_path}/runs.db", "INITLAB_WORKERS": "1"}
        servers.append(start_server(port, settings | environment, tmp_path / "log"))
        return f"http://127.0.0.1:{port}"

    yield one
    for server in servers:
        server.terminate()
        server.wait(30)
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_who_finds_it_full_comes_in_when_somebody_leaves(browser: Browser, started: Open) -> None:
    address = started(INITLAB_SESSIONS="1")
    with browser.new_context(base_url=address) as one, browser.new_context(base_url=address) as other:
        first, second = one.new_page(), other.new_page()
        first.goto("/words")
        expect(first.get_by_role("heading", name="Words")).to_be_visible()
        answer = second.goto("/words")
        assert answer is not None
        assert answer.status == 503
        expect(second.get_by_role("status")).to_have_text(FULL)
        first.close()
        expect(second.get_by_role("heading", name="Words")).to_be_visible(timeout=30_000)


def test_a_board_that_gets_no_stream_says_so_and_goes_on_by_itself(browser: Browser, started: Open) -> None:
    address = started(INITLAB_STREAMS_A_MINUTE="6")
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        board = Board(page, SHARED)
        board.wait_for_link("live")
        page.evaluate("(async () => { for (let at = 0; at < 6; at++) await fetch('/lab/nobody') })()")
        page.reload()
        expect(page.locator(".il-headline")).to_contain_text("Very many boards were opened from here")
        board.wait_for_link("live", timeout=30_000)

"""The stream of a live board: what it does without a page being drawn, and what it survives."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.board import Board
from tests.helpers.wire import Wire

LONG = "?iters=1000000&init=zeros+he"
STREAM = re.compile(r"/lab/[\w-]+\?")
HELD_BACK = "holds the stream back"


@pytest.fixture
def wire(server: str) -> Iterator[Wire]:
    """A connection to the server that can be cut."""
    with Wire(int(server.rsplit(":", 1)[1])) as wire:
        yield wire


@pytest.fixture
def wired(browser: Browser, wire: Wire) -> Iterator[Page]:
    """A page that reaches the server over that connection; of what it complains meanwhile is not asked."""
    with browser.new_context(base_url=wire.address, viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(20_000)
        yield context.new_page()


def test_a_board_lives_while_no_page_is_drawn(page: Page) -> None:
    board = Board(page, f"{LONG}&seed=501")
    board.train_some()
    page.wait_for_selector(".il-plot .main-svg")
    expect(board.button("Pause")).to_be_enabled()
    board.wait_for_script()
    board.tag_nodes()
    board.count_scripts()
    points, maps, words = board.points(), board.maps(lambda maps: all(maps)), board.headline()
    iteration, rows = board.iteration, board.table()
    for _ in range(20):
        board.wait_beyond(iteration)
        iteration = board.iteration
    assert board.scripts() == []
    assert board.untouched()
    assert all(after > before for before, after in zip(points, board.points(), strict=True))
    assert board.maps(lambda found: found[1] != maps[1])[1] != maps[1]
    assert board.headline() != words
    assert board.table()[1] != rows[1]
    share = page.get_by_role("progressbar", name="Progress of the training")
    assert 0 <= float(share.get_attribute("aria-valuenow") or -1) < 100
    board.stop()
    board.wait_for_script()
    assert board.untouched()


def test_a_lost_connection_is_said_and_found_again(wired: Page, wire: Wire) -> None:
    board = Board(wired, f"{LONG}&seed=502")
    board.train_some()
    board.wait_for_script()  # a page that is cut off while it is drawn is made anew by Streamlit
    board.tag_nodes()
    wire.cut()
    expect(wired.locator(".il-headline")).to_have_text("The connection is lost; it is being tried again…")
    held = board.iteration
    wire.mend()
    board.wait_for_link("live")
    board.wait_beyond(held)
    assert board.status == "running"
    assert board.untouched()
    expect(wired.locator(".il-headline")).to_contain_text("Training")
    expect(board.button("Stop")).to_be_enabled()
    board.stop()
    board.wait_for_script()


def test_a_board_asks_where_its_stream_is_held_back(page: Page, server_log: Path) -> None:
    complained = server_log.read_text().count(HELD_BACK)
    held: list[Route] = []  # as by a proxy that waits for the end of what it passes on
    page.route(STREAM, lambda route: held.append(route))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/now?" in request.url else None)
    board = Board(page, "?init=zeros+he&seed=503&iters=40000")
    board.wait_for_link("asking")
    board.press("Train")
    board.wait_beyond(0)
    board.wait_for("done", timeout=60_000)
    assert board.iteration == 40_000
    expect(page.locator(".il-headline")).to_contain_text("Done")
    expect(board.button("Train anew")).to_be_enabled()
    assert len(held) >= 1
    assert len(asked) >= 2
    board.wait_for_script()
    assert server_log.read_text().count(HELD_BACK) == complained + 1
    page.unroute_all(behavior="ignoreErrors")


def test_two_tabs_follow_the_same_runs_and_end_them_each_for_itself(page: Page) -> None:
    one = Board(page, f"{LONG}&seed=504")
    one.train_some()
    other_page = page.context.new_page()
    other = Board(other_page, f"{LONG}&seed=504")
    other.wait_for("running")  # what is under way is joined
    other.wait_beyond(0)
    assert other.card(1)[1:] != ["…"] * 3
    one.stop()
    stopped = one.iteration
    other.wait_beyond(other.iteration + 1000)
    assert (one.status, one.iteration, other.status) == ("stopped", stopped, "running")
    other.stop()
    other.wait_for_script()
    other_page.close()
    one.wait_for_script()


def test_a_refreshed_page_goes_on_with_its_run(page: Page) -> None:
    board = Board(page, f"{LONG}&seed=505")
    board.train_some()
    reached = board.iteration
    page.reload()
    board.wait_for("running")
    board.wait_beyond(max(reached, 1))
    assert min(board.points()) > 2  # its curves are there from the start
    board.stop()
    board.wait_for_script()


def test_a_run_goes_on_behind_another_page(page: Page) -> None:
    board = Board(page, f"{LONG}&seed=506")
    board.train_some()
    page.get_by_role("link", name="Initializations").click()
    expect(page.get_by_role("heading", name="Initializations", level=1)).to_be_visible()
    expect(page.locator(".il-board")).to_have_count(0)
    reached = 1000
    page.get_by_role("link", name="Compare").click()
    board.wait_for("running")
    board.wait_beyond(reached)
    board.wait_for_link("live")
    page.wait_for_selector(".il-plot .main-svg")
    board.stop()
    board.wait_for_script()


def test_a_board_that_asks_about_a_comparison_that_has_ended_is_no_fault(page: Page) -> None:
    Board(page, "?init=he&seed=507&iters=50&n=40")
    asked = "fetch('/lab/ended/at?iteration=5').then((answer) => answer.status)"
    assert page.evaluate(asked) == 204
    opened = """new Promise((resolve) => {
        const source = new EventSource('/lab/ended?')
        source.onerror = () => resolve(source.readyState === EventSource.CLOSED)
    })"""
    assert page.evaluate(opened)  # nor is it tried again; the page's fixture sees that nothing was logged

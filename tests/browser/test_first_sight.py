"""A finished comparison is on screen before Streamlit is, where it lay the last time, and stays there."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.board import SHARED, Board
from tests.browser.waiting import wait_until

STREAMLITS = re.compile(r"/static/js/index[.-][^/]*\.js")
PLACE = "init-lab-place"

BOXES = """() => ['.il-frame', '.il-card', '.il-map', '.il-verdict', '.il-reach', '.il-curves', '.il-plot',
  '.il-side', '.il-results table', '.il-legend']
  .flatMap(name => [...document.querySelectorAll(name)]).map(node => {
  const { left, top, width, height } = node.getBoundingClientRect()
  return [left, top, width, height].map(Math.round)
})"""


class Held:
    """Streamlit's own script, held back until `let`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.routes: list[Route] = []
        page.route(STREAMLITS, lambda route: self.routes.append(route))

    def let(self) -> None:
        routes, self.routes = self.routes, []
        for route in routes:
            route.continue_()
        self.page.unroute(STREAMLITS)


def _been_here(page: Page, query: str = SHARED) -> Board:
    board = Board(page, query)
    board.trained()
    page.wait_for_selector(".il-plot .main-svg")
    wait_until(page, f"localStorage.getItem('{PLACE}')")
    return board


@pytest.fixture
def held(page: Page) -> Iterator[Held]:
    """A page of which the board is seen and nothing else yet: the browser has been here before."""
    _been_here(page)
    held = Held(page)
    page.goto(f"/{SHARED}", wait_until="commit")
    page.wait_for_selector('.il-board[data-status="done"]')
    page.wait_for_selector(".il-plot .main-svg")
    yield held
    held.let()


def _arrived(page: Page, held: Held) -> None:
    held.let()
    page.wait_for_selector(".stApp .il-board")
    page.wait_for_selector('.il-board[data-link="live"]')
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def test_it_is_there_without_a_page_and_is_taken_over_as_it_is(page: Page, held: Held) -> None:
    assert page.locator(".stApp").count() == 0
    board = Board.on(page)
    assert [row[0] for row in board.table()] == ["Zeros", "He"]
    before, maps, boxes = board.table(), [board.pixels(0), board.pixels(1)], page.evaluate(BOXES)
    board.tag_nodes()
    _arrived(page, held)
    assert board.untouched()
    assert page.locator(".il-board").count() == 1
    assert page.locator(".il-first").count() == 0
    assert page.evaluate("document.documentElement.style.fontSize") == ""
    assert (board.table()[0][:6], [board.pixels(0), board.pixels(1)]) == (before[0][:6], maps)
    assert page.evaluate(BOXES) == boxes


def test_what_is_done_on_it_holds_when_the_page_comes(page: Page, held: Held) -> None:
    board = Board.on(page)
    board.scrub_to(0.5)
    page.locator(".il-ask").first.click()  # is answered when somebody can
    iteration = board.iteration
    assert 0 < iteration < 2000
    _arrived(page, held)
    assert board.iteration == iteration
    expect(page.locator(".il-part").first).to_be_visible()
    expect(page).to_have_url(re.compile(rf"[?&]at={iteration}\b"))


def test_a_link_to_an_iteration_shows_that_one_from_the_start(page: Page) -> None:
    _been_here(page)
    held = Held(page)
    page.goto(f"/{SHARED}&at=1000", wait_until="commit")
    page.wait_for_selector('.il-board[data-iteration="1000"][data-link="first"]')
    _arrived(page, held)
    page.wait_for_selector('.il-board[data-iteration="1000"]')
    expect(page).to_have_url(re.compile(r"[?&]at=1000\b"))


@pytest.mark.parametrize(
    "change",
    [
        "localStorage.clear()",
        f"localStorage.setItem('{PLACE}', 'garbage')",
        f"localStorage.setItem('{PLACE}', '[1]')",
        f"localStorage.setItem('{PLACE}', localStorage.getItem('{PLACE}').replace('1440', '1000'))",
    ],
)
def test_without_a_place_that_is_known_the_page_comes_first(page: Page, change: str) -> None:
    board = _been_here(page)
    page.evaluate(change)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    board.wait_for_script()
    assert board.status == "done"
    assert not any("/lab-sight" in url for url in asked)


def test_what_is_not_finished_comes_with_the_page(page: Page) -> None:
    _been_here(page)
    held = Held(page)
    with page.expect_response(re.compile("/lab-sight")) as answer:
        page.goto("/?init=he&n=52&iters=700", wait_until="commit")
    assert answer.value.status == 204
    page.wait_for_timeout(300)
    assert page.locator(".il-board").count() == 0
    held.let()
    page.wait_for_selector('.stApp .il-board[data-status="new"]')


def test_a_page_that_comes_without_a_board_takes_it_away(page: Page, held: Held) -> None:
    page.evaluate("history.replaceState(null, '', '/words')")  # as if its board were not to be had
    held.let()
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    expect(page.locator(".il-board")).to_have_count(0)
    assert page.evaluate("document.documentElement.style.fontSize") == ""

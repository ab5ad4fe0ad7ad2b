"""axe-core finds nothing serious on any page, in either theme."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.board import SHARED, Board
from tests.browser.waiting import wait_until

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

PAGES = {
    "": ".il-card",
    "?init=he+xavier&seeds=5&twins=1&iters=500": ".il-card",
    "lesson?chapter=own": ".st-key-lesson-matrices td",
    "lesson?chapter=zeros&said=zeros:c": ".stAlert",
    "lesson?chapter=conclusions&said=zeros:c&done=zeros": ".st-key-lesson-predictions td",
    "initializations": ".katex-display",
    "words#logit": "#logit",
    "classroom": ".st-key-open_room",
    "join": ".stForm",
    "?present=1": ".st-key-leave_presenting",
}
"""Addresses, each with what is there once the page is complete."""

SETTLED = "!document.querySelector('[data-testid=stSkeleton]') && !document.getAnimations().length"
"""No part is still to come, our own rules of style among them, and no colour is on its way to another."""


STATES = {
    "trained": lambda board: None,
    "an early iteration": lambda board: board.page.keyboard.press("Home"),
    "the end again": lambda board: board.page.keyboard.press("End"),
    "details": lambda board: board.page.keyboard.press("1"),
    "evidence": lambda board: board.page.keyboard.press("w"),
    "evidence at large": lambda board: board.press("Larger"),
    "keys": lambda board: board.page.keyboard.press("?"),
    "points": lambda board: board.page.locator(".il-map").first.click(),
    "printed": lambda board: board.show("Printed"),
}
"""What is done to a board, one after the other; Escape closes what is open."""

SHOWN = {
    "details": ".il-details .il-fix",
    "evidence": ".il-why .il-network canvas",
    "keys": ".il-keys",
    "points": ".il-asked td",
    "printed": ".il-printed pre",
}
"""What is there once it is done."""

Theme = Literal["light", "dark"]


@pytest.fixture
def shown(browser: Browser, server: str, theme: Theme) -> Iterator[Page]:
    """A page in that theme."""
    size: ViewportSize = {"width": 1440, "height": 900}
    with browser.new_context(base_url=server, color_scheme=theme, viewport=size) as context:
        context.set_default_timeout(20_000)
        yield context.new_page()


def serious(page: Page) -> list[str]:
    """What axe has to say against the page."""
    wait_until(page, SETTLED)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['impact']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_serious(shown: Page, address: str) -> None:
    shown.goto(f"/{address}")
    shown.locator(PAGES[address]).first.wait_for()
    shown.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    assert serious(shown) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_whatever_is_open_on_the_board(shown: Page) -> None:
    board = Board(shown, SHARED)
    board.trained()
    for state, act in STATES.items():
        act(board)
        if state in SHOWN:
            expect(shown.locator(SHOWN[state]).first).to_be_visible()
        assert serious(shown) == [], state
        shown.keyboard.press("Escape")


@pytest.mark.parametrize("theme", ["dark"])
def test_a_dark_page_has_darker_maps(shown: Page) -> None:
    board = Board(shown, SHARED)
    board.wait_for_script()
    expect(shown.locator(".il-board")).to_have_attribute("data-dark", "true")
    assert "brightness" in shown.locator(".il-canvas").first.evaluate("node => getComputedStyle(node).filter")

"""axe-core finds nothing serious on any page, in either theme."""

from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Browser

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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_serious(
    browser: Browser, server: str, address: str, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        base_url=server, color_scheme=theme, viewport={"width": 1440, "height": 1300}
    )
    page = context.new_page()
    page.goto(f"/{address}")
    page.locator(PAGES[address]).first.wait_for()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function(SETTLED)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    context.close()
    serious = [
        f"{one['impact']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []

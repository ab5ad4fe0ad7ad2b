"""All of a comparison on one screen, at the sizes of laptops and projectors; and what a phone has of it."""

from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import SHARED, Board
from tests.browser.waiting import wait_until

SIZES = ((1440, 900), (1366, 768), (1920, 1080))
EIGHT = "zeros+random+small_random+he+xavier+lsuv+orthogonal+ones"
CASES = {
    "one": "?init=he&iters=500",
    "three": "?init=zeros+random+he&iters=500",
    "five": "?init=zeros+random+he+xavier+lsuv&iters=500",
    "eight": f"?init={EIGHT}&iters=500",
    "seeds": "?init=zeros+random+he&seeds=4&iters=500",
}
MAIN_COLUMNS = 7
"""Initialization, problem, train, test, first cost, final cost, 90 % at."""

SMALLEST_MAP = 90

SETTLED = """() => {
  const plot = document.querySelector('.il-plot'), board = document.querySelector('.il-board')
  return plot._fullLayout?.width === plot.clientWidth && plot._fullLayout.height === plot.clientHeight
    && (board.getBoundingClientRect().bottom <= innerHeight || innerWidth < 700)
}"""
"""The chart has the size of its place, and the board knows what is left of the window."""

BOXES = """() => {
  const parts = {
    bar: '.st-key-actions', map: '.il-map', verdict: '.il-verdict', scrubber: '.il-reach',
    plot: '.il-plot', column: '.il-results thead th', table: '.il-results',
  }
  const boxes = {}
  for (const [name, selector] of Object.entries(parts)) {
    document.querySelectorAll(selector).forEach((node, at) => {
      const { left, top, right, bottom } = node.getBoundingClientRect()
      boxes[`${name} ${at}`] = [left, top, right, bottom]
    })
  }
  return boxes
}"""

SCROLLS = """() => {
  const main = document.querySelector('.stMain'), { scrollWidth } = document.documentElement
  const down = main.scrollHeight - main.clientHeight, across = main.scrollWidth - main.clientWidth
  return [main.scrollTop, down, across, scrollWidth - innerWidth]
}"""

TAKES_CLICKS = """node => {
  const { left, top, width, height } = node.getBoundingClientRect()
  const there = document.elementFromPoint(left + width / 2, top + height / 2)
  return top >= 0 && top + height <= innerHeight && (node.contains(there) || there?.contains(node))
}"""

SHIFTS = """() => {
  window.shifts = []
  window.changed = performance.now()
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    const moved = entry.sources.map(({ node }) => node?.className ?? '')
    if (!entry.hadRecentInput) window.shifts.push([entry.value, moved])
  })).observe({ type: 'layout-shift', buffered: true })
  new MutationObserver(() => { window.changed = performance.now() }).observe(
    document, { subtree: true, childList: true, attributes: true, characterData: true })
}"""

Box = tuple[float, float, float, float]


def _boxes(page: Page) -> dict[str, Box]:
    wait_until(page, SETTLED)
    return page.evaluate(BOXES)


def _named(boxes: dict[str, Box], *names: str) -> dict[str, Box]:
    return {name: box for name, box in boxes.items() if name.split()[0] in names}


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 1 and other[1] < one[3] - 1


@pytest.mark.parametrize("case", CASES)
def test_a_comparison_is_one_screen(page: Page, case: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    board = Board(page, CASES[case])
    board.trained()
    expect(page.locator(".il-plot .main-svg").first).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        boxes = _boxes(page)
        columns = list(_named(boxes, "column").items())[:MAIN_COLUMNS]
        assert len(columns) == MAIN_COLUMNS
        parts = _named(boxes, "bar", "map", "scrubber", "plot", "verdict") | dict(columns)
        at = f"{case} at {width} x {height}"
        for name, (left, top, right, bottom) in parts.items():
            assert (left >= 0, top >= 0, right <= width, bottom <= height) == (True,) * 4, f"{name}, {at}"
        for (name, one), (other_name, other) in combinations(parts.items(), 2):
            assert not _overlap(one, other), f"{name} and {other_name}, {at}"
        for name, (left, top, right, bottom) in _named(boxes, "map").items():
            assert min(right - left, bottom - top) >= SMALLEST_MAP, f"{name}, {at}"
        table = boxes["table 0"]
        for name, column in columns:
            assert column[0] >= table[0] - 1, f"{name}, {at}"
            assert column[2] <= table[2] + 1, f"{name}, {at}"
        scrolled, down, across, beyond = page.evaluate(SCROLLS)
        assert (scrolled, across, beyond) == (0, 0, 0), at
        # What compares seed by seed, and goes on below the board, is for many seeds alone.
        assert down <= 4 or case == "seeds", at


def test_a_phone_has_two_maps_a_row_and_everything_in_reach(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    board = Board(page, CASES["eight"])
    board.trained()
    maps = list(_named(_boxes(page), "map").values())
    rows = sorted({round(top) for _, top, _, _ in maps})
    assert [sum(round(top) == row for _, top, _, _ in maps) for row in rows] == [2, 2, 2, 2]
    assert all(right - left > 150 for left, _, right, _ in maps)
    for place in (0, 0.5, 1):
        page.locator(".stMain").evaluate(
            "(main, place) => main.scrollTo(0, place * (main.scrollHeight - main.clientHeight))", place
        )
        for node in (board.button("Train"), board.button("Train anew"), board.button("Share")):
            assert node.evaluate(TAKES_CLICKS), (place, node)
        for node in (page.get_by_label("Iteration shown"), page.locator(".il-play")):
            assert node.evaluate(TAKES_CLICKS), (place, node)
        assert page.evaluate(SCROLLS)[2:] == [0, 0]
    results = page.locator(".il-results")
    expect(results).to_have_attribute("data-more", "true")
    headings = results.locator("thead th")
    for at in range(headings.count()):
        headings.nth(at).evaluate("node => node.scrollIntoView({ block: 'center', inline: 'end' })")
        assert headings.nth(at).evaluate(TAKES_CLICKS), headings.nth(at).inner_text()
    results.evaluate("node => node.scrollTo(node.scrollWidth, 0)")
    expect(results).to_have_attribute("data-more", "false")
    assert page.evaluate(SCROLLS)[2:] == [0, 0]


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_nothing_moves_while_a_known_comparison_is_opened(page: Page, size: tuple[int, int]) -> None:
    Board(page, SHARED).trained()
    page.goto("about:blank")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(f"({SHIFTS})()")
    board = Board(page, SHARED)
    board.wait_for("done")
    wait_until(page, "document.querySelector('.il-curves')?.dataset.drawn > 0")
    wait_until(page, "performance.now() - window.changed > 800")
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) < 0.02, shifts

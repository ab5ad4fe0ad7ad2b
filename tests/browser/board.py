"""The Compare page as a test sees it."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import wait_until

LASTING = ".il-board, .il-card, .il-canvas, .il-plot, .il-plot .main-svg"

CACHED = "from cache"
"""What the last column of the results table says of a run that had not to be trained."""

SHARED = "?init=zeros+he&lr=0.1&iters=2000&seed=206"
"""A comparison that is trained once for all tests that only look at one."""

COUNT_SCRIPTS = """() => {
  const app = document.querySelector('[data-testid="stApp"]')
  window.scripts = []
  new MutationObserver(() => window.scripts.push(app.dataset.testScriptState)).observe(
    app, { attributes: true, attributeFilter: ['data-test-script-state'] })
}"""

WATCH = """name => {
  const board = document.querySelector('.il-board')
  window.watched = { ...window.watched, [name]: [board.dataset[name]] }
  const seen = window.watched[name]
  const hear = () => { if (seen.at(-1) !== board.dataset[name]) seen.push(board.dataset[name]) }
  new MutationObserver(hear).observe(
    board, { attributes: true, attributeFilter: [`data-${name}`] })
}"""

CELLS = """rows => rows.map(row => [...row.cells].map(cell => {
  const copy = cell.cloneNode(true)
  copy.querySelectorAll('.il-symbol').forEach(node => node.remove())
  copy.querySelectorAll('small').forEach(node => node.prepend('\\n'))
  return copy.textContent
}))"""


class Board:
    """Opens the Compare page and speaks of it in the words of its users."""

    def __init__(self, page: Page, query: str | None = "") -> None:
        self.page = page
        if query is not None:
            page.goto(f"/{query}")
            self.wait_for_script()

    @classmethod
    def on(cls, page: Page) -> "Board":
        """The board that is on a page already."""
        return cls(page, None)

    def wait_for_script(self) -> None:
        """Waits until the board is there and the server has finished answering."""
        expect(self.page.locator(".stApp .il-card").first).to_be_visible()
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')

    def trained(self) -> None:
        """Has the comparison trained, unless it is already, and waits until the page says so too."""
        if self.status != "done":
            self.press("Resume" if self.status == "stopped" else "Train")
        self.wait_for("done")
        expect(self.button("Train anew")).to_be_enabled()
        self.wait_for_script()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def wait_for(self, status: str, timeout: float = 30_000) -> None:
        self.page.wait_for_selector(f'.il-board[data-status="{status}"]', timeout=timeout)

    def train_some(self) -> None:
        """Presses Train and waits for the first picture."""
        self.press("Train")
        self.wait_beyond(0)

    def stop(self) -> None:
        """Ends a run, so that the next test has the workers to itself."""
        self.press("Stop")
        self.wait_for("stopped")

    @property
    def status(self) -> str:
        return self.page.locator(".il-board[data-status]").get_attribute("data-status") or ""

    @property
    def iteration(self) -> int:
        return int(self.page.locator(".il-board").get_attribute("data-iteration") or -1)

    def wait_beyond(self, iteration: int, timeout: float = 20_000) -> None:
        """Waits until the board shows a later iteration."""
        wait_until(
            self.page,
            "after => +document.querySelector('.il-board')?.dataset.iteration > after",
            arg=iteration,
            timeout=timeout,
        )

    def wait_at(self, iteration: int) -> None:
        """Waits until the board shows that iteration."""
        self.page.wait_for_selector(f'.il-board[data-iteration="{iteration}"]')

    def headline(self) -> str:
        return self.page.locator(".il-headline").inner_text()

    def table(self) -> list[list[str]]:
        """The results table's cells as text, a list a row; what stands below a figure has its own line."""
        return self.page.locator(".il-results tbody tr").evaluate_all(CELLS)

    def card(self, place: int) -> list[str]:
        """What a card says: its verdict and its three figures."""
        card = self.page.locator(".il-card").nth(place)
        return [card.locator(".il-verdict").inner_text(), *card.locator(".il-figures dd").all_inner_texts()]

    def details(self, place: int) -> Locator:
        """What is said of a card in full, opened by its verdict."""
        self.page.locator(".il-verdict").nth(place).click()
        details = self.page.locator(".il-details")
        expect(details).to_be_visible()
        return details

    def show(self, tab: str) -> None:
        """Shows something else beside the curves."""
        self.page.get_by_role("tab", name=tab, exact=True).click()

    def marker(self) -> float:
        """Where on the curves the iteration shown is marked, in pixels from the left."""
        return self.page.locator(".il-marker").evaluate("node => parseFloat(node.style.left)")

    def watch(self, name: str) -> None:
        """From now on remembers what the board says it is at: its `status`, `iteration` or `link`."""
        self.page.evaluate(WATCH, name)

    def watched(self, name: str) -> list[str]:
        """All that it has said of that since, each as often as it has come."""
        return self.page.evaluate("name => window.watched[name]", name)

    def wait_for_link(self, link: str, timeout: float = 40_000) -> None:
        """Waits until the board is told of its comparison in that way."""
        self.page.wait_for_selector(f'.il-board[data-link="{link}"]', timeout=timeout)

    def count_scripts(self) -> None:
        """From now on remembers when a page script begins or ends."""
        self.page.evaluate(COUNT_SCRIPTS)

    def scripts(self) -> list[str]:
        """Which page scripts have begun and ended since that was to be remembered."""
        return self.page.evaluate("window.scripts")

    def points(self) -> list[int]:
        """How many points each cost curve has."""
        return self.page.evaluate("document.querySelector('.il-plot').calcdata.map(points => points.length)")

    def plotted(self, axis: str) -> list[float]:
        """The range of the chart's axis."""
        return self.page.evaluate(f"[...document.querySelector('.il-plot')._fullLayout.{axis}.range]")

    def pixels(self, card: int) -> int:
        """A number that changes when the map of that card does."""
        return self.page.evaluate(
            """card => {
              const canvas = document.querySelectorAll('.il-canvas')[card]
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
              return data.reduce((sum, byte, at) => (sum * 31 + byte * (at % 97)) % 1000003, 7)
            }""",
            card,
        )

    def maps(self, until: Callable[[list[int]], bool]) -> list[int]:
        """A number a map, as soon as they are as wanted; frames that were not sent ahead take a moment."""
        deadline = time.monotonic() + 20
        while True:
            found = [self.pixels(card) for card in range(self.page.locator(".il-card").count())]
            if until(found) or time.monotonic() > deadline:
                return found
            self.page.wait_for_timeout(50)

    def scrub_to(self, place: float) -> None:
        """Moves the scrubber to a share of its length."""
        slider = self.page.get_by_label("Iteration shown")
        slider.evaluate(
            """(node, place) => {
              node.value = Math.round(place * node.max)
              node.dispatchEvent(new Event('input', { bubbles: true }))
            }""",
            place,
        )

    def tag_nodes(self) -> None:
        """Marks the nodes that must never be made anew."""
        self.page.locator(LASTING).evaluate_all("nodes => nodes.forEach(node => { node.original = true })")

    def untouched(self) -> bool:
        """Whether every one of those nodes is still the one that was marked."""
        return self.page.locator(LASTING).evaluate_all("nodes => nodes.every(node => node.original)")


def number(text: str) -> float:
    """The first number in a text, thin spaces between its digits left out."""
    found: Any = re.search(r"-?[\d.]+", text.replace("\N{NARROW NO-BREAK SPACE}", ""))
    return float(found.group())

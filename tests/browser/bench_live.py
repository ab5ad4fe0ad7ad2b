"""What one person feels of the Compare page, and what it costs the server. Judges nothing.

Pictures are counted in the page: how often the board comes to show another iteration. The server's time is
that of its own process, without its workers.
"""

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import ARGUMENTS, found_browser
from tests.helpers.serving import free_port, start_server

pytestmark = pytest.mark.benchmark

THREE, EIGHT = "", "init=zeros+random+small_random+he+xavier+lsuv+orthogonal+sparse"
SECONDS = 5.0
OPENED = 10

WATCH = """seconds => new Promise(done => {
  const board = document.querySelector('.il-board'), seen = new Set(), begun = performance.now()
  let first = null
  const watch = new MutationObserver(() => {
    const { iteration } = board.dataset
    if (seen.has(iteration)) return
    seen.add(iteration)
    if (+iteration > 0) first ??= performance.now() - begun
  })
  watch.observe(board, { attributes: true, attributeFilter: ['data-iteration'] })
  document.querySelector('.st-key-train button').click()
  setTimeout(() => { watch.disconnect(); done({ first, pictures: seen.size }) }, 1000 * seconds)
})"""

FRAMES = """() => new Promise(done => {
  const board = document.querySelector('.il-board'), begun = performance.now()
  let frames = 0, last = board.dataset.iteration
  document.querySelector('.il-speed').value = '3'
  document.querySelector('.il-play').click()
  const tick = () => {
    if (board.dataset.iteration !== last) frames++
    last = board.dataset.iteration
    if (performance.now() - begun < 2500) requestAnimationFrame(tick)
    else done(frames / 2.5)
  }
  requestAnimationFrame(tick)
})"""

SEEN = """
window.seen = {}
const marks = {
  cards: '.il-board[data-status="done"]', curves: '.il-plot .main-svg', buttons: '.st-key-train button',
}
new MutationObserver(() => {
  for (const [name, selector] of Object.entries(marks)) {
    if (name in window.seen || !document.querySelector(selector)) continue
    window.seen[name] = null
    requestAnimationFrame(() => setTimeout(() => { window.seen[name] = performance.now() / 1000 }))
  }
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-status'] })
"""
"""Notes when each part of a page has been painted first, in seconds from the click that led there."""

SHIFT = """() => new Promise(done => new PerformanceObserver(list => done(
  list.getEntries().filter(entry => !entry.hadRecentInput).reduce((sum, entry) => sum + entry.value, 0)
)).observe({ type: 'layout-shift', buffered: true }) ?? setTimeout(() => done(0), 500))"""


class Server:
    """A server of its own, whose time is counted."""

    def __init__(self, home: Path) -> None:
        port = free_port()
        environment = {"INITLAB_DATABASE_URL": f"sqlite:///{home}/runs.db", "INITLAB_WORKERS": "2"}
        self.process = start_server(port, environment, home / "log")
        self.address = f"http://127.0.0.1:{port}"

    @property
    def seconds(self) -> float:
        """Processor time that it has taken."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("bench"))
    yield server
    server.process.terminate()
    server.process.wait(20)


@pytest.fixture
def context(browser: Browser, measured: Server, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser at the size of a laptop, which keeps what it is sent, as everybody's does."""
    with browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=found_browser(),
        args=ARGUMENTS,
        base_url=measured.address,
        viewport={"width": 1440, "height": 900},
    ) as context:
        yield context


def _opened(context: BrowserContext, query: str) -> Page:
    page = context.new_page()
    page.goto(f"/?{query}")
    page.wait_for_selector(".stApp .il-plot .main-svg")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    return page


@pytest.mark.parametrize(("name", "query", "first"), [("three", THREE, 101), ("eight", EIGHT, 201)])
def test_pictures_of_a_run(
    context: BrowserContext, measured: Server, name: str, query: str, first: int
) -> None:
    firsts, rates, costs = [], [], []
    for seed in range(first, first + 5):  # that no run of which has been begun
        page = _opened(context, f"seed={seed}&iters=1000000&{query}")
        before = measured.seconds
        found = page.evaluate(WATCH, SECONDS)
        costs.append(1000 * (measured.seconds - before) / found["pictures"])
        firsts.append(found["first"])
        rates.append(found["pictures"] / SECONDS)
        page.get_by_role("button", name="Stop", exact=True).click()
        page.wait_for_selector('.il-board[data-status="stopped"]')
        page.close()
    print(
        f"\n{name}: first picture {statistics.median(firsts):.0f} ms after the click (median of 5, "
        f"{min(firsts):.0f} to {max(firsts):.0f}), {statistics.median(rates):.1f} pictures a second, "
        f"{statistics.median(costs):.1f} ms of the server's time a picture"
    )


def test_what_an_open_costs_and_a_replay(context: BrowserContext, measured: Server) -> None:
    page = _opened(context, "")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_selector('.il-board[data-status="done"]')
    print(f"\nreplay: {page.evaluate(FRAMES):.0f} frames a second")
    page.close()
    context.add_init_script(SEEN)
    seen, shifts, before = [], [], measured.seconds
    for _ in range(OPENED):
        page = _opened(context, "")
        seen.append(page.evaluate("window.seen"))
        shifts.append(page.evaluate(SHIFT))
        page.close()
    cost = 1000 * (measured.seconds - before) / OPENED
    cards, curves, buttons = (
        statistics.median(one[name] for one in seen) for name in ("cards", "curves", "buttons")
    )
    print(
        f"open: {cost:.0f} ms of the server's time; cards after {cards:.2f} s, curves after {curves:.2f} s, "
        f"buttons after {buttons:.2f} s (median of {OPENED}, a browser that was here before); "
        f"layout shift {max(shifts):.3f} at most"
    )

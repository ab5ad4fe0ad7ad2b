"""No page asks a browser for anything that the server's policy does not let it do."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.board import SHARED, Board

PAGES = ("lesson", "gallery", "runs", "initializations", "words#logit", "classroom", "join", "?embed=true")

EMBEDDED = f"{SHARED}&embed=true"

ASKS_FIRST = "script-src wasm-eval"
"""Streamlit's messages look whether they may count by WebAssembly, and count without where they may not."""

TELL = """
window.broken = []
document.addEventListener('securitypolicyviolation', (event) => {
  window.broken.push(`${event.violatedDirective} ${event.blockedURI}`)
})
"""


def _settled(page: Page) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(500)  # what a page does once it is drawn


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_does_what_it_must_not(page: Page, scheme: str, complaints: list[str]) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.add_init_script(TELL)
    Board(page, SHARED).trained()
    broken = set(page.evaluate("broken"))
    for name in PAGES:
        page.goto(f"/{name}")
        _settled(page)
        broken |= set(page.evaluate("broken"))
    assert broken <= {ASKS_FIRST}


def test_a_script_that_somebody_brings_in_does_not_run(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server) as context:
        page = context.new_page()
        page.goto("/words")
        _settled(page)
        page.evaluate(
            """() => {
              const script = document.createElement('script')
              script.textContent = 'window.brought = true'
              document.body.append(script)
              const image = document.createElement('img')
              image.setAttribute('onerror', 'window.brought = true')
              image.src = 'data:,'
              document.body.append(image)
            }"""
        )
        page.wait_for_timeout(300)
        assert page.evaluate("window.brought") is None


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def another_site(server: str, tmp_path: Path) -> Iterator[str]:
    """The address of a site with two of the app's pages in a page of its own."""
    within = [f'<iframe src="{server}/{page}"></iframe>' for page in ("words", EMBEDDED)]
    (tmp_path / "index.html").write_text("\n".join(within), encoding="utf-8")
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=tmp_path))
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://localhost:{site.server_port}"
    site.shutdown()
    site.server_close()


def test_another_site_may_show_a_board_and_no_other_page(browser: Browser, another_site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(another_site)
        words, board = page.frame_locator("iframe").first, page.frame_locator("iframe").last
        expect(board.locator(".il-card h2")).to_have_text(["Zeros", "He"])
        expect(words.get_by_role("heading", name="Words")).to_have_count(0)
        assert [frame.url for frame in page.frames if frame.url.startswith("chrome-error:")] != []

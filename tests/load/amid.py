"""One real browser in the midst of a crowd that trains."""

import asyncio
import time
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from tests.browser.bench_live import WATCH
from tests.browser.conftest import ARGUMENTS, found_browser
from tests.load.figures import Line, over, under
from tests.load.people import people
from tests.load.scenarios import fresh
from tests.load.serving import Served

NAME = "one browser amid 30 who train"


async def amid(server: Served, crowd: int = 30) -> list[Line]:
    """It opens the page, presses Train and looks for five seconds."""
    queries = [urlencode({**query, "iters": "60000"}) for query in fresh(crowd)]
    async with people(server.port, queries) as there:
        training = [asyncio.create_task(one.train(query)) for one, query in zip(there, queries, strict=True)]
        await asyncio.sleep(2)
        lines = await asyncio.to_thread(_looked, server.port)
        for task in training:
            task.cancel()
        await asyncio.gather(*training, return_exceptions=True)
    return lines


def _looked(port: int) -> list[Line]:
    [query] = fresh(1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_browser(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        begun = time.monotonic()
        page.goto(f"http://127.0.0.1:{port}/?{urlencode(query)}")
        page.wait_for_selector(".stApp .il-plot .main-svg")
        opened = time.monotonic() - begun
        found = page.evaluate(WATCH, 5)
        browser.close()
    return [
        Line(NAME, "page and curves there", f"{opened:.3g} s"),
        under(NAME, "first picture", found["first"] / 1000, 1.2),
        over(NAME, "pictures a second", found["pictures"] / 5, 4.0, ""),
    ]

"""People who come for the first time: everything a browser needs is sent to each of them."""

import asyncio
import re
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, found_browser
from tests.load.figures import Line, under
from tests.load.people import Person, within
from tests.load.serving import Served

AT_ONCE = 6
"""Connections that a browser has to one server."""

ASKED = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n"


def needed(port: int) -> list[str]:
    """The paths that a real browser asks for at its first visit, without what it asks of one session."""
    paths: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_browser(), args=ARGUMENTS)
        page = browser.new_page()
        page.on("request", lambda request: paths.append(urlsplit(request.url).path))
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector(".stApp .il-plot .main-svg")
        browser.close()
    return [path for path in paths if not path.startswith("/lab/")]


async def first_visits(server: Served, crowd: int = 60) -> list[Line]:
    """They come within ten seconds."""
    paths = await asyncio.to_thread(needed, server.port)
    name, before, sent = f"{crowd} first visits in 10 s", server.seconds, [0]

    async def come() -> None:
        shares = [paths[at::AT_ONCE] for at in range(AT_ONCE)]
        each = await asyncio.gather(*(_fetched(server.port, share) for share in shares))
        sent[0] += sum(each)  # not before: others add to it meanwhile
        await (await Person.come(server.port)).leave()

    await within(10.0, [come] * crowd)
    return [
        Line(name, "files / kB sent to each", f"{len(paths)} / {sent[0] / crowd / 1024:.0f}"),
        under(name, "server CPU", server.seconds - before, 5.0),
    ]


async def _fetched(port: int, paths: list[str]) -> int:
    """How many bytes came for these, one after the other over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    received = 0
    for path in paths:
        writer.write(ASKED.format(path=path).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.I)
        received += len(head)
        if length:
            received += len(await reader.readexactly(int(length[1])))
        elif b"chunked" in head.lower():
            while size := int(await reader.readline(), 16):
                received += len(await reader.readexactly(size + 2))
            await reader.readline()
    writer.close()
    return received

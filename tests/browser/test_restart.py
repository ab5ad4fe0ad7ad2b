"""A server that is killed and started again under twelve open pages: all come back, untouched."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from initcore.classroom.room import Question
from initcore.classroom.rooms import Rooms
from initcore.classroom.teacher import Teacher
from pages._frame.places import PLACES
from tests.browser.line import Line
from tests.helpers.serving import crash, free_port, start_server

RESTARTS = 3
BACK_SECONDS = 200.0
"""How long twelve pages may take to be there on a machine that has much else to do; else it is seconds."""

LOOK = """() => ({
  connected: !!document.querySelector(
    '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'),
  errors: document.querySelectorAll('[data-testid="stException"]').length,
  headings: [...document.querySelectorAll('h1, h2, h3')].map(each => each.innerText),
})"""
MENU = [place.title for place in PLACES if place.in_menu]
QUESTION = Question("Which one learns first?", ("Zeros", "He"))
GOING = "/?init=he+xavier&iters=400000&hidden=40-40"


@dataclass
class Open:
    """An open page, the headings it must have, and what its address must go on saying."""

    page: Page
    line: Line
    headings: tuple[str, ...]
    address: str

    def lacks(self) -> list[str]:
        """What is not as it was before the restart."""
        if not self.line.drawn:
            return ["not drawn anew"]
        seen = self.page.evaluate(LOOK)
        found = [f"no heading {name}" for name in self.headings if name not in seen["headings"]]
        found += ["not connected"] * (not seen["connected"]) + ["an error"] * seen["errors"]
        found += [f"the menu {self.line.menu}"] * (self.line.menu != MENU)
        found += [f"the address {self.page.url}"] * (not self.page.url.endswith(self.address))
        return found + self.line.troubles


def addresses(room: str, key: str) -> dict[str, tuple[str, ...]]:
    """Twelve addresses, and the headings of what they show."""
    return {
        "/": ("Zeros", "Large random", "He"),
        "/?init=xavier+ones&lr=0.5": ("Xavier", "Ones"),
        "/?init=he~0.5+lsuv&data=moons": ("He × 0.5", "LSUV"),
        GOING: ("He", "Xavier"),
        "/lesson": ("The problem",),
        "/lesson?chapter=zeros&said=zeros:a": ("Zeros", "Constant 0.1"),
        "/lesson?chapter=own&sigma=sqrt(3/fan_in)": ("Make your own",),
        "/gallery": ("The course notebook",),
        "/runs": ("Runs",),
        "/initializations": ("Large random",),
        f"/classroom?room={room}&key={key}": (QUESTION.text,),
        f"/join?room={room}": (QUESTION.text,),
    }


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/runs.db"


@pytest.fixture
def room(store: str) -> Iterator[tuple[str, str]]:
    """The code and the key of a room in which a question is asked."""
    rooms = Rooms(store)
    code, key = rooms.open()
    Teacher(rooms, code, key).ask(QUESTION)
    yield code, key
    rooms.close()


def all_back(pages: list[Open], seconds: float = BACK_SECONDS) -> dict[str, list[str]]:
    """Waits until every page is as it must be; what each of the others lacks in the end."""
    deadline = time.monotonic() + seconds
    lacking = {each.address: each.lacks() for each in pages}
    while any(lacking.values()) and time.monotonic() < deadline:
        pages[0].page.wait_for_timeout(300)
        lacking = {each.address: lacking[each.address] and each.lacks() for each in pages}
    return {address: lacks for address, lacks in lacking.items() if lacks}


@pytest.mark.timeout((2 + RESTARTS) * BACK_SECONDS)
def test_all_pages_come_back_by_themselves(
    browser: Browser, tmp_path: Path, store: str, room: tuple[str, str]
) -> None:
    port, environment = free_port(), {"INITLAB_DATABASE_URL": store, "INITLAB_WORKERS": "1"}
    with ExitStack() as ending:
        server = start_server(port, environment, tmp_path / "log")
        ending.callback(lambda: crash(server))
        home = f"http://127.0.0.1:{port}"
        contexts = [browser.new_context(base_url=home, reduced_motion="reduce") for _ in range(2)]
        for context in contexts:
            ending.callback(context.close)
            context.set_default_timeout(BACK_SECONDS * 1000)
        pages = []
        for at, (address, headings) in enumerate(addresses(*room).items()):
            page = contexts[at % len(contexts)].new_page()
            pages.append(Open(page, Line(page), headings, address))
            page.goto(address, wait_until="commit")
            assert all_back(pages[-1:]) == {}  # one by one, so that the browser loads its files once
        going = next(each.page for each in pages if each.address == GOING)
        going.get_by_role("button", name="Train", exact=True).click()
        for _ in range(RESTARTS):
            going.wait_for_selector('.il-board[data-status="running"]')
            crash(server)
            for each in pages:
                each.line.cut()
            server = start_server(port, environment, tmp_path / "log")
            assert all_back(pages) == {}
            said = re.compile(r"^The server was restarted; training goes on from iteration [\d\u202f]+\.$")
            expect(going.get_by_text(said)).to_be_visible()
            going.wait_for_selector('.il-board[data-status="running"]')
            going.get_by_role("button", name="Stop", exact=True).click()  # the first thing pressed
            going.wait_for_selector('.il-board[data-status="stopped"]')
            going.get_by_role("button", name=re.compile("^(Train|Resume)$")).click()
        server.terminate()
        assert server.wait(20) is not None
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log, log

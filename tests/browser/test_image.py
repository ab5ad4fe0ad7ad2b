"""The app on the packages that its image has: every page, a CSV, every export, from what was left of them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from pages._frame.places import COMPARE, PLACES, Place
from tests.browser.board import Board
from tests.browser.conftest import complaint, serving
from tests.browser.test_kinds import GOOD
from tests.helpers.trimming import trimmed

EXPORTS = ("CSV", "JSON", "Report (HTML)", "Weights (npz)")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the image is of Linux")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("image")
    with serving(home, python=trimmed(home / "packages")) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1440, "height": 1300}, base_url=address) as context:
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(complaint(message)))
        yield page
    assert complaints == []


def test_a_csv_is_trained_on_and_everything_is_exported(page: Page, tmp_path: Path) -> None:
    board = Board(page, "?init=he+xavier&iters=300&every=10&seeds=2")
    page.get_by_role("combobox", name="Data", exact=True).click()
    page.get_by_role("option", name="Your own CSV").click()
    mine: FilePayload = {"name": "mine.csv", "mimeType": "text/csv", "buffer": GOOD.encode()}
    page.locator('input[type="file"]').set_input_files(mine)
    expect(page.get_by_text("3-10-5-3 network · ReLU · Your own CSV")).to_be_visible()
    board.trained()
    board.press("Share")
    for name in EXPORTS:
        with page.expect_download() as download:
            board.press(name)
        download.value.save_as(tmp_path / name)
    assert len(json.loads((tmp_path / "JSON").read_text())["runs"]) == 4
    assert "</html>" in (tmp_path / "Report (HTML)").read_text()
    with np.load(tmp_path / "Weights (npz)", allow_pickle=False) as arrays:
        assert arrays["He/seed3/W3"].shape == (3, 5)


def test_pictures_need_no_more_than_is_left(page: Page) -> None:
    board = Board(page, "?init=he&data=digits&iters=60&act=gelu&opt=adam")
    board.trained()
    assert board.table()[0][0] == "He"
    board.press("Share")
    with page.expect_download() as download:
        board.press("Notebook (ipynb)")
    assert download.value.suggested_filename.endswith(".ipynb")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_page_opens(page: Page, place: Place) -> None:
    name = "" if place is COMPARE else place.name
    page.goto(f"/{name}")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_table_of_all_runs_is_drawn(page: Page) -> None:
    Board(page, "?init=he&iters=40").trained()
    page.goto("/runs")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()

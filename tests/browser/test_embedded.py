"""A board within another page: it stands alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import SHARED, Board


@pytest.mark.parametrize("width", [1000, 390])
def test_a_board_in_another_page_stands_alone(page: Page, server: str, width: int) -> None:
    Board(page, SHARED).trained()
    page.goto("/_stcore/health")  # a browser lets only a local page show a local one
    page.set_content(
        f'<iframe src="{server}/{SHARED}&embed=true" width="{width}" height="700" style="border: 0"></iframe>'
    )
    frame = page.frame_locator("iframe")
    expect(frame.locator('.il-board[data-status="done"]')).to_be_visible()
    expect(frame.locator(".il-card h2")).to_have_text(["Zeros", "He"])
    expect(frame.locator(".il-plot .main-svg").first).to_be_visible()
    for gone in (".stSidebar", ".stAppHeader", "h1", ".st-key-actions"):
        expect(frame.locator(gone).and_(frame.locator(":visible"))).to_have_count(0)
    board = frame.locator(".il-board").bounding_box()
    assert board
    assert board["y"] < 20
    assert board["width"] > width - 30
    frame.locator(".il-play").click()
    expect(frame.locator(".il-play")).to_have_text("❚❚ Pause")
    frame.locator(".il-play").click()
    expect(frame.locator(".il-play")).to_have_text("▶ Replay")

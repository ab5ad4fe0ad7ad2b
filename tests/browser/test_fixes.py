"""“Try this fix”: one click puts the mended initialization beside the ailing one and trains it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.board import CACHED, Board

SHORT = "iters=600&n=100&lr=0.1"


def _fix(board: Board, card: int) -> None:
    board.details(card).locator(".il-try").click()


def test_the_mended_initialization_joins_the_ailing_one(page: Page) -> None:
    board = Board(page, f"?init=random+zeros&{SHORT}")
    expect(board.details(0).locator(".il-try")).to_be_hidden()
    page.keyboard.press("Escape")
    board.trained()
    _fix(board, 0)
    expect(page.locator(".il-card")).to_have_count(3)
    board.wait_for("done")
    board.wait_for_script()
    assert page.locator(".il-card h2").all_inner_texts() == ["Large random", "He", "Zeros"]
    assert "init=random+he+zeros" in page.url
    assert [row[-1] for row in board.table()][::2] == [CACHED, CACHED]


def test_a_setting_is_mended_for_all_and_a_fix_that_is_there_is_pointed_to(page: Page) -> None:
    board = Board(page, "?init=he&act=tanh&lr=1e-6&iters=500&n=100")
    board.trained()
    expect(page.locator(".il-verdict")).to_contain_text("Learning rate too low")
    _fix(board, 0)
    expect(page.locator(".il-card")).to_have_count(1)
    page.wait_for_url("**lr=1e-05**")
    board.wait_for("done")
    board = Board(page, f"?init=zeros+he&{SHORT}")
    board.trained()
    details = board.details(0)
    expect(details.locator(".il-fix")).to_contain_text("Draw the weights at random")
    expect(details.locator(".il-try")).to_have_text("See it beside")
    details.locator(".il-try").click()
    expect(page.locator(".il-card").nth(1)).to_have_class(re.compile("il-pointed"))
    expect(page.locator(".il-card").nth(1)).to_be_focused()

"""Pause, step, stop, resume, train longer; the other controls; the address."""

import re

from playwright.sync_api import Page, expect

from tests.browser.board import CACHED, Board
from tests.browser.waiting import wait_until

LONG = "iters=1000000&init=zeros+he"


def test_pause_holds_step_moves_one_record_and_resume_goes_on(page: Page) -> None:
    board = Board(page, f"?{LONG}&seed=201")
    board.train_some()
    board.press("Pause")
    board.wait_for("paused")
    board.wait_for_script()
    held = board.iteration
    page.wait_for_timeout(600)
    assert board.iteration == held
    for step in (1, 2):
        board.press("Step")
        board.wait_at(held - held % 50 + 50 * step)
    board.press("Resume")
    board.wait_beyond(held + 1000)
    board.stop()
    expect(page.locator(".il-headline")).to_contain_text("Stopped at iteration")
    board.wait_for_script()


def test_the_zoom_survives_while_the_curves_grow(page: Page) -> None:
    board = Board(page, f"?{LONG}&seed=202")
    board.train_some()
    plot = page.locator(".il-plot .nsewdrag").bounding_box()
    assert plot
    page.mouse.move(plot["x"] + 100, plot["y"] + 60)
    page.mouse.down()
    page.mouse.move(plot["x"] + 400, plot["y"] + 180, steps=4)
    page.mouse.up()
    wait_until(page, "document.querySelector('.il-plot')._fullLayout.xaxis.range[0] > 100")
    zoomed = board.plotted("xaxis"), board.plotted("yaxis")
    board.wait_beyond(board.iteration + 2000)
    assert (board.plotted("xaxis"), board.plotted("yaxis")) == zoomed
    board.stop()
    board.wait_for_script()


def test_another_control_does_not_kill_the_run(page: Page) -> None:
    board = Board(page, f"?{LONG}&seed=203")
    board.train_some()
    hidden = page.get_by_label("Hidden layers", exact=True)
    hidden.fill("4, 4")
    hidden.press("Enter")
    expect(page.get_by_text("The settings have changed")).to_be_visible()
    board.wait_beyond(board.iteration)
    assert board.status == "running"
    assert "hidden=4-4" in page.url
    board.press("Train")
    expect(page.get_by_text("2-4-4-1 network")).to_be_visible()
    board.wait_beyond(0)
    board.stop()
    board.wait_for_script()


def test_train_longer_goes_on_from_where_it_was(page: Page) -> None:
    board = Board(page, "?init=he&seed=205&iters=1000")
    board.trained()
    first = board.table()[0][4]
    board.press("+1\N{NARROW NO-BREAK SPACE}000")
    board.wait_at(2000)
    board.wait_for_script()
    expect(page).to_have_url(re.compile("iters=2000"))
    assert board.table()[0][4] == first


def test_the_address_opens_the_same_experiment_elsewhere(page: Page) -> None:
    board = Board(
        page, "?init=he+he~0.5+xavier&act=tanh&data=moons&noise=0.2&hidden=4-3&lr=0.3&seed=7&iters=500"
    )
    expect(page.locator(".il-card h2")).to_have_text(["He", "He × 0.5", "Xavier"])
    expect(page.get_by_text("2-4-3-1 network · tanh · moons, 300 points, noise 0.2")).to_be_visible()
    board.trained()
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector('.il-board[data-status="done"]')
    assert Board.table(_seen(other)) == [[*row[:-1], CACHED] for row in board.table()]
    other.close()


def test_back_returns_to_the_experiment_before(page: Page) -> None:
    board = Board(page, "?seed=5")
    seed = page.get_by_label("Weights seed", exact=True)
    seed.fill("6")
    seed.press("Enter")
    expect(page.get_by_text("weights seed 6")).to_be_visible()
    page.wait_for_url("**seed=6**")
    board.wait_for_script()
    page.go_back()
    expect(page.get_by_text("weights seed 5")).to_be_visible()
    expect(seed).to_have_value("5")
    board.wait_for_script()


def test_back_from_another_page_finds_the_experiment(page: Page) -> None:
    board = Board(page, "?init=he+xavier&noise=0.1")
    page.get_by_role("link", name="Initializations").click()
    expect(page.get_by_role("heading", name="Initializations", level=1)).to_be_visible()
    page.wait_for_url("**/initializations*")  # the heading may be there a moment before the history is
    page.go_back()
    board.wait_for("new")
    expect(page.get_by_text("noise 0.1")).to_be_visible()
    expect(page.locator(".il-card h2")).to_have_text(["He", "Xavier"])
    page.go_forward()
    expect(page.get_by_role("heading", name="Initializations", level=1)).to_be_visible()
    page.wait_for_url("**/initializations*")  # the heading may be there a moment before the history is
    page.go_back()
    board.wait_for("new")
    board.wait_for_script()
    expect(page.locator(".il-card h2")).to_have_text(["He", "Xavier"])


def test_the_preset_restores_the_course(page: Page) -> None:
    board = Board(page, "?init=xavier&hidden=3&act=sigmoid")
    board.press("Course notebook")
    expect(page.get_by_text("2-10-5-1 network · ReLU · circles")).to_be_visible()
    expect(page.locator(".il-card h2")).to_have_text(["Zeros", "Large random", "He"])
    page.wait_for_url("**/")
    board.wait_for_script()
    page.wait_for_timeout(1500)  # nothing that was on its way brings the old settings back
    assert "?" not in page.url
    expect(page.get_by_label("Hidden layers", exact=True)).to_have_value("10, 5")


def test_a_bad_address_says_what_was_not_followed(page: Page) -> None:
    board = Board(page, "?init=he+nonsense&lr=-1&seed=x&hidden=3")
    expect(page.get_by_text("got 'nonsense'")).to_be_visible()
    expect(page.get_by_text("`learning_rate` must be")).to_have_count(0)
    expect(page.locator(".il-card h2")).to_have_text(["He"])
    expect(page.get_by_text("2-3-1 network")).to_be_visible()
    board.wait_for_script()


def _seen(page: Page) -> Board:
    """A board on a page that is open already."""
    board = Board.__new__(Board)
    board.page = page
    return board

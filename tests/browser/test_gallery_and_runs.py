"""From the gallery and from the list of runs into Compare."""

from playwright.sync_api import Page, expect

from tests.browser.board import Board

COURSE = "Decision boundaries and cost curves: Zeros ends at cost 0.693"


def _go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_the_gallery_draws_what_it_trains_and_opens_it(page: Page) -> None:
    Board(page, "?init=xavier&lr=0.5")
    _go_to(page, "Gallery")
    expect(page.get_by_role("heading", level=3)).to_have_count(11)
    expect(page.locator(f'img[alt^="{COURSE}"]')).to_be_visible()
    page.get_by_role("link", name="Open: Dead on arrival").click()
    expect(page.locator(".il-card h2")).to_have_text(["He, biases −5", "He"])
    assert "lr=0.1" in page.url
    _go_to(page, "Gallery")
    page.get_by_role("link", name="Open: The course notebook").click()
    expect(page.locator(".il-card h2")).to_have_text(["Zeros", "Large random", "He"])
    expect(page.get_by_role("button", name="Course notebook")).to_be_disabled()


def test_two_runs_are_selected_by_keyboard_into_compare(page: Page) -> None:
    board = Board(page, "?init=ones+lsuv&iters=150&seed=77001")
    board.press("Train")
    board.wait_for("done")
    _go_to(page, "Runs")
    words = page.get_by_role("textbox", name="Text")
    words.fill("77001")
    words.press("Enter")
    expect(page.get_by_text("2 of ", exact=False).first).to_be_visible()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    table = page.get_by_test_id("data-grid-canvas")
    table.focus()
    page.keyboard.press("Shift+Space")
    expect(page.get_by_text("1 selected.")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(page.get_by_text("2 selected.")).to_be_visible()
    page.get_by_role("link", name="Compare selected").click()
    for name in ("Ones", "LSUV"):  # whichever was stored last comes first
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    board.wait_for("done")
    assert "seed=77001" in page.url

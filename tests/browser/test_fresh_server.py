"""A server that nobody has visited yet."""

from playwright.sync_api import Page, expect

from tests.browser.board import Board, number


def test_any_page_may_be_the_first_one(unvisited: Page) -> None:
    unvisited.goto("/initializations")
    expect(unvisited.get_by_role("heading", name="Initializations", level=1)).to_be_visible()
    expect(unvisited.get_by_role("link", name="Compare")).to_be_visible()
    expect(unvisited.get_by_role("link", name="actions")).to_have_count(0)


def test_a_newcomer_presses_train_and_sees_the_published_table(unvisited: Page) -> None:
    board = Board(unvisited)
    assert board.status == "new"
    expect(unvisited.get_by_text("Press Train to watch")).to_be_visible()
    board.press("Train")
    board.wait_for("done")
    zeros, random, he = board.table()
    assert "Fails to break symmetry" in zeros[1]
    assert [number(cell) for cell in zeros[2:6]] == [50.0, 50.0, 0.693, 0.693]
    assert "Too large weights" in random[1]
    assert abs(number(random[2]) - 83) <= 2
    assert abs(number(random[3]) - 86) <= 2
    assert "1\N{NARROW NO-BREAK SPACE}773.6" in random[4]
    assert "inf" in random[4]
    assert "Separates the classes" in he[1]
    fixes = unvisited.locator(".il-fix")
    expect(fixes.first).to_contain_text("Draw the weights at random")
    expect(fixes.nth(1)).to_contain_text("He's scale")
    expect(unvisited.locator(".il-evidence").nth(1)).to_contain_text("also: still learning")
    assert [number(cell) for cell in he[2:6]] == [99.3, 96.0, 0.883, 0.065]

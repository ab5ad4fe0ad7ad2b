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
    expect(unvisited.locator(".il-headline")).to_contain_text("Press Train to watch")
    board.trained()
    zeros, random, he = board.table()
    assert "Fails to break symmetry" in zeros[1]
    assert [number(cell) for cell in zeros[2:6]] == [50.0, 50.0, 0.693, 0.693]
    assert "Too large weights" in random[1]
    assert abs(number(random[2]) - 83) <= 2
    assert abs(number(random[3]) - 86) <= 2
    assert "1\N{NARROW NO-BREAK SPACE}773.6" in random[4]
    assert "inf" in random[4]
    assert "Separates the classes" in he[1]
    assert [number(cell) for cell in he[2:6]] == [99.3, 96.0, 0.883, 0.065]
    expect(board.details(0).locator(".il-fix")).to_contain_text("Draw the weights at random")
    details = board.details(1)
    expect(details.locator(".il-fix")).to_contain_text("He's scale")
    expect(details).to_contain_text("Also: still learning")

"""The course's experiment, from the first press of Train to the published table."""

from playwright.sync_api import Page, expect

from initcore.figures.stills import palette
from tests.browser.board import CACHED, Board, number


def test_a_newcomer_presses_train_and_sees_the_published_table(page: Page) -> None:
    board = Board(page)
    assert board.status == "new"
    expect(page.get_by_text("Press Train to watch")).to_be_visible()
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
    fixes = page.locator(".il-fix")
    expect(fixes.first).to_contain_text("Draw the weights at random")
    expect(fixes.nth(1)).to_contain_text("He's scale")
    expect(page.locator(".il-evidence").nth(1)).to_contain_text("also: still learning")
    assert [number(cell) for cell in he[2:6]] == [99.3, 96.0, 0.883, 0.065]


def test_the_second_visit_comes_from_cache_at_once(page: Page) -> None:
    board = Board(page)
    board.press("Train") if board.status != "done" else None
    board.wait_for("done")
    page.reload()
    board.wait_for("done")
    expect(page.get_by_text("from cache, nothing had to be trained")).to_be_visible()
    assert [row[-1] for row in board.table()] == [CACHED] * 3
    board.wait_for_script()


def test_the_maps_are_drawn_in_the_palettes_colours(page: Page) -> None:
    board = Board(page)
    board.press("Train") if board.status != "done" else None
    board.wait_for("done")
    drawn = page.locator(".il-canvas").last.evaluate(
        """canvas => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
          const places = Array.from({ length: data.length / 4 }, (_, at) => 4 * at)
          return [...new Set(places.map((at) => data.slice(at, at + 3).join()))]
        }"""
    )
    known = {",".join(map(str, color)) for color in palette(2).tolist()}
    assert len(drawn) > 20
    assert set(drawn) <= known


def test_curves_and_maps_grow_in_place(page: Page) -> None:
    board = Board(page, "?seed=104&iters=1000000")
    untrained = board.pixels(2)
    board.train_some()
    assert board.pixels(2) != untrained
    page.wait_for_selector(".il-plot .main-svg")
    board.tag_nodes()
    first, iteration = board.points(), board.iteration
    for _ in range(8):
        board.wait_beyond(iteration)
        iteration = board.iteration
    assert all(after > before for before, after in zip(first, board.points(), strict=True))
    board.stop()
    assert board.untouched()
    board.wait_for_script()

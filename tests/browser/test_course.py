"""The course's experiment, from the first press of Train to the published table."""

from playwright.sync_api import Page, expect

from initcore.figures.stills import palette
from tests.browser.board import CACHED, Board


def test_the_second_visit_comes_from_cache_at_once(page: Page) -> None:
    board = Board(page)
    board.trained()
    page.reload()
    board.wait_for("done")
    expect(page.locator(".il-headline")).to_contain_text("from cache, nothing had to be trained")
    assert [row[-1] for row in board.table()] == [CACHED] * 3
    board.wait_for_script()


def test_the_maps_are_drawn_in_the_palettes_colours(page: Page) -> None:
    board = Board(page)
    board.trained()
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

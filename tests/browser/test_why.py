"""The evidence under "Why?", and the scrubber, its keys and its speed that move everything together."""

import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.board import Board

KEPT = ".il-why, .il-part canvas, .il-unit, .il-card"


def _done(page: Page, query: str = "?init=zeros+he&iters=1000&seed=311") -> Board:
    """A trained comparison, trained once for all tests here."""
    board = Board(page, query)
    board.trained()
    return board


def _open(page: Page, label: str) -> Locator:
    page.get_by_role("button", name=f"Why? The evidence on {label}").click()
    panel = page.get_by_role("region", name=f"Why? The evidence on {label}")
    expect(panel.locator(".il-when")).to_have_text("iteration 1\N{NARROW NO-BREAK SPACE}000")
    return panel


def _picture(canvas: Locator) -> str:
    return canvas.evaluate("node => node.toDataURL()")


def _at(page: Page, iteration: int, panel: Locator | None = None) -> None:
    """Waits until the board, and the evidence, show that iteration."""
    page.wait_for_selector(f'.il-board[data-iteration="{iteration}"]')
    if panel:
        said = f"{iteration:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        expect(panel.locator(".il-when")).to_have_text(f"iteration {said}")


def test_why_shows_the_evidence_and_closes_by_keyboard_alone(page: Page) -> None:
    board = _done(page)
    why = page.get_by_role("button", name="Why? The evidence on Zeros")
    expect(why).to_have_attribute("aria-expanded", "false")
    why.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Why? The evidence on Zeros")
    expect(panel).to_contain_text("Every hidden layer acts as 1 unit")
    expect(panel).to_contain_text("In every layer the gradient is exactly 0, so nothing moves.")
    expect(panel).to_contain_text("All 15 hidden units are dead")
    expect(panel).to_contain_text("Every weight is 0; 13 units are the same as another.")
    expect(panel.locator(".il-badge", has_text="=1")).to_have_count(13)
    expect(panel.locator(".il-classes tbody tr")).to_have_text(["class 0500100.0 %", "class 15000.0 %"])
    expect(panel).to_contain_text("balanced accuracy 50.0 %")
    expect(why).to_have_attribute("aria-expanded", "true")
    pictures = panel.locator('canvas[role="img"]')
    assert all(pictures.evaluate_all("nodes => nodes.map(node => node.getAttribute('aria-label'))"))
    assert pictures.count() == 6
    panel.get_by_role("button", name="weight", exact=True).press("Enter")
    expect(panel).to_contain_text("In every layer the weights are exactly 0.")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(why).to_be_focused()
    board.wait_for_script()


def test_scrubbing_and_keys_move_every_part(page: Page) -> None:
    board = _done(page)
    panel = _open(page, "He")
    board.wait_for_script()
    parts = [
        panel.locator(f".il-{name} canvas").first for name in ("meter", "heat", "spread", "stage", "unit")
    ]
    before = [_picture(part) for part in parts]
    board.scrub_to(0)
    _at(page, 0, panel)
    after = [_picture(part) for part in parts]
    assert all(one != other for one, other in zip(before, after, strict=True))
    page.locator(".il-card h2").first.click()
    for key, iteration in (
        *(("ArrowRight", 50), ("ArrowRight", 100), ("ArrowLeft", 50), ("Shift+ArrowRight", 550)),
        *(("PageDown", 50), ("PageUp", 550), ("End", 1000), ("Shift+ArrowLeft", 500), ("Home", 0)),
    ):
        page.keyboard.press(key)
        _at(page, iteration)
    page.get_by_label("Iteration shown").focus()
    page.keyboard.press("ArrowRight")
    _at(page, 50, panel)
    page.keyboard.press("End")
    _at(page, 1000, panel)
    assert [_picture(part) for part in parts] == before
    board.wait_for_script()


def test_play_takes_as_long_as_it_is_told_and_space_plays(page: Page) -> None:
    board = _done(page, "?init=he&iters=4000&seed=312&every=10")
    panel = page.get_by_role("region", name="Why? The evidence on He")
    page.get_by_role("button", name="Why? The evidence on He").click()
    expect(panel.locator(".il-when")).to_contain_text("iteration")
    reached = []
    for seconds in ("30", "3"):
        page.get_by_label("How long a replay takes").select_option(seconds)
        page.get_by_label("Iteration shown").focus()
        page.keyboard.press("Home")
        page.keyboard.press("Space")
        expect(page.locator(".il-play")).to_have_text("❚❚ Pause")
        board.wait_beyond(30)
        begun, first = time.monotonic(), board.iteration
        board.wait_beyond(first + 300)
        page.keyboard.press("Space")
        reached.append((board.iteration - first) / (time.monotonic() - begun))
        expect(page.locator(".il-play")).to_have_text("▶ Replay")
        expect(panel.locator(".il-when")).not_to_have_text("iteration 4\N{NARROW NO-BREAK SPACE}000")
    assert reached[1] > 3 * reached[0], reached
    board.wait_for_script()


def test_a_unit_is_enlarged_by_hover_and_by_focus(page: Page) -> None:
    board = _done(page)
    panel = _open(page, "He")
    lens, units = panel.locator(".il-lens"), panel.locator(".il-unit")
    expect(units).to_have_count(16)
    expect(lens.locator("h4")).to_have_text("Layer 1, unit 1")
    first = _picture(lens.locator("canvas"))
    units.nth(11).hover()
    expect(lens.locator("h4")).to_have_text("Layer 2, unit 2")
    assert _picture(lens.locator("canvas")) != first
    units.nth(11).focus()
    page.keyboard.press("ArrowDown")
    expect(lens.locator("h4")).to_have_text("Layer 2, unit 3")
    expect(units.nth(12)).to_be_focused()
    expect(lens).to_contain_text("incoming weights")
    page.keyboard.press("ArrowLeft")
    _at(page, 950, panel)
    expect(units.nth(12)).to_be_focused()
    heat = panel.locator(".il-heat canvas").first
    heat.focus()
    page.keyboard.press("ArrowDown")
    expect(panel.locator(".il-heat .il-readout")).to_contain_text("layer 2, iteration 950: gradient rms")
    heat.hover(position={"x": 60, "y": 10})
    expect(panel.locator(".il-heat .il-readout")).to_contain_text("layer 1, iteration 0: gradient rms")
    heat.click(position={"x": 60, "y": 10})
    _at(page, 0, panel)
    board.wait_for_script()


def test_a_live_panel_grows_in_place(page: Page) -> None:
    board = Board(page, "?init=zeros+he&seed=313&iters=1000000")
    page.get_by_role("button", name="Why? The evidence on He").click()
    board.train_some()
    panel = page.get_by_role("region", name="Why? The evidence on He")
    expect(panel.locator(".il-when")).not_to_have_text("iteration 0")
    page.locator(KEPT).evaluate_all("nodes => nodes.forEach(node => { node.original = true })")
    cards, size = page.locator(".il-cards").bounding_box(), panel.bounding_box()
    iteration = board.iteration
    heat = _picture(panel.locator(".il-heat canvas").first)
    for _ in range(6):
        board.wait_beyond(iteration)
        iteration = board.iteration
    assert page.locator(KEPT).evaluate_all("nodes => nodes.every(node => node.original)")
    assert (page.locator(".il-cards").bounding_box(), panel.bounding_box()) == (cards, size)
    assert _picture(panel.locator(".il-heat canvas").first) != heat
    board.stop()
    board.wait_for_script()


def test_on_a_phone_the_panel_fits(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    board = _done(page)
    panel = _open(page, "Zeros")
    expect(panel).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".il-whys > .il-why")).to_have_count(1)
    board.wait_for_script()


def test_the_pictures_of_the_evidence_are_saved(page: Page, tmp_path: Path) -> None:
    board = Board(page, "?init=he&seed=811&iters=300")
    board.trained()
    page.get_by_role("button", name="Why? The evidence on He").click()
    page.locator(".il-network canvas").first.wait_for()
    for title in ("Symmetry meter", "Sizes (rms)", "Distributions", "Network"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save {title} as PNG").click()
        download.value.save_as(tmp_path / "picture.png")
        data = (tmp_path / "picture.png").read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) > 2000

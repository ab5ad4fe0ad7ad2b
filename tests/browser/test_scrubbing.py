"""Whatever iteration is shown, everything on the board speaks of it; and a trained comparison is played."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import CACHED, SHARED, Board, number
from tests.browser.waiting import wait_until

EARLY, LAST = 50, 2000


def _said(board: Board) -> list[Any]:
    """All that speaks of an iteration: the second card, its row, the marker and the words beside the tabs."""
    return [
        board.card(1),
        board.table()[1][1:6],
        board.marker(),
        board.page.locator(".il-side .il-when").inner_text(),
    ]


def _opened(page: Page) -> Board:
    board = Board(page, SHARED)
    board.trained()
    wait_until(page, "document.querySelector('.il-curves')?.dataset.drawn > 0")
    return board


def test_everything_speaks_of_the_iteration_shown(page: Page) -> None:
    board = _opened(page)
    end, maps = _said(board), board.maps(lambda maps: all(maps))
    heading = page.locator(".il-results thead th").nth(5)
    expect(heading).to_have_text("Final cost")
    board.scrub_to(EARLY / LAST)
    board.wait_at(EARLY)
    verdict = page.locator(".il-verdict").nth(1)
    expect(verdict).to_have_text(re.compile("Still learning"))
    page.wait_for_url(f"**at={EARLY}")
    early = _said(board)
    assert all(one != other for one, other in zip(early, end, strict=True)), early
    card, row = board.card(1), board.table()[1]
    assert row[1].endswith(card[0].split(maxsplit=1)[1])
    assert [row[2], row[3], row[5]] == card[1:]
    assert number(card[3]) > number(end[0][3]) + 0.1
    assert row[6] in ("not yet", str(EARLY))
    expect(heading).to_have_text("Cost")
    assert board.maps(lambda found: found[1] != maps[1])[1] != maps[1]
    assert board.details(1).inner_text().startswith(card[0])
    page.keyboard.press("Escape")

    other = page.context.new_page()
    same = Board(other, page.url.split("/")[-1])
    same.wait_at(EARLY)
    expect(other.locator(".il-verdict").nth(1)).to_have_text(card[0])
    assert same.card(1) == card
    other.close()

    board.press("At the end")
    board.wait_at(LAST)
    expect(verdict).to_have_text(end[0][0])
    wait_until(page, "!location.search.includes('at=')")
    assert _said(board) == end
    assert board.maps(lambda found: found == maps) == maps
    expect(board.button("At the end")).to_be_disabled()


def test_an_iteration_does_not_outlive_its_comparison(page: Page) -> None:
    board = Board(page, f"{SHARED}&at={EARLY}")
    board.wait_at(EARLY)
    seed = page.get_by_label("Weights seed", exact=True)
    seed.fill("207")
    seed.press("Enter")
    board.wait_for("new")
    wait_until(page, "location.search.includes('seed=207') && !location.search.includes('at=')")
    board.wait_for_script()
    assert "at=" not in page.url


def test_train_plays_what_is_trained_from_its_start(page: Page) -> None:
    board = _opened(page)
    page.get_by_label("How long a replay takes").select_option("3")
    board.watch("iteration")
    board.watch("status")
    board.press("Train")
    expect(page.locator(".il-play")).to_have_text("❚❚ Pause")
    expect(page.locator(".il-curtain")).to_be_visible()
    expect(page.locator(".il-play")).to_have_text("▶ Replay")
    seen = [int(iteration) for iteration in board.watched("iteration")][1:]
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] == LAST
    assert len(seen) >= 10
    assert board.watched("status") == ["done"]
    expect(page.locator(".il-curtain")).to_be_hidden()


def test_train_anew_trains(page: Page) -> None:
    board = Board(page, "?init=zeros+he&seed=208&iters=20000")
    board.trained()
    page.reload()
    board.trained()
    assert [row[-1] for row in board.table()] == [CACHED] * 2
    last = board.table()
    board.press("Train anew")
    board.wait_for("running")
    board.wait_for("done")
    expect(page.locator(".il-headline")).to_contain_text("trained in")
    assert all(re.fullmatch(r"[\d.]+ s", row[-1]) for row in board.table())
    assert [row[:-1] for row in board.table()] == [row[:-1] for row in last]
    board.wait_for_script()


@pytest.mark.parametrize("key", ["space", "mouse"])
def test_a_replay_pauses_and_goes_on_from_there(page: Page, key: str) -> None:
    board = _opened(page)
    page.get_by_label("How long a replay takes").select_option("10")
    play = page.locator(".il-play")
    page.locator(".il-card h2").first.click()
    page.keyboard.press("Home")

    def press() -> None:
        page.keyboard.press("Space") if key == "space" else play.click()

    press()
    board.wait_beyond(100)
    press()
    expect(play).to_have_text("▶ Replay")
    held = board.iteration
    page.wait_for_url(f"**at={held}")
    assert 100 < held < LAST
    board.watch("iteration")
    press()
    board.wait_beyond(held + 100)
    press()
    assert all(int(iteration) >= held for iteration in board.watched("iteration"))


def test_an_iteration_beyond_the_runs_shows_where_they_stand(page: Page) -> None:
    board = Board(page, "?init=he&seed=209&iters=400&at=99999999")
    board.wait_at(0)
    expect(page.locator(".il-scrub output")).to_have_text("iteration 0")
    board.trained()
    board.wait_at(400)

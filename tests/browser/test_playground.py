"""What a reader does with the maps, the tabs beside the curves and the keys."""

import re

import pytest
from playwright.sync_api import Page, Position, expect

from tests.browser.board import SHARED, Board, number
from tests.helpers.published import HE_COSTS, ITERATIONS, LN_2

INKED = """card => {
  const canvas = document.querySelectorAll('.il-points')[card]
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return data.filter((byte, at) => at % 4 === 3 && byte > 0).length
}"""
"""How many pixels of a card's map are covered by examples."""

COLOURS = """card => {
  const canvas = document.querySelectorAll('.il-canvas')[card]
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  const pixels = Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 3).join())
  return new Set(pixels).size
}"""


@pytest.fixture
def board(page: Page) -> Board:
    board = Board(page, SHARED)
    board.trained()
    return board


def test_test_points_and_answers_are_shown_when_asked_for(page: Page, board: Board) -> None:
    train, shades = page.evaluate(INKED, 1), page.evaluate(COLOURS, 1)
    assert train > 0
    assert shades > 20
    points, answers = board.button("Test points"), board.button("Answers")
    for button in (points, answers):
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(INKED, 1) > 1.1 * train
    assert page.evaluate(COLOURS, 1) <= 3
    points.click()
    answers.click()
    assert (page.evaluate(INKED, 1), page.evaluate(COLOURS, 1)) == (train, shades)


def test_networks_answer_at_the_pointer_and_at_points_that_are_put(page: Page, board: Board) -> None:
    he = page.locator(".il-map").nth(1)
    size = he.bounding_box()
    assert size
    centre = Position(x=size["width"] / 2, y=size["height"] / 2)
    he.hover(position=centre)
    tip = page.locator(".il-tip")
    expect(tip).to_have_text(re.compile(r"^\(−?0\.0\d*, −?0\.0\d*\)\nP\(class 1\) = \d+\.\d %, logit −?\d"))
    inside = number(tip.inner_text().split("=")[1])
    he.click(position=centre)
    expect(page.get_by_role("tab", name="Points")).to_have_attribute("aria-selected", "true")
    he.click(position={"x": 8, "y": 8})
    rows = page.locator(".il-asked tr")
    expect(rows).to_have_count(3)
    expect(rows.first.locator("th")).to_have_text(["", re.compile(r"^1 \("), re.compile(r"^2 \(")])
    expect(rows.nth(1).locator("td").first).to_have_text("● Zeros")
    expect(rows.nth(1).locator("td").nth(1)).to_have_text("P(class 1) = 50.0 %, logit 0")
    answers = [number(text.split("=")[1]) for text in rows.nth(2).locator("td").all_inner_texts()[1:]]
    assert abs(answers[0] - inside) < 0.11
    assert answers[0] > 60
    assert answers[1] < 40
    expect(page.locator(".il-card").first.locator(".il-pin")).to_have_text(["1", "2"])
    board.scrub_to(0)
    expect(page.locator(".il-asked")).to_contain_text("At iteration 0.")
    before = [number(text.split("=")[1]) for text in rows.nth(2).locator("td").all_inner_texts()[1:]]
    assert before != answers
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    board.press("Remove all")
    expect(page.locator(".il-pin")).to_have_count(0)
    expect(page.locator(".il-asked tr")).to_have_count(0)


def test_costs_are_printed_as_the_notebook_prints_them(page: Page) -> None:
    board = Board(page)
    board.trained()
    board.show("Printed")
    blocks = page.locator(".il-printed section")
    expect(blocks.locator("h4")).to_have_text(["Zeros", "Large random", "He"])
    zeros, random, he = (text.splitlines() for text in blocks.locator("pre").all_inner_texts())
    assert [line.split(":")[0] for line in he] == [
        f"Cost after iteration {at}" for at in range(0, ITERATIONS, 1000)
    ]
    assert zeros[0] == f"Cost after iteration 0: {LN_2}"
    assert random[0].startswith("Cost after iteration 0: inf")
    costs = {1000 * at: float(line.split(": ")[1]) for at, line in enumerate(he)}
    for iteration, cost in HE_COSTS.items():
        assert costs[iteration] == pytest.approx(cost, rel=1e-9)
    board.scrub_to(0.2)
    board.wait_at(3000)
    expect(blocks.nth(2).locator("pre")).to_have_text(re.compile(r"iteration 3000: [\d.]+$"))


def test_keys_work_wherever_the_focus_is(page: Page, board: Board) -> None:
    keys, details = page.get_by_role("dialog", name="Keys"), page.locator(".il-details")
    results, why = (page.get_by_role("tab", name=name) for name in ("Results", "Why?"))
    focus = (
        lambda: page.evaluate("document.activeElement.blur()"),
        lambda: page.locator(".il-card h2").first.click(),
        lambda: page.locator(".il-play").focus(),
        lambda: board.button("Train").focus(),
    )
    for somewhere in focus:
        somewhere()
        page.keyboard.press("Home")
        board.wait_at(0)
        page.keyboard.press("End")
        board.wait_at(2000)
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    expect(keys.locator("dt")).to_contain_text(["Home, End", "Space", "1 to 8", "W"])
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("2")
    expect(details).to_have_attribute("aria-label", "What is said of He")
    page.keyboard.press("1")
    expect(details).to_have_attribute("aria-label", "What is said of Zeros")
    page.keyboard.press("Escape")
    expect(details).to_be_hidden()
    expect(page.locator(".il-verdict").first).to_be_focused()
    page.keyboard.press("w")
    expect(why).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("region", name="Why? The evidence on Zeros")).to_be_visible()
    page.keyboard.press("r")
    expect(results).to_have_attribute("aria-selected", "true")


def test_space_plays_and_t_trains_but_not_where_one_types(page: Page, board: Board) -> None:
    play = page.locator(".il-play")
    page.get_by_label("How long a replay takes").select_option("30")
    page.locator(".il-card h2").first.click()
    page.keyboard.press("Space")
    expect(play).to_have_text("❚❚ Pause")
    page.keyboard.press("Space")
    expect(play).to_have_text("▶ Replay")
    page.keyboard.press("End")
    page.keyboard.press("t")  # what is trained is played
    expect(play).to_have_text("❚❚ Pause")
    page.keyboard.press("End")
    expect(play).to_have_text("▶ Replay")
    board.wait_for_script()
    hidden = page.get_by_label("Hidden layers", exact=True)
    hidden.click()
    hidden.press("Home")
    page.keyboard.type("t?1w ")
    expect(hidden).to_have_value("t?1w 10, 5")
    expect(play).to_have_text("▶ Replay")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.locator(".il-details")).to_be_hidden()
    assert board.iteration == 2000
    page.keyboard.press("Escape")

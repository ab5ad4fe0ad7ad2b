"""A teacher and two students, each in a browser of their own; and presenter mode."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.board import Board


@pytest.fixture
def students(browser: Browser, server: str) -> Iterator[list[Page]]:
    """Two students, who share nothing with each other or the teacher."""
    with ExitStack() as stack:
        contexts = [
            browser.new_context(base_url=server, viewport={"width": 1100, "height": 900}) for _ in "ab"
        ]
        for context in contexts:
            stack.callback(context.close)
            context.set_default_timeout(20_000)
        yield [context.new_page() for context in contexts]


def at_rest(page: Page) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def room_opened(page: Page) -> str:
    """Opens a room from the page's navigation; its code."""
    page.get_by_role("link", name="Class").click()
    page.get_by_role("button", name="Open a room").click()
    expect(page.get_by_alt_text("QR code of the link")).to_be_visible()
    page.wait_for_url("**/classroom?room=*")
    found = re.search(r"room=(\w+)&key=", page.url)
    assert found
    return found[1]


def test_a_class_predicts_and_sees_the_result_when_it_is_revealed(page: Page, students: list[Page]) -> None:
    Board(page)
    code = room_opened(page)
    one, two = students
    for student in students:
        student.goto(f"/join?room={code}")
        expect(student.get_by_text("has not asked anything yet")).to_be_visible()
    page.get_by_role("button", name="Ask", exact=True).click()
    one.get_by_role("button", name="Zeros").click()
    two.get_by_role("button", name="He", exact=True).click()
    expect(two.get_by_text("Your answer: He")).to_be_visible()
    expect(page.get_by_text("2 answers")).to_be_visible()
    one.reload()  # the same browser is the same person
    expect(one.get_by_text("Your answer: Zeros")).to_be_visible()
    one.get_by_role("button", name="He", exact=True).click()
    expect(one.get_by_text("Your answer: He")).to_be_visible()
    for each in (page, one, two):
        expect(each.locator(".st-key-bars")).to_have_count(0)
    page.get_by_role("button", name="Reveal").click()
    for each in (page, one, two):
        expect(each.locator(".st-key-bars")).to_contain_text("He · 2 · 100.0 %")
    page.get_by_label("Link to a comparison").fill("?init=zeros+he&iters=500")
    page.get_by_role("button", name="Everyone look at this").click()
    one.get_by_role("button", name="Look at it").press("Enter")
    expect(one.locator(".il-card h2")).to_have_text(["Zeros", "He"])
    at_rest(one)
    one.get_by_role("link", name="To the question").click()
    expect(one.locator(".st-key-bars")).to_be_visible()
    expect(one.get_by_role("button", name="Look at it")).to_have_count(0)
    at_rest(page)


def test_a_class_follows_its_teacher_and_nobody_loses_anything(page: Page, students: list[Page]) -> None:
    board = Board(page, "?init=zeros+he&seed=401&iters=500")
    board.trained()
    code = room_opened(page)
    for student in students:
        student.goto(f"/join?room={code}")
        student.get_by_role("link", name="Open the experiment").click()
        expect(student.locator(".il-card h2")).to_have_text(["Zeros", "Large random", "He"])
        expect(student).to_have_url(re.compile(f"room={code}"))
        at_rest(student)
    one = students[0]
    seed = one.get_by_label("Weights seed", exact=True)
    seed.fill("402")
    seed.press("Enter")
    expect(one.get_by_text("weights seed 402")).to_be_visible()
    page.get_by_role("button", name="Everyone look at my comparison").click()
    for student in students:
        expect(student.locator(".il-card h2")).to_have_text(["Zeros", "He"])
        student.wait_for_selector('.il-board[data-status="done"]')
        expect(student).to_have_url(re.compile("seed=401"))
    one.get_by_role("button", name="Back to mine").click()
    expect(one.get_by_text("weights seed 402")).to_be_visible()
    expect(seed).to_have_value("402")
    at_rest(one)
    page.get_by_text("Lock the experiment").click()
    for student in students:
        expect(student.get_by_text("Your teacher has locked the settings")).to_be_visible()
        expect(student.get_by_text("weights seed 401")).to_be_visible()
        expect(student.get_by_label("Weights seed", exact=True)).to_have_count(0)
    page.get_by_role("button", name="End the room").click()
    page.get_by_role("button", name="End it now").click()
    for student in students:
        expect(student.get_by_text(f"Room {code} has ended.")).to_be_visible()
        expect(student.get_by_label("Weights seed", exact=True)).to_have_value("401")
    at_rest(page)


def test_presenter_mode_enlarges_and_folds_away_and_is_left_without_a_trace(page: Page) -> None:
    board = Board(page, "?init=he&seed=403&iters=500")
    board.trained()
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    texts = [".il-verdict", ".il-figures dd", ".il-results td", ".il-plot .xtick text"]
    before = [page.locator(text).first.evaluate(size) for text in texts]
    sidebar = page.get_by_test_id("stSidebar")
    page.get_by_role("button", name="Presenter mode").press("Enter")
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    expect(page).to_have_url(re.compile("present=1"))
    expect(page.locator(texts[3]).first).not_to_have_css("font-size", f"{before[3]:g}px")
    for text, small in zip(texts, before, strict=True):
        assert page.locator(text).first.evaluate(size) >= 1.35 * small, text
    page.get_by_role("button", name="Leave presenter mode").press("Enter")
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    expect(page.get_by_role("button", name="Leave presenter mode")).to_have_count(0)
    assert "present" not in page.url
    assert [page.locator(text).first.evaluate(size) for text in texts[:3]] == before[:3]
    at_rest(page)

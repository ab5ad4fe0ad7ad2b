"""The lesson in a browser: predict, train, look, read; with the keyboard alone; going back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_until

RESTING = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def opened(page: Page) -> None:
    """Goes to the lesson as a newcomer does, through the menu."""
    page.goto("/")
    page.get_by_role("link", name="Lesson").click()
    expect(page.get_by_text("Predict:")).to_be_visible()
    page.wait_for_selector(RESTING)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_chapter_is_predicted_then_watched_then_read(page: Page) -> None:
    opened(page)
    train = page.get_by_role("button", name="Train", exact=True)
    expect(train).to_be_disabled()
    expect(page.locator(".il-card")).to_have_count(0)
    page.get_by_text("More than 25 points").click()
    expect(train).to_be_enabled()
    train.click()
    expect(page.locator(".il-card")).to_have_count(2)
    expect(page.get_by_text("Your prediction came true.")).to_be_visible()
    expect(page.locator(".il-board")).to_have_attribute("data-status", "done")
    expect(page.get_by_text("points of train accuracy above Small random")).to_be_visible()
    page.wait_for_selector(RESTING)
    assert page.url.endswith("?said=problem%3Ac")


@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (390, 844)], ids=str)
@pytest.mark.parametrize("chapter", ["The problem", "Make your own"])
def test_the_outcome_stands_at_the_prediction_in_view(
    page: Page, size: tuple[int, int], chapter: str
) -> None:
    """Also where the text is long, and where the question is far down."""
    width, height = size
    opened(page)
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_text(chapter, exact=True).first.click()
    expect(page.get_by_role("heading", name=chapter)).to_be_visible()
    page.wait_for_selector(RESTING)
    page.locator('.stRadio [role="radiogroup"] label').first.click()
    press(page, "Train")
    asked = page.locator(".st-key-lesson-asked")
    outcome = asked.get_by_text(re.compile("came true|came out otherwise"))
    expect(outcome).to_be_visible()
    page.wait_for_selector(RESTING)
    page.wait_for_timeout(500)
    expect(outcome).to_be_in_viewport(ratio=1)
    expect(asked.get_by_text(re.compile("✓ .*what happened"))).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-lesson-stage")).to_be_in_viewport()


def test_a_chapter_opens_in_compare_with_one_click(page: Page) -> None:
    opened(page)
    press(page, "Train without a prediction")
    page.get_by_role("link", name="Open in Compare").click()
    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()
    expect(page.locator(".il-card h2")).to_have_text(["Standard normal", "Small random"])
    page.wait_for_selector(RESTING)


def test_a_card_gives_the_evidence(page: Page) -> None:
    opened(page)
    press(page, "Train without a prediction")
    expect(page.locator(".il-board")).to_have_attribute("data-status", "done")
    page.get_by_role("button", name="Why?").nth(1).click()
    panel = page.get_by_role("region", name="Why? The evidence on Small random")
    expect(panel.get_by_text("Distributions")).to_be_visible()
    expect(panel.locator("canvas").first).to_be_visible()
    page.wait_for_selector(RESTING)


def test_the_link_opens_the_same_and_back_turns_a_page_back(page: Page) -> None:
    opened(page)
    page.locator(".st-key-lesson-after button").click()
    expect(page.get_by_role("heading", name="Zeros")).to_be_visible()
    press(page, "Train without a prediction")
    expect(page.get_by_text("No prediction was made.")).to_be_visible()
    page.wait_for_selector(RESTING)
    page.reload()
    expect(page.get_by_text("No prediction was made.")).to_be_visible()
    expect(page.get_by_text("every gradient of W is exactly 0")).to_be_visible()
    page.wait_for_selector(RESTING)
    problem = page.get_by_role("heading", name="The problem")
    for _ in range(3):  # a prediction has an entry of its own, and is not taken back
        if problem.count() == 0:
            page.go_back()
            page.wait_for_timeout(1000)
            page.wait_for_selector(RESTING)
    expect(problem).to_be_visible()
    expect(page.get_by_text("1 of 8 chapters done")).to_be_visible()
    page.wait_for_selector(RESTING)


def test_the_conclusions_lead_to_what_is_not_done_yet(page: Page) -> None:
    opened(page)
    page.get_by_text("Conclusions", exact=True).click()
    expect(page.get_by_text("Not done yet:")).to_be_visible()
    page.wait_for_selector(RESTING)
    page.locator(".st-key-lesson-go-large button").click()
    expect(page.get_by_role("heading", name="Large")).to_be_visible()
    page.wait_for_selector(RESTING)


def test_what_is_begun_below_the_board_is_shown_from_its_top(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 400})
    opened(page)
    page.get_by_role("button", name="Train without a prediction").scroll_into_view_if_needed()
    page.locator('[data-testid="stMain"]').evaluate("main => main.scrollBy(0, 600)")
    press(page, "Train without a prediction")
    stage = page.locator(".st-key-lesson-stage")
    expect(stage).to_be_in_viewport()
    header = page.locator('[data-testid="stHeader"]').bounding_box()
    assert header is not None
    wait_until(
        page,
        "low => { const { top } = document.querySelector('.st-key-lesson-stage').getBoundingClientRect();"
        " return top >= low && top < 0.6 * innerHeight }",
        arg=header["y"] + header["height"],
    )
    page.wait_for_selector(RESTING)


def test_the_keyboard_alone_does_a_chapter(page: Page) -> None:
    opened(page)
    page.get_by_role("radio", name="5 points at most").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.innerText")
    assert "Train" in focused
    page.keyboard.press("Enter")
    expect(page.get_by_text("It came out otherwise.")).to_be_visible()
    page.wait_for_selector(RESTING)
    for _ in range(40):
        page.keyboard.press("Tab")
        if "Zeros" in page.evaluate("document.activeElement.innerText"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Zeros")).to_be_visible()
    page.wait_for_selector(RESTING)

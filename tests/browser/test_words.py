"""A link to a word shows that word, however far down it is and however late the texts above it come."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_until

AT_THE_TOP = """([anchor, high]) => {
  const main = document.querySelector('.stMain')
  const ended = main.scrollTop > 0 && main.scrollTop + main.clientHeight > main.scrollHeight - 2
  return ended || document.getElementById(anchor).getBoundingClientRect().top < high
}"""
"""Where a word stands near the end of the page, the page is scrolled to its end."""


@pytest.mark.parametrize("anchor", ["logit", "gradient", "train-accuracy"])
def test_the_address_of_a_word_leads_to_it(page: Page, anchor: str) -> None:
    page.goto(f"/words#{anchor}")
    wait_until(page, "(anchor) => document.getElementById(anchor)", arg=anchor)
    wait_until(page, AT_THE_TOP, arg=[anchor, 100])
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_a_word_in_an_explanation_leads_to_its_own(page: Page) -> None:
    page.goto("/words#typical-logit")
    wait_until(page, "document.getElementById('typical-logit')")
    page.get_by_role("link", name="logit", exact=True).first.click()
    page.wait_for_url("**/words#logit")
    wait_until(page, AT_THE_TOP, arg=["logit", 100])
    expect(page.locator("#logit")).to_be_in_viewport()

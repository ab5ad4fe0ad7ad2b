"""Waiting for something that only the page knows."""

import time
from typing import Any

from playwright.sync_api import Error, Page


def wait_until(page: Page, expression: str, arg: Any = None, timeout: float = 20_000) -> None:
    """Waits until an expression, or a function of `arg`, holds in the page; fails when it takes longer (ms).

    Playwright's own `wait_for_function` has the page evaluate text again and again, as the policy that the
    server sends with it forbids.
    """
    until = time.monotonic() + timeout / 1000
    while not _holds(page, expression, arg):
        assert time.monotonic() < until, f"it never came about: {expression}"
        page.wait_for_timeout(50)


def _holds(page: Page, expression: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(expression, arg))
    except Error as error:
        if "context was destroyed" not in str(error):
            raise
        return False  # another page is being opened

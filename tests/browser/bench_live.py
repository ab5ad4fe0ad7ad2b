"""How soon the Compare page shows a picture of what it trains, and how often a new one. Judges nothing."""

import time

import pytest
from playwright.sync_api import Page

from tests.browser.board import Board

pytestmark = pytest.mark.benchmark

SEEDS = (101, 102, 103)
UPDATES = 8


def test_pictures_of_a_run(page: Page) -> None:
    first, rates = [], []
    for seed in SEEDS:
        board = Board(page, f"?seed={seed}&iters=1000000")
        begun = time.monotonic()
        board.train_some()
        drawn = time.monotonic()
        first.append(drawn - begun)
        iteration = board.iteration
        for _ in range(UPDATES):
            board.wait_beyond(iteration)
            iteration = board.iteration
        rates.append(UPDATES / (time.monotonic() - drawn))
        board.stop()
        board.wait_for_script()
    print(
        f"\nfirst picture after {min(first):.2f} s, {max(rates):.1f} pictures a second (best of {len(SEEDS)})"
    )

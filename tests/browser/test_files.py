"""The results as files."""

import csv
import json
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, expect

from initcore import RunConfig
from initcore.words.numbers import figure
from tests.browser.board import Board


def test_csv_and_json_hold_what_the_table_shows(page: Page, tmp_path: Path) -> None:
    board = Board(page, "?init=zeros+he&seed=301&iters=500")
    board.press("Share")
    assert board.button("CSV").is_disabled()
    page.keyboard.press("Escape")
    board.trained()
    table = board.table()
    board.press("Share")
    for name in ("CSV", "JSON"):
        with page.expect_download() as download:
            board.press(name)
        download.value.save_as(tmp_path / name)
    with (tmp_path / "CSV").open(newline="") as file:
        lines = list(csv.DictReader(file))
    runs = json.loads((tmp_path / "JSON").read_text())["runs"]
    assert [line["initialization"] for line in lines] == [row[0] for row in table] == ["Zeros", "He"]
    for line, run, row in zip(lines, runs, table, strict=True):
        assert float(line["final_cost"]) == run["final_cost"] == run["costs"]["500"]
        assert figure(run["final_cost"]) == row[5]
        assert RunConfig.from_json(line["config"]) == RunConfig.from_dict(run["config"])
        assert line["problem"] in row[1]


def test_the_report_opens_without_a_network_and_draws_its_curves(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    board = Board(page, "?init=zeros+he&seed=302&iters=500&seeds=2&twins=1")
    board.trained()
    board.press("Share")
    with page.expect_download() as download:
        board.press("Report (HTML)")
    download.value.save_as(tmp_path / "report.html")
    with page.expect_download() as download:
        board.press("Weights (npz)")
    download.value.save_as(tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert arrays["He/seed303/twin/W3"].shape == (1, 5)

    context, asked, said = browser.new_context(offline=True), [], []
    offline = context.new_page()
    offline.on("request", lambda request: asked.append(request.url))
    offline.on("console", lambda message: said.append(message.text))
    offline.on("pageerror", lambda error: said.append(str(error)))
    offline.goto((tmp_path / "report.html").as_uri())
    expect(offline.locator(".plot .main-svg").first).to_be_visible()
    expect(offline.locator(".plot")).to_have_count(2)
    assert offline.evaluate("document.querySelector('.plot').calcdata.length") == 4
    expect(offline.locator("article svg image")).to_have_count(2)
    expect(offline.get_by_role("region", name="Command")).to_contain_text("--seeds 2 --twins")
    offline.get_by_role("button", name="logarithmic").click()
    expect(offline.get_by_role("button", name="logarithmic")).to_have_attribute("aria-pressed", "true")
    results = offline.get_by_role("region", name="Table of results").locator("table")
    expect(results.locator("tbody tr").first).to_contain_text("Zeros")
    results.get_by_role("button", name="Final cost").click()
    expect(results.locator("tbody tr").first).to_contain_text("He")
    results.get_by_role("button", name="Final cost").click()
    expect(results.locator("tbody tr").first).to_contain_text("Zeros")
    expect(results.locator('th[aria-sort="descending"]')).to_have_text("Final cost")
    with offline.expect_download() as download:
        offline.get_by_role("button", name="Save as SVG").first.click()
    assert download.value.suggested_filename == "init-lab-cost.svg"
    assert [url for url in asked if not url.startswith(("data:", "file:", "blob:"))] == []
    assert said == []
    context.close()


def test_the_chart_saves_as_png_and_as_svg(page: Page) -> None:
    Board(page)
    page.locator(".il-plot").hover()
    for kind in ("PNG", "SVG"):
        with page.expect_download() as download:
            page.locator(f'.modebar-btn[data-title="Save as {kind}"]').click()
        assert download.value.suggested_filename == f"init-lab-curves.{kind.lower()}"

"""The results as files."""

import csv
import json
from pathlib import Path

from playwright.sync_api import Page

from initcore import RunConfig
from tests.browser.board import Board


def test_csv_and_json_hold_what_the_table_shows(page: Page, tmp_path: Path) -> None:
    board = Board(page, "?init=zeros+he&seed=301&iters=500")
    assert board.button("CSV").is_disabled()
    board.press("Train")
    board.wait_for("done")
    board.wait_for_script()
    table = board.table()
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
        assert f"{run['final_cost']:.4f}" == row[5]
        assert RunConfig.from_json(line["config"]) == RunConfig.from_dict(run["config"])
        assert line["problem"] in row[1]

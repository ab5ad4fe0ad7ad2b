"""The Runs page writes numbers as every page does, and sorts them as numbers."""

from typing import Any

from pages._runs.columns import COLUMNS, MOST_WRITTEN, config, written

ROW: dict[str, Any] = {
    "initialization": "He",
    "final_cost": 1773.5856,
    "test_accuracy": 0.96,
    "learning_rate": 1e-6,
    "iterations": 15_000,
    "weights_seed": 123456,
    "seconds": 0.42,
}


def _shown(row: dict[str, Any]) -> list[str]:
    style = written([row], list(row))
    style._compute()
    [line] = style._translate(False, False)["body"]
    return [cell["display_value"] for cell in line if cell["type"] == "td"]


def test_numbers_have_the_one_look() -> None:
    thin = "\N{NARROW NO-BREAK SPACE}"
    expected = ["He", f"1{thin}773.6", "96.0 %", "1e−6", f"15{thin}000", "123456", "0.42 s"]
    assert _shown(ROW) == expected


def test_what_is_not_there_is_a_dash() -> None:
    assert _shown({**ROW, "final_cost": None, "iterations": None})[1:5] == ["–", "96.0 %", "1e−6", "–"]


def test_they_stay_numbers_underneath() -> None:
    data = written([ROW, {**ROW, "iterations": 900}], list(ROW)).data
    assert data.sort_values("iterations")["iterations"].tolist() == [900, 15_000]


def test_a_long_list_is_left_to_the_browser() -> None:
    assert config("iterations", MOST_WRITTEN)["type_config"]["format"] is None
    assert config("iterations", MOST_WRITTEN + 1)["type_config"]["format"] == "localized"
    many = written([ROW] * (MOST_WRITTEN + 1), list(ROW))
    assert not hasattr(many, "format")
    for name in COLUMNS:
        assert config(name, 10**6)["label"] == config(name, 1)["label"]

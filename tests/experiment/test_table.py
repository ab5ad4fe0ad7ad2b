"""The README's table of settings is that of the rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from initcore.experiment import table
from initcore.experiment.setting import Setting
from initcore.experiment.settings import BY_NAME, SETTINGS
from initcore.experiment.table import FEW, markdown
from initcore.experiment.values import MOST_NAMED


def _line(monkeypatch: pytest.MonkeyPatch, row: Setting) -> list[str]:
    """The cells of a row in a table of its own."""
    monkeypatch.setattr(table, "SETTINGS", (row,))
    head, rule, line = markdown().splitlines()
    assert head.count("|") == rule.count("|")
    return line.removeprefix("| ").removesuffix(" |").split(" | ")


def test_the_readme_has_the_table_of_settings() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert markdown() in readme, "paste what `python -m initcore.experiment.table` prints"


def test_every_setting_has_its_line() -> None:
    lines = markdown().splitlines()[2:]
    assert [line.split("`")[1] for line in lines] == [row.name for row in SETTINGS]


def test_a_line_says_what_the_row_says(monkeypatch: pytest.MonkeyPatch) -> None:
    row = BY_NAME["learning_rate"]
    assert _line(monkeypatch, row) == [
        *("`learning_rate`", "Learning rate", "`lr`", "`--learning-rate`", "0.01", "a number in (0, 10]"),
        row.help,
    ]


def test_what_a_row_does_not_have_is_not_left_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = _line(monkeypatch, BY_NAME["twin"])
    assert twin[1:5] == ["–", "`twin`", "–", "no"]
    assert _line(monkeypatch, BY_NAME["table"])[4] == "none"
    assert _line(monkeypatch, BY_NAME["layer_gains"])[4] == "none"
    assert _line(monkeypatch, BY_NAME["extra_inputs"])[4] == "none"


def test_of_many_names_few_are_listed_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for count, words in ((MOST_NAMED, None), (MOST_NAMED + 1, f"{MOST_NAMED + 1 - FEW} more")):
        names = [f"n{number}" for number in range(count)]
        row = replace(BY_NAME["optimizer"], choices=dict.fromkeys(names, ""))
        listed = ", ".join(names) if words is None else f"{', '.join(names[:FEW])} and {words}"
        assert _line(monkeypatch, row)[5] == listed


def test_a_bar_in_a_text_does_not_end_its_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    row = replace(BY_NAME["noise"], help="How large |x| is.")
    assert _line(monkeypatch, row)[-1] == r"How large \|x\| is."

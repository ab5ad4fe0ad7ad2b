"""What each initialization answers to each class: a row for both, and balanced accuracies beside them."""

from dataclasses import replace

import pytest

from initcore import RunConfig, Trajectory, train
from initcore.export.by_class import CLASS_COLUMNS, by_class
from initcore.measures.classes import answers
from initcore.words.numbers import percent

NAMES = ("Zeros", "He")


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    base = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=430, balance=3, learning_rate=0.3)
    return train([replace(base, initialization=name) for name in ("zeros", "he")])


def test_every_class_of_every_run_has_a_row(runs: list[Trajectory]) -> None:
    table = by_class(NAMES, runs)
    assert table.columns == CLASS_COLUMNS
    assert [[cell.text for cell in row[:2]] for row in table.rows] == [
        [name, number] for name in NAMES for number in "01"
    ]
    assert [cell.text for cell in table.rows[0][2:]] == ["100.0 %", "21 as 0"]
    assert [cell.text for cell in table.rows[1][2:]] == ["0.0 %", "8 as 0"]
    he = answers(runs[1])
    assert he is not None
    assert [row[2].order for row in table.rows[2:]] == he.test.recall.tolist()
    ends = f"Zeros 50.0 % and He {percent(he.test.balanced_accuracy)}"
    assert table.caption == f"Balanced test accuracy: {ends}."


def test_a_run_that_diverged_answers_nothing(runs: list[Trajectory]) -> None:
    table = by_class(NAMES[:1], [replace(runs[0], diverged_at=runs[0].iteration)])
    assert [cell.text for cell in table.rows[0][2:]] == ["–", "–"]
    assert table.caption == "Balanced test accuracy: Zeros diverged."

"""A notebook repeats its comparison: its code cells are run, and every cost is the same bit for bit."""

import ast
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given

from initcore import RunConfig, train
from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.export.comparison import Comparison
from initcore.export.notebook import call, notebook
from tests.helpers.compare import assert_same_runs
from tests.helpers.strategies import SETTINGS, experiments

BASE = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=130, learning_rate=0.1)
MANY = Experiment(
    (Choice("zeros"), Choice("he", 0.5, bias="constant"), Choice("formula", formula="1/fan_in")),
    BASE,
    3,
    True,
)


def _run_cells(text: str) -> dict[str, Any]:
    """What is defined after the code cells have run, one after the other."""
    scope: dict[str, Any] = {}
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), scope)
    return scope


EXTRA = Experiment(base=replace(BASE, extra_inputs=("x1sq", "sinx2"), standardize="yes"))


@pytest.mark.parametrize("experiment", [Experiment(base=BASE), MANY, EXTRA], ids=["three", "many", "extra"])
def test_the_cells_train_the_same_runs(experiment: Experiment, capsys: pytest.CaptureFixture[str]) -> None:
    comparison = _run_cells(notebook(experiment))["comparison"]
    assert isinstance(comparison, Comparison)
    expected = experiment.groups(train(experiment.configs))
    for group, other in zip(comparison.groups, expected, strict=True):
        assert_same_runs(group.items, other.items)
        assert_same_runs(group.twins, other.twins)
    printed = capsys.readouterr().out
    assert f"costs {comparison.runs[-1].costs[0]}" in printed
    assert "layer 3 weights (1, 5)" in printed


def test_the_cells_import_initcore_and_nothing_else() -> None:
    for cell in json.loads(notebook(MANY))["cells"]:
        for node in ast.walk(ast.parse("".join(cell["source"]))) if cell["cell_type"] == "code" else ():
            assert not isinstance(node, ast.Import)
            assert not isinstance(node, ast.ImportFrom) or node.module == "initcore"


def test_it_has_the_form_of_a_notebook() -> None:
    """What the schema of nbformat 4.5 asks for."""
    read = json.loads(notebook(MANY, "http://localhost:8501/?init=he"))
    assert set(read) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (read["nbformat"], read["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in read["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in read["cells"]:
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"])
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"cell_type", "id", "metadata", "source", *code}
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    assert "<http://localhost:8501/?init=he>" in "".join(read["cells"][0]["source"])
    assert "python -m initcore compare zeros" in "".join(read["cells"][0]["source"])


@SETTINGS
@given(experiments())
def test_the_call_says_every_comparison(experiment: Experiment) -> None:
    assume(experiment.base.dataset != "csv")
    tree: Any = ast.parse(call(experiment), mode="eval").body
    [words] = tree.args
    given_settings = {word.arg: eval(ast.unparse(word.value)) for word in tree.keywords}
    seeds, twins = given_settings.pop("seeds", 1), given_settings.pop("twins", False)
    base = RunConfig(**given_settings)
    choices = tuple(Choice.from_word(word, base) for word in ast.literal_eval(words))
    assert Experiment(choices, base, seeds, twins) == experiment


def test_an_uploaded_csv_cannot_be_repeated() -> None:
    with pytest.raises(ValueError, match="stays in your browser session"):
        notebook(Experiment(base=RunConfig(dataset="csv", table="2x2-0123456789abcdef")))

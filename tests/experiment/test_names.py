"""What a scheme, activation, optimizer or data set is like is a field of its record, never its name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from initcore.data.datasets import DATASETS
from initcore.experiment.settings import BY_NAME
from initcore.model.activations import ACTIVATIONS
from initcore.model.optimizers import OPTIMIZERS

ROOT = Path(__file__).parents[2]
FIELDS = {"activation", "optimizer", "dataset", "initialization"}
REGISTRIES = ("ACTIVATIONS", "OPTIMIZERS", "DATASETS", "INITIALIZATIONS", "LOSSES")

NAMES = {*ACTIVATIONS.names, *OPTIMIZERS.names, *DATASETS.names} - set(BY_NAME)
"""Names of records that mean nothing else; initializations are called normal, uniform, zeros."""

ROOMS = [
    "pages",
    *sorted(
        f"initcore/{path.name}" for path in (ROOT / "initcore").iterdir() if (path / "__init__.py").exists()
    ),
]


def _texts(node: ast.expr) -> set[str]:
    """The texts that a literal, or a tuple, list or set of them, consists of."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def _last(node: ast.expr) -> str:
    """What an attribute or a name is called."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _by_name(tree: ast.AST) -> Iterator[int]:
    """The lines where something is decided by the name of a record."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            texts = set().union(*map(_texts, sides))
            if texts & NAMES or (texts and any(_last(side) in FIELDS for side in sides)):
                yield node.lineno
        elif isinstance(node, ast.Subscript):
            if _last(node.value) in REGISTRIES and _texts(node.slice):
                yield node.lineno
        elif isinstance(node, ast.Match) and _last(node.subject) in FIELDS:
            yield node.lineno


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_decided_by_the_name_of_a_record(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in _by_name(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'run.config.activation == "sigmoid"',
        '"gd" != config.optimizer',
        'config.dataset in ("csv", "iris")',
        'name == "csv"',
        'LOSSES["softmax"]',
        'match config.activation:\n    case "relu": pass',
    ],
)
def test_such_a_line_is_found(code: str) -> None:
    assert list(_by_name(ast.parse(code))) == [1]

"""Tests are the same tree as the code."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [
    path.relative_to(ROOT / "initcore")
    for path in sorted((ROOT / "initcore").rglob("*.py"))
    if not path.name.startswith("__")
]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_of_the_core_has_its_test_by_its_own_name(module: Path) -> None:
    test = ROOT / "tests" / module.with_name(f"test_{module.name}")
    assert test.is_file()
    assert "\ndef test_" in test.read_text("utf-8")

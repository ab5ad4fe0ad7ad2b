"""The README's table of initializations is that of the registry, and stays a table whatever a record says."""

from dataclasses import replace
from pathlib import Path

import pytest

from initcore.catalogue import table
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.catalogue.table import markdown
from initcore.model.base import Elsewhere, Registry


def test_the_readmes_table_is_that_of_the_registry() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert markdown() in readme, "paste what `python -m initcore.catalogue.table` prints"


def _table_of(monkeypatch: pytest.MonkeyPatch, **changes: object) -> list[str]:
    """The lines that a table of one record would have: He's, with those fields changed."""
    record = replace(INITIALIZATIONS["he"], **changes)  # type: ignore[arg-type]
    monkeypatch.setattr(table, "INITIALIZATIONS", Registry("initialization", [record]))
    return markdown().splitlines()[2:]


def test_a_bar_in_a_record_does_not_end_its_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = _table_of(monkeypatch, plain="W = 0 where |W| > 2")
    assert line == r"| `he` | He | W = 0 where \|W\| > 2 | PyTorch `kaiming_normal_` |"


def test_what_has_no_name_elsewhere_is_not_listed_there(monkeypatch: pytest.MonkeyPatch) -> None:
    nameless = Elsewhere("Keras", "", "keras.initializers.VarianceScaling(2.0)")
    [line] = _table_of(monkeypatch, elsewhere=(nameless, Elsewhere("JAX", "he_normal", "he_normal()")))
    assert line.endswith("| JAX `he_normal` |")
    for elsewhere in ((), (nameless,)):
        [line] = _table_of(monkeypatch, elsewhere=elsewhere)
        assert line.endswith("| – |")

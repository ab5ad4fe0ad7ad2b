"""Of a row that comes from elsewhere the run is believed, and the figures are worked out from it."""

import time

import pytest

from initcore import Trajectory
from initcore.diagnosis.diagnose import diagnose
from initcore.store.archive import DamagedRun, to_bytes
from initcore.store.elsewhere import worked_out_again
from initcore.store.rows import is_sealed, values_of


def test_a_row_that_is_well_comes_out_as_it_was(run: Trajectory) -> None:
    values = {**values_of(run, "dead", to_bytes(run)), "created": 5.0, "used": 7.0}
    again = worked_out_again(values)
    assert is_sealed(again)
    assert again == {**values, "row_checksum": again["row_checksum"]}


def test_figures_that_lie_are_worked_out_from_the_run(run: Trajectory) -> None:
    values = values_of(run, "healthy", to_bytes(run))
    lies = {"test_accuracy": 0.99, "final_cost": "none", "verdict": "splendid", "config": "{}", "bytes": -1}
    again = worked_out_again({**values, **lies, "created": 1e300, "used": b"\xff"})
    for name in ("test_accuracy", "final_cost", "config", "bytes"):
        assert again[name] == values[name]
    assert again["verdict"] == diagnose(run).name
    assert again["created"] == pytest.approx(time.time(), abs=60) == again["used"]


@pytest.mark.parametrize(
    "damage", [{"trajectory": b"PK"}, {"key": "0" * 64}, {"iterations": 3}, {"schema_version": 0}]
)
def test_a_run_that_is_not_as_it_was_written_is_refused(run: Trajectory, damage: dict[str, object]) -> None:
    with pytest.raises(DamagedRun):
        worked_out_again({**values_of(run, "healthy", to_bytes(run)), **damage})

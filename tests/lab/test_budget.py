"""What comparisons may take together: a share of the machine's memory, or of its container's."""

from pathlib import Path

import pytest

from initcore.lab.budget import LEAST_BYTES, machine_bytes, usual_budget

GB, MB = 2**30, 2**20


def test_a_containers_limit_is_the_memory_there_is(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{512 * MB}\n")
    assert machine_bytes([tmp_path / "none", limit]) == 512 * MB


@pytest.mark.parametrize("text", ["max\n", "9223372036854771712\n", "", "-1\n"])
def test_what_is_no_limit_leaves_the_machines_own(tmp_path: Path, text: str) -> None:
    own = machine_bytes([])
    limit = tmp_path / "memory.max"
    limit.write_text(text)
    assert own is not None
    assert machine_bytes([limit]) == own > 100 * MB


def test_of_two_gigabytes_a_server_with_two_workers_leaves_some_hundred_megabytes() -> None:
    assert 500 * MB < usual_budget(2 * GB, 2) < 800 * MB
    assert usual_budget(4 * GB, 2) > usual_budget(2 * GB, 2) > usual_budget(2 * GB, 4)
    assert usual_budget(256 * MB, 2) == LEAST_BYTES
    assert usual_budget(None, 2) == usual_budget(2 * GB, 2)

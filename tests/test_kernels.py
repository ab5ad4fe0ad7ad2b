"""Which kernels can be run here, and what is made of the tests' results under them."""

import sys

import pytest

from tests import kernels
from tests.kernels import OWN, Kernel, distinct, main, probed


def test_this_processors_own_kernel_runs_and_rounds_the_same_each_time() -> None:
    own = probed(OWN)
    assert isinstance(own, Kernel)
    assert own == probed(OWN)


def test_a_kernel_that_dies_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kernels, "PRODUCTS", "import os; os.kill(os.getpid(), 4)")
    assert distinct(["SkylakeX"]) == []
    assert capsys.readouterr().out == "SkylakeX: this processor cannot run it (signal 4)\n"


def rounding_by_name(name: str) -> Kernel:
    return Kernel(name, name, "as Haswell" if name in (OWN, "Haswell", "Zen") else name)


@pytest.mark.parametrize(
    ("asked", "run"),
    [
        ([], [OWN, "Sandybridge", "SkylakeX", "Nehalem"]),
        (["--another"], ["Sandybridge"]),
        (["Zen", "Haswell"], ["Zen"]),
    ],
)
def test_the_tests_run_once_for_each_way_to_round(
    asked: list[str], run: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def tested(kernel: Kernel, extra: list[str]) -> tuple[bool, str]:
        ran.append(kernel.name)
        return kernel.name != "Nehalem", "1 test"

    monkeypatch.setattr(kernels, "probed", rounding_by_name)
    monkeypatch.setattr(kernels, "tested", tested)
    monkeypatch.setattr(sys, "argv", ["kernels", *asked])
    assert main() == ("Nehalem" in run)
    assert ran == run
    table = capsys.readouterr().out.splitlines()[-len(run) :]
    assert [line.split()[2] for line in table] == [
        "FAILED" if name == "Nehalem" else "passed" for name in run
    ]

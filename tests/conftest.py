"""Settings that must hold before the first import of numpy."""

import os

# OpenBLAS reads these once, when numpy is loaded. On the small matrices here threads only cost time,
# and another number of threads may add in another order, which bit-for-bit tests would see.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import pytest

from initcore import trajectory
from tests.small import trained


@pytest.fixture
def few_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget of 5 frames for the small network."""
    monkeypatch.setattr(trajectory, "FRAME_BYTES", 5 * trained(stop=0).theta.nbytes)
    monkeypatch.setattr(trajectory, "FEWEST_FRAMES", 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows the tables that tests recorded, whether they passed or not, and wherever they ran."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "table" and report.when == "call":
                    terminalreporter.section("table")
                    terminalreporter.write_line(str(value))

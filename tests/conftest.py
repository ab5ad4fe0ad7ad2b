"""Settings that must hold before the first import of numpy."""

import os

# OpenBLAS reads these once, when numpy is loaded. On the small matrices here threads only cost time,
# and another number of threads may add in another order, which bit-for-bit tests would see.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

from collections.abc import Iterator

import pytest

from initcore.classroom.teacher import Teacher
from initcore.training import trajectory
from tests.small import trained


@pytest.fixture
def few_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget of 5 frames for the small network."""
    monkeypatch.setattr(trajectory, "FRAME_BYTES", 5 * trained(stop=0).theta.nbytes)
    monkeypatch.setattr(trajectory, "FEWEST_FRAMES", 1)


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The pages' engine on a store of its own, for all tests of a file."""
    from tests.paging import engine_with  # here, since most tests need no Streamlit

    with engine_with(f"sqlite:///{tmp_path_factory.mktemp('store')}/runs.db"):
        yield


@pytest.fixture
def teacher(shared_engine: None) -> Teacher:
    """A new room's teacher."""
    from pages._frame.engine import rooms

    return Teacher(rooms(), *rooms().open())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows the tables that tests recorded, whether they passed or not, and wherever they ran."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "table" and report.when == "call":
                    terminalreporter.section("table")
                    terminalreporter.write_line(str(value))

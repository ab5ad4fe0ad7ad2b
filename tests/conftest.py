"""Settings that must hold before the first import of numpy."""

import os

# OpenBLAS reads these once, when numpy is loaded. On the small matrices here threads only cost time,
# and another number of threads may add in another order, which bit-for-bit tests would see.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from initcore import Trajectory, train
from initcore.classroom.teacher import Teacher
from initcore.store.store import Store
from initcore.training import trajectory
from tests.helpers.small import trained
from tests.helpers.stores import DIVERGING, PLENTY, SMALL


@pytest.fixture
def few_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget of 5 frames for the small network."""
    monkeypatch.setattr(trajectory, "FRAME_BYTES", 5 * trained(stop=0).theta.nbytes)
    monkeypatch.setattr(trajectory, "FEWEST_FRAMES", 1)


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The pages' engine on a store of its own, for all tests of a file."""
    from tests.helpers.paging import engine_with  # here, since most tests need no Streamlit

    with engine_with(f"sqlite:///{tmp_path_factory.mktemp('store')}/runs.db"):
        yield


@pytest.fixture
def teacher(shared_engine: None) -> Teacher:
    """A new room's teacher."""
    from pages._frame.engine import rooms

    return Teacher(rooms(), *rooms().open())


@pytest.fixture(scope="session")
def run() -> Trajectory:
    """A finished run of the small config."""
    return train([SMALL])[0]


@pytest.fixture(scope="session")
def diverged() -> Trajectory:
    """A run that stopped being finite between two records."""
    return train([DIVERGING])[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database file that is not there yet, in a directory that is not there yet."""
    return tmp_path / "data" / "runs.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url, PLENTY)) as store:
        yield store


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows the tables that tests recorded, whether they passed or not, and wherever they ran."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "table" and report.when == "call":
                    terminalreporter.section("table")
                    terminalreporter.write_line(str(value))

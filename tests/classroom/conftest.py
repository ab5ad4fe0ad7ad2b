"""What the tests of rooms share."""

from pathlib import Path

import pytest


@pytest.fixture
def home(path: Path) -> Path:
    """The rooms' file beside the store's."""
    return path.with_name("runs-rooms.db")

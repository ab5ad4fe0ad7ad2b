"""Two servers on PostgreSQL behind nginx, for real: what one knows the other has, also when it is killed."""

import asyncio
from pathlib import Path

import pytest

from tests.load.killed import killed
from tests.load.replicas import why_not

pytestmark = [
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "all is here"),
    pytest.mark.timeout(300),  # two servers, a database and a class on a machine that may be busy
]


def test_a_class_goes_on_when_a_server_is_killed(tmp_path: Path) -> None:
    lines = asyncio.run(killed(tmp_path, crowd=6, iterations=15_000, share=0.3))
    assert [f"{line.figure}: {line.said}" for line in lines if line.met is False] == []

"""The server as a process: its first visitors, its end, and settings that are wrong."""

import asyncio
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

import pytest

from initcore.experiment.experiment import Experiment
from initcore.store.store import Store
from pages._frame.places import COMPARE, PLACES
from tests.helpers.serving import STREAMLIT_RUN, begin_server, free_port, start_server
from tests.visitor import Visit, enter

UVICORN = ("-m", "uvicorn", "app:app", "--port")
CROWD = 30

Begin = Callable[..., tuple[subprocess.Popen, int]]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def begin(tmp_path: Path, log: Path) -> Iterator[Begin]:
    """Starts a server on a store of its own and returns at once, or when it is `ready`."""
    servers: list[subprocess.Popen] = []

    def one(
        command: Sequence[str] = STREAMLIT_RUN, ready: bool = False, **environment: str
    ) -> tuple[subprocess.Popen, int]:
        port = free_port()
        settings = {"INITLAB_DATABASE_URL": f"sqlite:///{tmp_path}/runs.db", "INITLAB_WORKERS": "1"}
        start = start_server if ready else begin_server
        servers.append(start(port, {**settings, **environment}, log, command))
        return servers[-1], port

    yield one
    for server in servers:
        server.terminate()
        server.wait(30)
    assert "Traceback" not in log.read_text(), log.read_text()


async def _crowd(port: int) -> list[Visit]:
    """Visits to all pages in turn, all in the same moment."""
    pages = [("" if place is COMPARE else place.name) for place in PLACES]
    visits = await asyncio.gather(*(enter(port, pages[at % len(pages)]) for at in range(CROWD)))
    for visit in visits:
        await visit.connection.close()
    return visits


@pytest.mark.parametrize("command", [STREAMLIT_RUN, UVICORN], ids=["streamlit", "uvicorn"])
def test_a_crowd_that_waits_at_the_door_is_let_in(begin: Begin, command: Sequence[str]) -> None:
    _, port = begin(command)
    visits = asyncio.run(_crowd(port))
    assert [visit.troubles for visit in visits] == [[]] * CROWD
    menu = [place.title for place in PLACES if place.in_menu]
    assert [visit.menu for visit in visits] == [menu] * CROWD
    headings = {visit.page: next(visit.words()) for visit in visits}
    assert headings == {
        "": "Compare initializations",
        "lesson": "Lesson",
        "gallery": "Gallery",
        "runs": "Runs",
        "initializations": "Initializations",
        "words": "Words",
        "classroom": "Class",
        "join": "Join a class",
    }


def test_told_to_end_it_stores_what_was_trained(begin: Begin, tmp_path: Path) -> None:
    server, port = begin(ready=True)
    query = {"init": "he", "iters": "400000"}

    async def train() -> None:
        visit = await enter(port, query=urlencode(query))
        await visit.run(urlencode(query), "Train")
        async with asyncio.timeout(30):
            while not any(re.search(r"iteration [1-9]", words) for words in visit.words()):
                await asyncio.sleep(0.1)
                await visit.run(urlencode(query))
        server.terminate()  # long before what goes on is stored for the first time
        await asyncio.to_thread(server.wait, 30)

    asyncio.run(train())
    store = Store(f"sqlite:///{tmp_path}/runs.db", 2**30)
    stored = store.load(Experiment.from_query(query)[0].configs[0])
    store.close()
    assert stored is not None
    assert stored.iteration > 0


def test_set_up_wrongly_it_starts_and_says_so(begin: Begin, log: Path) -> None:
    _, port = begin(ready=True, INITLAB_WORKERS="none")
    wrong = "INITLAB_WORKERS must be a whole number in [1, 1024]; got 'none'"

    async def said() -> list[str]:
        visit = await enter(port, "gallery")
        await visit.connection.close()
        assert visit.troubles == []
        return list(visit.words())

    assert any(wrong in words for words in asyncio.run(said()))
    assert wrong in log.read_text()

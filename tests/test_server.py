"""The server as a process: its first visitors, its end, and settings that are wrong."""

import asyncio
import gzip
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from initcore.experiment.experiment import Experiment
from initcore.store.store import Store
from pages._assets.files import BOARD
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
        "": "Compare",
        "lesson": "Lesson",
        "gallery": "Gallery",
        "runs": "Runs",
        "initializations": "Initializations",
        "words": "Words",
        "classroom": "Class",
        "join": "Join a class",
    }


def _read(url: str, **headers: str) -> tuple[bytes, Mapping[str, str]]:
    with urlopen(Request(url, headers=headers), timeout=30) as answer:
        return answer.read(), answer.headers


def _reached(port: int, address: str) -> int:
    """How far the first run of the comparison with that stream has come."""
    now, _ = _read(f"http://127.0.0.1:{port}{address}/now")
    reached: int = json.loads(now)["moment"]["runs"][0]["reached"]
    return reached


@pytest.mark.parametrize("path", ["", "a/lab"], ids=["root", "below"])
def test_a_page_names_its_stream_and_its_files_and_the_server_ends_though_one_is_read(
    begin: Begin, path: str
) -> None:
    root = f"/{path}" if path else ""
    server, port = begin(ready=not path, STREAMLIT_SERVER_BASE_URL_PATH=path)

    async def story() -> Visit:
        visit = await enter(port, base=root)
        await visit.connection.close()
        return visit

    visit = asyncio.run(story())
    assert visit.troubles == []
    assert visit.stream.startswith(f"{root}/lab/")
    assert visit.files.startswith(f"{root}/lab-files/")
    assert _reached(port, visit.stream) == 0
    here = f"http://127.0.0.1:{port}"
    script, headers = _read(f"{here}{visit.files}/board.js", **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(script) == (BOARD / "board.js").read_bytes()
    assert "immutable" in headers["Cache-Control"]
    with urlopen(f"{here}{visit.stream}", timeout=30) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert stream.readline() == b"event: board\n"
        server.terminate()
        server.wait(30)  # though somebody is still reading
        assert b"event: end" not in stream.read(), "who reads is to look for the next server"


def test_told_to_end_it_stores_what_was_trained(begin: Begin, tmp_path: Path) -> None:
    server, port = begin(ready=True)
    query = {"init": "he", "iters": "400000"}

    async def train() -> None:
        visit = await enter(port, query=urlencode(query))
        await visit.run(urlencode(query), "Train")
        async with asyncio.timeout(30):
            while await asyncio.to_thread(_reached, port, visit.stream) == 0:
                pass
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

"""What a running server stands: a class at once, many that never ask, few descriptors; and whom it counts."""

import asyncio
import http.client
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pages._server import patience
from tests.helpers.serving import STREAMLIT_RUN, free_port, start_server
from tests.visitor import Visit, enter

Start = Callable[..., int]

CLASS = 60
FEW = 128
CRAMPED = ("-c", f'ulimit -Sn {FEW}; exec {sys.executable} -m streamlit run app.py --server.port "$0"')


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server; its port."""
    servers = []

    def one(
        python: str = sys.executable, command: tuple[str, ...] = STREAMLIT_RUN, **environment: str
    ) -> int:
        port = free_port()
        settings = {"INITLAB_DATABASE_URL": f"sqlite:///{tmp_path}/runs.db", "INITLAB_WORKERS": "1"}
        servers.append(start_server(port, settings | environment, tmp_path / "log", command, python=python))
        return port

    yield one
    for server in servers:
        server.terminate()
        server.wait(30)
    assert "Traceback" not in (tmp_path / "log").read_text()


def _page(port: int, path: str = "/", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


async def _student(port: int) -> Visit:
    """Somebody who opens the page, connects, and follows the board."""
    status, _ = await asyncio.to_thread(_page, port)
    assert status == 200
    visit = await enter(port)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {visit.stream} HTTP/1.1\r\nHost: lab\r\n\r\n".encode())
    assert b"200" in await asyncio.wait_for(reader.readline(), 60)
    writer.close()
    await visit.connection.close()
    return visit


@pytest.mark.timeout(240)
def test_a_class_behind_one_address_comes_in_at_once(start: Start) -> None:
    port = start()

    async def story() -> list[Visit]:
        return await asyncio.gather(*(_student(port) for _ in range(CLASS)))

    assert [visit.troubles for visit in asyncio.run(story())] == [[]] * CLASS


def test_people_behind_a_proxy_are_counted_each_for_itself(start: Start) -> None:
    port = start(INITLAB_PAGES_A_MINUTE="2", FORWARDED_ALLOW_IPS="127.0.0.1,::ffff:127.0.0.1")
    for address in ("192.0.2.1", "192.0.2.2"):
        told = [_page(port, X_Forwarded_For=address) for _ in range(3)]
        assert [status for status, _ in told] == [200, 200, 429]
        assert "Very many pages were opened" in told[2][1]


def test_nobody_else_says_where_somebody_comes_from(start: Start) -> None:
    port = start(INITLAB_PAGES_A_MINUTE="2", FORWARDED_ALLOW_IPS="192.0.2.9")
    told = [_page(port, X_Forwarded_For=f"192.0.2.{number}")[0] for number in range(3)]
    assert told == [200, 200, 429]


@pytest.mark.timeout(120)
def test_hundreds_that_never_ask_leave_room_and_are_cut(start: Start) -> None:
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 1024:
        pytest.skip("this system lets a process open too few files")
    port = start("/bin/sh", CRAMPED)

    async def story() -> float:
        begun = time.monotonic()
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2 * FEW)]
        for _, writer in held:
            writer.write(b"GET / HTTP/1.1\r\nHost: lab\r\n")
        visit = await enter(port)
        assert visit.troubles == []
        await visit.connection.close()
        ends = await asyncio.gather(*(reader.read() for reader, _ in held), return_exceptions=True)
        assert not any(isinstance(end, bytes) and end for end in ends)
        for _, writer in held:
            writer.close()
        return time.monotonic() - begun

    assert asyncio.run(story()) < patience.HEAD_SECONDS + 30
    _, text = _page(port, "/metrics")
    [most] = re.findall(r"^process_max_fds (\S+)$", text, re.MULTILINE)
    assert float(most) > 2 * FEW

"""The log of a running server: one line an event, in the operator's form, whoever speaks."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers.serving import free_port, start_server
from tests.visitor import enter

Start = Callable[..., tuple[int, Path]]

UPGRADE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
MALFORMED = {
    "reserved bits": b"\xf2\x80\0\0\0\0",
    "not masked": b"\x82\x01a",
    "no such kind": b"\x83\x80\0\0\0\0",
    "without end": b"\x82\xff\x40\0\0\0\0\0\0\0\0\0\0\0",
    "text that is none": b"\x81\x82\0\0\0\0\xff\xfe",
    "an end that is none": b"\x88\x81\0\0\0\0\x03",
}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    servers = []

    def one(**environment: str) -> tuple[int, Path]:
        port, log = free_port(), tmp_path / "log"
        settings = {"INITLAB_DATABASE_URL": f"sqlite:///{tmp_path}/runs.db", "INITLAB_WORKERS": "1"}
        servers.append(start_server(port, settings | environment, log))
        return port, log

    yield one
    for server in servers:
        server.terminate()
        server.wait(30)


async def _misbehave(port: int, times: int) -> None:
    for data in (b"\xff\xff\xff\xff", b"", "a text"):
        visit = await enter(port)
        await visit.connection.send(data)
        await asyncio.sleep(0.3)
        await visit.connection.close()
    for frame in [*MALFORMED.values()] * times:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPGRADE.format(port=port).encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(frame)
        await asyncio.sleep(0.02)
        writer.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"\x16\x03\x01\r\n\r\n")
    assert b"400" in await reader.read(100)
    writer.close()


def test_whatever_comes_over_a_socket_is_no_traceback_and_no_flood(start: Start) -> None:
    port, log = start(INITLAB_LOG="json", INITLAB_LOG_LEVEL="warning")
    asyncio.run(_misbehave(port, 20))
    lines = [line for line in log.read_text().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    assert not any("traceback" in one for one in told)
    assert {one["level"] for one in told} == {"warning"}
    said = [one["message"] for one in told]
    assert sum("Error deserializing" in text for text in said) == 1
    assert sum("was sent text" in text for text in said) == 1
    assert sum("Invalid HTTP request" in text for text in said) == 1
    assert sum("Invalid UTF-8" in text for text in said) == 10  # of twenty


def test_at_the_level_of_info_all_say_what_they_do_in_one_form(start: Start) -> None:
    _, log = start(INITLAB_LOG="json")
    lines = [line for line in log.read_text().splitlines() if line.startswith("{")]
    assert {"uvicorn.error"} <= {json.loads(line)["logger"] for line in lines}
    assert "Application startup complete." in [json.loads(line)["message"] for line in lines]
    others = [line for line in log.read_text().splitlines() if line.strip() and line not in lines]
    assert [line for line in others if not re.search("You can now view|URL: http", line)] == []


def test_a_wrong_setting_is_said_in_a_line_and_on_every_page(start: Start) -> None:
    port, log = start(INITLAB_LOG_LEVEL="loud")
    wrong = "INITLAB_LOG_LEVEL must be one of debug, info, warning, error; got 'loud'"

    async def said() -> list[str]:
        visit = await enter(port, "gallery")
        await visit.connection.close()
        return list(visit.words())

    assert any(wrong in words for words in asyncio.run(said()))
    assert wrong in log.read_text()
    assert "Traceback" not in log.read_text()

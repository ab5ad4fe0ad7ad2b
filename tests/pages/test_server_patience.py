"""Slow connections are cut, by a real uvicorn; quick ones, and those that wait for the server, are not."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pages._server import patience
from pages._server.patience import MADE, PROTOCOL, RECEIVED, cut_slow_connections
from tests.helpers.serving import free_port

SOON = 0.3
LATER = 6 * SOON

HEAD = b"GET / HTTP/1.1\r\nHost: lab\r\n"


async def _fine(request: Request) -> Response:
    return PlainTextResponse(f"got {len(await request.body())}")


async def _slow(_: Request) -> Response:
    await asyncio.sleep(LATER)
    return PlainTextResponse("at last")


async def _much(_: Request) -> Response:
    async def parts():
        for _ in range(1000):
            yield bytes(100_000)

    return StreamingResponse(parts())


APP = Starlette(
    routes=[
        Route("/", _fine, methods=["GET", "POST"]),
        Route("/slow", _slow),
        Route("/much", _much),
    ]
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server whose connections are watched, with little patience."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PROTOCOL, "connection_made", MADE)
        patch.setattr(PROTOCOL, "data_received", RECEIVED)
        patch.setattr(patience, "HEAD_SECONDS", SOON)
        patch.setattr(patience, "QUIET_SECONDS", SOON)
        patch.setattr(patience, "LOOK_SECONDS", SOON / 10)
        cut_slow_connections()
        port = free_port()
        config = uvicorn.Config(APP, port=port, log_config=None, lifespan="off", timeout_keep_alive=60)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield port
        server.should_exit = True
        thread.join(10)


async def _told(port: int, *parts: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """What is answered to these parts, sent with pauses, and when (s) the connection ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun = time.monotonic()
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        answer = await asyncio.wait_for(reader.read(), 5)
    except (ConnectionError, asyncio.IncompleteReadError):
        answer = b""
    finally:
        writer.close()
    return answer, time.monotonic() - begun


@pytest.mark.parametrize("parts", [(), (b"GET / HT",), (HEAD,), (HEAD, *[b"X-A: b\r\n"] * 50)], ids=range(4))
def test_a_head_that_does_not_end_is_cut(port: int, parts: tuple[bytes, ...]) -> None:
    answer, seconds = asyncio.run(_told(port, *parts, pause=SOON / 5))
    assert answer == b""
    assert SOON * 0.9 < seconds < LATER


def test_a_second_head_that_does_not_end_is_cut_too(port: int) -> None:
    whole = HEAD + b"\r\n"
    answer, seconds = asyncio.run(_told(port, whole, b"GET", *[b" "] * 50, pause=SOON / 5))
    assert answer.endswith(b"got 0") or answer == b""
    assert seconds < LATER


def test_a_body_that_does_not_come_is_cut(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 100\r\n\r\n"
    answer, seconds = asyncio.run(_told(port, head, b"some"))
    assert answer == b""
    assert seconds < LATER


def test_a_body_that_comes_slowly_is_waited_for(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nContent-Length: 12\r\n\r\n"
    answer, seconds = asyncio.run(_told(port, head, *[b"x"] * 12, pause=SOON / 3))
    assert answer.endswith(b"got 12")
    assert seconds > 3 * SOON


def test_who_waits_for_the_server_is_left_alone(port: int) -> None:
    answer, seconds = asyncio.run(_told(port, HEAD.replace(b"/ ", b"/slow ") + b"Connection: close\r\n\r\n"))
    assert answer.endswith(b"at last")
    assert seconds >= LATER


def test_a_connection_that_rests_between_two_requests_is_left_to_uvicorn(port: int) -> None:
    async def story() -> list[bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        said = []
        for _ in range(2):
            writer.write(HEAD + b"\r\n")
            said.append(await asyncio.wait_for(reader.readuntil(b"got 0"), 5))
            await asyncio.sleep(3 * SOON)
        writer.close()
        return said

    assert len(asyncio.run(story())) == 2


def test_who_does_not_read_is_cut(port: int) -> None:
    async def story() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1000)
        writer.write(HEAD.replace(b"/ ", b"/much ") + b"\r\n")
        await asyncio.sleep(LATER)
        read = 0
        try:
            while part := await asyncio.wait_for(reader.read(2**20), 5):
                read += len(part)
        except ConnectionError:
            pass
        writer.close()
        return read

    assert asyncio.run(story()) < 1000 * 100_000


def test_two_hundred_that_never_ask_keep_nobody_out(port: int) -> None:
    async def story() -> tuple[float, int]:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
        for _, writer in held:
            writer.write(HEAD)
        begun = time.monotonic()
        answer, _ = await _told(port, HEAD + b"Connection: close\r\n\r\n")
        took = time.monotonic() - begun
        assert answer.endswith(b"got 0")
        ends = await asyncio.gather(*(reader.read() for reader, _ in held), return_exceptions=True)
        for _, writer in held:
            writer.close()
        return took, len(ends)

    took, ended = asyncio.run(asyncio.wait_for(story(), 20))
    assert ended == 200
    assert took < 2

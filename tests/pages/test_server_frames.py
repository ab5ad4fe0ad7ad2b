"""A socket that is sent text is closed, with one line in the log."""

import asyncio
import logging
from typing import Any

import pytest
from starlette.types import Message

from pages._server.frames import NoFault, WholeFrames


def _heard(*messages: Message) -> tuple[list[Message], list[Message]]:
    """What an app hears of these, up to the end, and what is sent to the client."""
    coming, heard, sent = list(messages), [], []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        while True:
            heard.append(await receive())
            if heard[-1]["type"] == "websocket.disconnect":
                return

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(WholeFrames(app)({"type": "websocket"}, receive, send))
    return heard, sent


BYTES = {"type": "websocket.receive", "bytes": b"", "text": None}
TEXT = {"type": "websocket.receive", "text": "hello"}
END = {"type": "websocket.disconnect", "code": 1000}


def test_bytes_come_through() -> None:
    assert _heard({"type": "websocket.connect"}, BYTES, END) == (
        [{"type": "websocket.connect"}, BYTES, END],
        [],
    )


def test_text_ends_it(caplog: pytest.LogCaptureFixture) -> None:
    heard, sent = _heard(BYTES, TEXT, BYTES)
    assert heard == [BYTES, {"type": "websocket.disconnect", "code": 1003}]
    assert sent == [{"type": "websocket.close", "code": 1003}]
    assert [record.getMessage() for record in caplog.records] == [
        "a socket was sent text and is closed; it takes bytes"
    ]


@pytest.mark.parametrize(
    ("name", "message", "level"),
    [
        ("uvicorn.error", "Invalid UTF-8 sequence received from client.", logging.WARNING),
        ("uvicorn.error", "Exception in ASGI application\n", logging.ERROR),
        ("initcore", "Invalid UTF-8", logging.ERROR),
    ],
)
def test_what_a_client_did_wrong_is_no_error(name: str, message: str, level: int) -> None:
    record = logging.LogRecord(name, logging.ERROR, "", 0, message, (), None)
    assert NoFault().filter(record)
    assert (record.levelno, record.levelname) == (level, logging.getLevelName(level))

"""An app asked without a server: one question and its answer, or a stream that is read event by event."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message

PATIENCE = 60.0


@dataclass
class Answer:
    """What an app has answered; a stream's `chunks` wait to be read."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    chunks: "asyncio.Queue[bytes]" = field(default_factory=asyncio.Queue)
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    async def event(self) -> tuple[str, Any]:
        """The next event's name, and what it tells; "" and None where the stream has ended."""
        chunk = await asyncio.wait_for(self.chunks.get(), PATIENCE)
        if not chunk:
            return "", None
        head, data = chunk.decode().removesuffix("\n\n").split("\n")
        text = data.removeprefix("data:").strip()
        return head.removeprefix("event: "), json.loads(text) if text else None


def _scope(path: str, headers: dict[str, str]) -> dict[str, Any]:
    where, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "server": ("lab", 80),
        "path": where,
        "raw_path": where.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }


@asynccontextmanager
async def streaming(app: ASGIApp, path: str, **headers: str) -> AsyncIterator[Answer]:
    """An answer that is read as it comes, from somebody who leaves at the end of the block."""
    answer, begun, left = Answer(), asyncio.Event(), asyncio.Event()
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            begun.set()
        else:
            answer.body += message.get("body", b"")
            if message.get("body"):
                answer.chunks.put_nowait(message["body"])
            if not message.get("more_body"):
                answer.chunks.put_nowait(b"")

    task = asyncio.ensure_future(app(_scope(path, headers), receive, send))
    try:
        await asyncio.wait({task, waiting := asyncio.ensure_future(begun.wait())}, timeout=PATIENCE,
                           return_when=asyncio.FIRST_COMPLETED)  # fmt: skip
        waiting.cancel()
        yield answer
    finally:
        left.set()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def asking(app: ASGIApp, path: str, **headers: str) -> Answer:
    """The whole answer."""
    async with streaming(app, path, **headers) as answer:
        while await asyncio.wait_for(answer.chunks.get(), PATIENCE):
            pass
    return answer

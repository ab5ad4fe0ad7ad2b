"""Which pages may connect to the server and read its answers: those of its very address."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message

from pages._server import origin as module
from pages._server.origin import SameOrigin, is_ours

HERE = "lab.example.org:8501"


def _scope(origin: str | None, host: str = HERE, kind: str = "websocket") -> dict[str, Any]:
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin is not None else [])
    return {"type": kind, "headers": headers, "path": "/", "query_string": b""}


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, HERE),  # no browser
        ("http://lab.example.org:8501", HERE),
        ("https://lab.example.org:8501", HERE),  # behind a proxy that speaks TLS
        ("https://Lab.example.org", "lab.example.org"),
        ("https://lab.example.org", "lab.example.org:443"),
        ("http://[::1]:8501", "[::1]:8501"),
    ],
)
def test_pages_of_this_address_may(origin: str | None, host: str) -> None:
    assert is_ours(_scope(origin, host))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:9999", "localhost:8501"),
        ("http://127.0.0.1:8501", "localhost:8501"),
        ("http://localhost", "localhost:8501"),
        ("https://evil.example.org", HERE),
        ("http://lab.example.org:8501.evil.example.org", HERE),
        ("null", HERE),
        ("file://", HERE),
        ("http://lab.example.org:99999", HERE),
        ("", HERE),
        ("https://lab.example.org", ""),
    ],
)
def test_others_may_not(origin: str, host: str) -> None:
    assert not is_ours(_scope(origin, host))


def test_whom_the_operator_names_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "shared_with", lambda: ["https://school.example.org"])
    assert is_ours(_scope("https://school.example.org"))
    assert not is_ours(_scope("https://school.example.org:444"))


def _told(scope: dict[str, Any], *answered: Message) -> tuple[list[Message], bool]:
    """What is sent where the app would send that, and whether the app was asked."""
    sent: list[Message] = []
    asked = False

    async def app(_scope, _receive, send) -> None:
        nonlocal asked
        asked = True
        for message in answered:
            await send(message)

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(SameOrigin(app)(scope, receive, send))
    return sent, asked


def test_a_socket_of_another_page_is_closed_and_the_app_never_asked(caplog) -> None:
    assert _told(_scope("http://localhost:9999")) == ([{"type": "websocket.close", "code": 1008}], False)
    assert [record.getMessage() for record in caplog.records] == [
        "a page of another address was refused: 'http://localhost:9999'"
    ]
    assert _told(_scope(f"http://{HERE}"))[1]


@pytest.mark.parametrize(("value", "shared"), [(b"http://localhost:9999", False), (b"*", True)])
def test_an_answer_is_not_shared_with_another_page(value: bytes, shared: bool) -> None:
    start = {"type": "http.response.start", "status": 200}
    named = [(b"access-control-allow-origin", value)]
    [message], asked = _told(_scope("http://localhost:9999", kind="http"), start | {"headers": list(named)})
    assert asked
    assert message["headers"] == (named if shared else [])

"""What goes out with every answer, and who may show a page within another."""

import asyncio
import logging

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from pages._frame.allowed import Allowed
from pages._server import headers
from pages._server.headers import SafeHeaders
from pages._server.policy import policy
from tests.helpers.asgi import Answer, asking


async def _fine(_: Request) -> Response:
    return PlainTextResponse("fine", headers={"Referrer-Policy": "unsafe-url"})


async def _fails(_: Request) -> Response:
    raise RuntimeError("not foreseen")


APP = Starlette(routes=[Route("/", _fine), Route("/fails", _fails)], middleware=[Middleware(SafeHeaders)])


def _asked(path: str) -> Answer:
    return asyncio.run(asking(APP, path))


def _ancestors(path: str) -> str:
    return _asked(path).headers["content-security-policy"].rpartition("; frame-ancestors ")[2]


@pytest.mark.parametrize("path", ["/", "/none", "/fails"])
def test_every_answer_has_them(path: str) -> None:
    named = _asked(path).headers
    assert named["x-content-type-options"] == "nosniff"
    assert named["referrer-policy"] == "same-origin"
    assert named["content-security-policy"].startswith(f"{policy()}; frame-ancestors ")


def test_an_app_that_fails_is_a_sentence_and_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = _asked("/fails")
    assert (answer.status, answer.body) == (500, b"The server failed. Please try again.")
    assert [record.message for record in caplog.records] == ["GET /fails was not answered"]
    assert caplog.records[0].levelno == logging.ERROR


def test_an_answer_under_way_that_fails_is_cut_off() -> None:
    async def half(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("not foreseen")

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
    with pytest.raises(RuntimeError, match="not foreseen"):
        asyncio.run(SafeHeaders(half)(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start"]


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/", "'self'"),
        ("/?embed=true", "*"),
        ("/?embed=false", "'self'"),
        ("/?embed=true&embed=no", "'self'"),
    ],
)
def test_only_a_board_alone_may_be_shown_within_any_page(path: str, who: str) -> None:
    assert _ancestors(path) == who


@pytest.mark.parametrize("path", ["/", "/?embed=true"])
def test_the_operator_says_who_may(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headers, "allowed", lambda: Allowed(frame_ancestors="https://moodle.example.org"))
    assert _ancestors(path) == "https://moodle.example.org"

"""Who is let in, and what the others are told."""

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from pages._frame.allowed import Allowed
from pages._server.door import FULL, FULL_OF_YOU, ON_THE_WAY_SECONDS, TOO_MANY, Door, kind_of

CLASS = 60


class _House:
    """A server behind a door, with a clock that is set by hand."""

    def __init__(self, most: int | None = None, **allowed: int) -> None:
        self.now, self.asked = 0.0, 0
        self.door = Door(self._app, Allowed(**allowed), most, lambda: self.now)  # type: ignore[arg-type]

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        if scope["type"] == "http":
            await PlainTextResponse("in")(scope, receive, send)
            return
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async def ask(
        self, path: str, address: str = "192.0.2.1", method: str = "GET"
    ) -> tuple[int, str, dict[str, str]]:
        sent = await self._sent(
            {"type": "http", "method": method, "path": path, "client": (address, 1), "headers": []}
        )
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], sent[1]["body"].decode(), headers

    async def _sent(self, scope: dict[str, Any]) -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        await self.door(scope, receive, send)
        return sent

    async def socket(self, address: str = "192.0.2.1", answers: bool = False) -> "_Socket":
        socket = _Socket()
        scope = {
            "type": "websocket",
            "path": "/_stcore/stream",
            "client": (address, 1),
            "extensions": {"websocket.http.response": {}} if answers else {},
        }
        socket.task = asyncio.ensure_future(self.door(scope, socket.coming.get, socket.put))
        await asyncio.sleep(0)
        return socket


class _Socket:
    """One end of a socket: what was sent over it so far."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.coming: asyncio.Queue[Message] = asyncio.Queue()
        self.coming.put_nowait({"type": "websocket.connect"})
        self.task: asyncio.Future[None] | None = None

    async def put(self, message: Message) -> None:
        self.sent.append(message)

    async def close(self) -> None:
        self.coming.put_nowait({"type": "websocket.disconnect", "code": 1000})
        assert self.task is not None
        await self.task

    @property
    def open(self) -> bool:
        return self.sent == [{"type": "websocket.accept"}]


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/", "page"),
        ("GET", "", "page"),
        ("GET", "/lesson", "page"),
        ("HEAD", "/lesson", None),
        ("GET", "/lab-sight", None),
        ("GET", "/ready", None),
        ("GET", "/metrics", None),
        ("GET", "/lab/token", "stream"),
        ("HEAD", "/lab/token", "stream"),
        ("GET", "/lab/token/now", None),
        ("GET", "/static/js/a.js", None),
        ("GET", "/_stcore/health", None),
        ("PUT", "/_stcore/upload_file/a/b", "upload"),
        ("OPTIONS", "/_stcore/upload_file/a/b", None),
    ],
)
def test_what_is_counted(method: str, path: str, kind: str | None) -> None:
    assert kind_of({"type": "http", "method": method, "path": path}) == kind


def test_below_a_path_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages._server.door.root_path", lambda: "/a/lab")
    for path, kind in (("/a/lab", "page"), ("/a/lab/", "page"), ("/a/lab/lab/token", "stream")):
        assert kind_of({"type": "http", "method": "GET", "path": path}) == kind
    assert kind_of({"type": "websocket", "path": "/a/lab/_stcore/stream"}) == "socket"


def test_a_class_behind_one_address_comes_in_at_once() -> None:
    async def story() -> None:
        house = _House(most=CLASS)
        for _ in range(CLASS):
            assert (await house.ask("/"))[0] == 200
        sockets = [await house.socket() for _ in range(CLASS)]
        for number in range(CLASS):
            assert (await house.ask(f"/lab/{number}"))[0] == 200
            assert (await house.ask("/_stcore/upload_file/a/b", method="PUT"))[0] == 200
        assert all(socket.open for socket in sockets)
        for socket in sockets:
            await socket.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("name", "method", "path"),
    [
        ("pages", "GET", "/words"),
        ("streams", "GET", "/lab/a"),
        ("uploads", "PUT", "/_stcore/upload_file/a/b"),
    ],
)
def test_beyond_so_many_a_minute_there_is_a_sentence(name: str, method: str, path: str) -> None:
    async def story() -> None:
        house = _House(**{name: 5})
        for _ in range(5):
            assert (await house.ask(path, method=method))[0] == 200
        status, body, headers = await house.ask(path, method=method)
        assert (status, headers["retry-after"], headers["cache-control"]) == (429, "10", "no-store")
        assert TOO_MANY[name.removesuffix("s")] in body
        assert (await house.ask(path, "192.0.2.9", method))[0] == 200
        assert house.asked == 6
        house.now += 12
        assert (await house.ask(path, method=method))[0] == 200

    asyncio.run(story())


def test_where_it_is_full_a_page_says_so_and_asks_again() -> None:
    async def story() -> None:
        house = _House(most=2)
        first, second = [await house.socket() for _ in range(2)]
        status, page, headers = await house.ask("/")
        assert (status, headers["retry-after"]) == (503, "10")
        assert FULL in page
        assert 'http-equiv="refresh" content="10"' in page
        assert headers["content-type"].startswith("text/html")
        assert (await house.ask("/_stcore/health"))[0] == 200
        await first.close()
        assert (await house.ask("/"))[0] == 200
        await second.close()

    asyncio.run(story())


def test_a_place_is_kept_for_whoever_has_a_page_and_is_about_to_connect() -> None:
    async def story() -> None:
        house = _House(most=2)
        assert [(await house.ask("/"))[0] for _ in range(3)] == [200, 200, 503]
        socket = await house.socket()
        assert (await house.ask("/"))[0] == 503
        house.now += ON_THE_WAY_SECONDS + 1  # the other one has gone elsewhere
        assert (await house.ask("/"))[0] == 200
        await socket.close()

    asyncio.run(story())


def test_sockets_are_let_in_beyond_pages_and_no_further() -> None:
    async def story() -> None:
        house = _House(most=10)
        sockets = [await house.socket() for _ in range(11)]
        assert all(socket.open for socket in sockets)
        refused = await house.socket(answers=True)
        assert [message["type"] for message in refused.sent] == [
            "websocket.http.response.start",
            "websocket.http.response.body",
        ]
        assert refused.sent[0]["status"] == 503
        assert refused.sent[1]["body"].decode() == FULL
        plain = await house.socket()
        assert plain.sent == [{"type": "websocket.close", "code": 1013}]
        await sockets[0].close()
        assert (await house.socket()).open

    asyncio.run(story())


def test_one_address_cannot_keep_the_others_out() -> None:
    async def story() -> None:
        house = _House(most=200)
        statuses = [(await house.ask("/"))[0] for _ in range(160)]
        assert statuses == [200] * 150 + [503] * 10
        assert FULL_OF_YOU in (await house.ask("/"))[1]
        assert (await house.ask("/", "192.0.2.9"))[0] == 200
        sockets = [await house.socket() for _ in range(166)]
        assert [socket.open for socket in sockets] == [True] * 165 + [False]
        assert (await house.socket("192.0.2.9")).open

    asyncio.run(story())


def test_a_small_server_is_all_a_classs() -> None:
    async def story() -> None:
        house = _House(most=CLASS)
        assert all([(await house.socket()).open for _ in range(CLASS)])

    asyncio.run(story())


def test_without_a_limit_all_are_let_in() -> None:
    async def story() -> None:
        house = _House()
        assert all([(await house.socket()).open for _ in range(500)])
        assert (await house.ask("/"))[0] == 200

    asyncio.run(story())

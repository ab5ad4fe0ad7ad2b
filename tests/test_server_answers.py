"""What a running server answers to whoever asks: headers on everything, sources to nobody."""

import asyncio
import base64
import http.client
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages._assets.files import PATH, files, version
from tests.helpers.serving import ROOT, free_port, start_server
from tests.visitor import enter


@pytest.fixture(scope="module", params=["", "/a/lab"], ids=["root", "below"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, str]]:
    """The port of a running server, and the path below which it answers."""
    home, port, root = tmp_path_factory.mktemp("app"), free_port(), request.param
    settings = {
        "INITLAB_DATABASE_URL": f"sqlite:///{home}/runs.db",
        "INITLAB_WORKERS": "1",
        "STREAMLIT_SERVER_BASE_URL_PATH": root.strip("/"),
    }
    process = start_server(port, settings, home / "log", path=f"{root[1:]}/" if root else "")
    yield port, root
    process.terminate()
    process.wait(30)
    log = (home / "log").read_text()
    assert "Traceback" not in log, log


def _ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """An answer as it comes; the path is sent as it is, dots and all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, named, b"" if "event-stream" in named.get("content-type", "") else answer.read()
    finally:
        connection.close()


def _a_script(port: int, root: str) -> str:
    """The address of one of Streamlit's scripts."""
    found = re.search(rb'src="\./(static/js/index\.[^"]+)"', _ask(port, f"{root}/")[2])
    assert found is not None
    return found[1].decode()


def test_every_answer_has_the_headers(server: tuple[int, str]) -> None:
    port, root = server
    visit = asyncio.run(_visited(port, root))
    paths = [
        "", "/", "/lesson", "/nowhere", "/compare", "/no.file", "/lab-sight", "/lab/nobody",
        "/lab/nobody/now", f"{PATH}/{version()}/board.js", f"{PATH}/{version()}/none.js",
        f"/{_a_script(port, root)}", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics",
        "/media/none.png", "/favicon.png",
    ]  # fmt: skip
    for path in (*(root + path or "/" for path in paths), visit, "/..%2f..", "//x"):
        for method in ("GET", "POST"):
            status, headers, _ = _ask(port, path, method)
            assert status < 500, path
            assert headers.get("x-content-type-options") == "nosniff", (method, path)
            assert headers["referrer-policy"] == "same-origin"
            assert "script-src 'self'" in headers["content-security-policy"]
            assert headers["content-security-policy"].endswith("frame-ancestors 'self'")


async def _visited(port: int, root: str) -> str:
    """The address of a stream."""
    visit = await enter(port, base=root)
    await visit.connection.close()
    return visit.stream


SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("pages", "initcore", ".streamlit")
    for path in (ROOT / folder).rglob("*.*")
    if path.suffix in (".py", ".pyc", ".toml")
)
PLACES = (
    "", PATH, f"{PATH}/{version()}", "/lab", "/static", "/media", "/component", "/component/init_lab_board",
    "/_stcore/bidi-components/init_lab_board", "/_stcore/bidi-components", "/app/static", "/_stcore",
)  # fmt: skip
WAYS_UP = ("", "../", "../../", "..%2f", "%2e%2e/", "..%2f..%2f", "....//", "..\\", "/", "%2f")


def test_no_route_serves_a_source(server: tuple[int, str]) -> None:
    port, root = server
    names = [
        "__init__.py",
        "pages/_board/__init__.py",
        "app.py",
        "initcore/lab/worker.py",
        ".streamlit/config.toml",
    ]
    wholes = [str(ROOT / "app.py"), str(ROOT / "app.py").replace(os.sep, "%2f")]
    shells = _shells(port, root)
    for place in PLACES:
        for up in WAYS_UP:
            for name in (*names, *wholes):
                _refused(_ask(port, f"{root}{place}/{up}{name}"), shells, f"{place}/{up}{name}")


def test_no_source_has_an_address(server: tuple[int, str]) -> None:
    port, root = server
    shells = _shells(port, root)
    for name in SOURCES:
        for path in (
            f"/{name}",
            f"{PATH}/{version()}/{Path(name).name}",
            f"/_stcore/bidi-components/init_lab_board/{name}",
        ):
            _refused(_ask(port, root + path), shells, path)


def _shells(port: int, root: str) -> set[bytes]:
    """The empty page that there is at any address, and Streamlit's own."""
    return {_ask(port, f"{root}/nowhere")[2], _ask(port, f"{root}/no.file")[2]}


def _refused(answer: tuple[int, dict[str, str], bytes], shells: set[bytes], path: str) -> None:
    """That an answer is no file, but an error, nothing, or an empty page."""
    status, _, body = answer
    assert status >= 300 or status == 204 or body in shells, path


def test_only_the_boards_own_files_are_files() -> None:
    assert {Path(name).suffix for name in files()} == {".js", ".css"}


def _status_of_socket(port: int, root: str, **headers: str) -> int:
    """What a handshake is answered with; 101 is that the socket is open."""
    asked = {
        "Host": f"127.0.0.1:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Protocol": "streamlit",
    }
    return _ask(port, f"{root}/_stcore/stream", **asked | headers)[0]


def test_pages_of_other_ports_get_no_socket(server: tuple[int, str]) -> None:
    port, root = server
    assert _status_of_socket(port, root) == 101
    assert _status_of_socket(port, root, Origin=f"http://127.0.0.1:{port}") == 101
    for origin in (
        "http://localhost:9999",
        f"http://localhost:{port}",
        "http://127.0.0.1",
        "null",
        "https://a.example",
    ):
        assert _status_of_socket(port, root, Origin=origin) == 403, origin


def test_answers_are_not_shared_with_pages_of_other_ports(server: tuple[int, str]) -> None:
    port, root = server
    _, headers, _ = _ask(port, f"{root}/_stcore/health", Origin="http://localhost:9999")
    assert "access-control-allow-origin" not in headers


def test_the_default_page_is_found_by_its_name(server: tuple[int, str]) -> None:
    port, root = server
    for path in ("/compare", "/compare?init=he&iters=50", "/compare/", "/compare/?init=he"):
        where = f"{root}{path}"
        for _ in range(3):
            status, headers, body = _ask(port, where)
            if status == 200:
                break
            assert status in (301, 308)
            where = _followed(where, headers["location"])
        query = path.partition("?")[2]
        assert where == f"{root}/" + (f"?{query}" if query else "")
        assert b'<div id="root">' in body


def _followed(where: str, location: str) -> str:
    if location.startswith("./"):
        return where.partition("?")[0].rpartition("/")[0] + location[1:]
    return location.removeprefix("http://127.0.0.1")


def test_it_says_how_it_is(server: tuple[int, str]) -> None:
    port, root = server
    status, _, body = _ask(port, f"{root}/ready")
    assert (status, json.loads(body)["workers"]) == (200, {"alive": 1, "of": 1})
    visit = asyncio.run(_visited(port, root))
    before = _figure(port, root, "initlab_streams")
    stream = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    stream.request("GET", visit)
    stream.getresponse().readline()
    assert _figure(port, root, "initlab_streams") == before + 1
    stream.close()
    until = time.monotonic() + 30
    while _figure(port, root, "initlab_streams") > before:
        assert time.monotonic() < until, "a stream that nobody reads is counted on"
    assert _figure(port, root, "initlab_workers_alive") == 1


def _figure(port: int, root: str, name: str) -> float:
    status, headers, body = _ask(port, f"{root}/metrics")
    assert status == 200
    assert headers["content-type"].startswith("application/openmetrics-text")
    [value] = re.findall(rf"^{name} (\S+)$", body.decode(), re.MULTILINE)
    return float(value)

"""What the pages rely on in Streamlit without its promise is there, in the version that is pinned.

Where one of these fails after Streamlit was updated, the docstring in `pages/_frame/internals.py` says
what to look at.
"""

import ast
import inspect
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from starlette.routing import Route, WebSocketRoute
from streamlit import logger, runtime
from streamlit.config import get_option, set_option
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager
from streamlit.web.server.starlette import starlette_app_utils, starlette_server_config
from streamlit.web.server.starlette.starlette_routes import create_upload_routes
from streamlit.web.server.starlette.starlette_websocket import create_websocket_routes

from pages._frame.internals import (
    CHECKED_WITH,
    COOKIE,
    SOCKET,
    STREAMLITS_ADD,
    STREAMLITS_CLEAR,
    UPLOAD,
    Place,
    browser_token,
    end_left_sessions,
    keep_few_uploads,
    let_streamlits_logs_through,
    root_path,
    send_all_that_is_drawn,
    shared_with,
)
from pages._frame.serving import SCRIPT

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "pages"
STATIC = Path(st.__file__).parent / "static"
LOOK = "look again at it as pages/_frame/internals.py says"


def test_the_pinned_version_is_the_one_that_was_checked() -> None:
    [pinned] = re.findall(r"^streamlit==(.+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pinned == CHECKED_WITH == st.__version__, (
        f"Streamlit {pinned} is pinned, {st.__version__} is installed and {CHECKED_WITH} was checked. Read "
        "the docstrings in pages/_frame/internals.py, look at what they name, and raise CHECKED_WITH there."
    )


@pytest.mark.parametrize(
    ("option", "path"), [("", ""), ("/", ""), ("lab", "/lab"), ("/a/lab/", "/a/lab")], ids=repr
)
def test_the_path_below_which_the_server_answers_is_begun_by_a_slash(option: str, path: str) -> None:
    assert get_option("server.baseUrlPath") == "", f"it is called otherwise: {LOOK}"
    set_option("server.baseUrlPath", option)
    try:
        assert root_path() == path
    finally:
        set_option("server.baseUrlPath", "")


def test_the_operator_names_the_origins_that_share() -> None:
    assert shared_with() == [], f"it is called otherwise: {LOOK}"
    set_option("server.corsAllowedOrigins", ["https://school.example.org"])
    try:
        assert shared_with() == ["https://school.example.org"]
    finally:
        set_option("server.corsAllowedOrigins", [])


def test_sockets_and_uploads_have_these_addresses() -> None:
    routes = [
        *create_websocket_routes(None, ""),  # type: ignore[arg-type]
        *create_upload_routes(None, None, ""),  # type: ignore[arg-type]
    ]
    paths = [route.path for route in routes if isinstance(route, Route | WebSocketRoute)]
    assert paths[0] == SOCKET, f"a socket is opened elsewhere: {LOOK}"
    assert all(path.startswith(UPLOAD) for path in paths[1:]), f"files are sent elsewhere: {LOOK}"


def test_what_streamlit_says_goes_where_all_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logger, "_loggers", {})
    monkeypatch.setattr(logger, "setup_formatter", logger.setup_formatter)
    before = logger.get_logger("streamlit.of_a_test_before")
    assert before.handlers, f"loggers have no handlers of their own any more: {LOOK}"
    let_streamlits_logs_through()
    for one in (before, logger.get_logger("streamlit.of_a_test_after")):
        assert (one.handlers, one.propagate) == ([], True)


def _drawn(path: tuple[int, ...], fragment: str, text: str = "") -> ForwardMsg:
    """An element that a fragment has drawn, or a block where there is no text."""
    message = ForwardMsg()
    message.metadata.delta_path[:] = path
    message.delta.fragment_id = fragment
    if text:
        message.delta.new_element.markdown.body = text
    else:
        message.delta.add_block.allow_empty = True
    return message


def _queue() -> ForwardMsgQueue:
    """What the whole page has drawn, and was not sent: a fragment's block, what is in it, and the end."""
    queue = ForwardMsgQueue()
    finished = ForwardMsg()
    finished.script_finished = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
    for message in (_drawn((0, 5), "ours"), _drawn((0, 5, 0), "ours", "first"), finished):
        queue.enqueue(message)
    return queue


def test_what_a_fragment_has_drawn_is_sent_before_it_is_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ForwardMsgQueue, "clear", STREAMLITS_CLEAR)
    send_all_that_is_drawn()
    queue = _queue()
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["ours"])
    queue.enqueue(_drawn((0, 5), "ours"))
    queue.enqueue(_drawn((0, 5, 0), "ours", "second"))
    said = [
        each.delta.new_element.markdown.body if each.HasField("delta") else "end" for each in queue.flush()
    ]
    assert said == ["", "first", "end", "", "second"]


def test_what_the_whole_page_draws_anew_is_not_sent_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ForwardMsgQueue, "clear", STREAMLITS_CLEAR)
    send_all_that_is_drawn()
    queue = _queue()
    queue.clear(retain_lifecycle_msgs=True)
    [end] = queue.flush()
    assert end.HasField("script_finished")


def test_streamlit_alone_still_throws_it_away() -> None:
    """Where this fails, `send_all_that_is_drawn` is no longer needed."""
    queue = _queue()
    STREAMLITS_CLEAR(queue, True, ["ours"])
    assert [each.WhichOneof("type") for each in queue.flush()] == ["script_finished"]


def _kept(manager: MemoryUploadedFileManager) -> list[str]:
    return [name for files in manager.file_storage.values() for name in files]


def test_a_session_keeps_its_last_uploads_and_the_oldest_of_all_leave_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", STREAMLITS_ADD)
    keep_few_uploads()
    manager = MemoryUploadedFileManager("/upload")

    def send(session: str, name: str, megabytes: int) -> None:
        manager.add_file(session, UploadedFileRec(name, "mine.csv", "text/csv", bytes(megabytes * 2**20)))

    for name in ("a", "b", "c"):
        send("one", name, 1)
    assert _kept(manager) == ["b", "c"]
    send("two", "d", 1)
    send("one", "e", 1)
    assert _kept(manager) == ["d", "c", "e"]
    for number in range(13):
        send(f"more {number}", str(number), 5)
    assert _kept(manager) == [str(number) for number in range(1, 13)]
    assert manager._total_bytes == 12 * 5 * 2**20


class Left:
    """A session that was left."""

    id = "left"

    def __init__(self) -> None:
        self.ended = 0

    def shutdown(self) -> None:
        self.ended += 1


def test_sessions_that_nobody_comes_back_to_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert end_left_sessions() == 0, "there is no server here"
    assert "self._session_mgr = " in inspect.getsource(Runtime.__init__), f"it is called otherwise: {LOOK}"
    sessions = WebsocketSessionManager(MemorySessionStorage(ttl_seconds=0), *[None] * 3)  # type: ignore[arg-type]
    left = Left()
    sessions._session_storage.save(SessionInfo(client=None, session=left))  # type: ignore[arg-type]
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(_session_mgr=sessions))
    assert [end_left_sessions() for _ in range(2)] == [1, 0]
    assert left.ended == 1


def test_a_browser_has_a_token_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert starlette_server_config.XSRF_COOKIE_NAME == COOKIE, f"the cookie has another name: {LOOK}"

    class Context:
        cookies: dict[str, str] = {}  # noqa: RUF012  (a stand-in for the one visitor of this test)

    monkeypatch.setattr(st, "context", Context)
    for _ in range(3):  # masked otherwise each time
        Context.cookies[COOKIE] = starlette_app_utils.generate_xsrf_token_string(b"token of 16 byte")
        assert browser_token() == b"token of 16 byte".hex(), f"`browser_token` reads another format: {LOOK}"
    for broken in ("", "1|aa|bb|0", "2|zz|00|0", "2||00|0", "2|aa"):
        Context.cookies[COOKIE] = broken
        assert browser_token() == ""


def test_a_place_can_be_drawn_in() -> None:
    assert isinstance(st.container(), Place), f"columns have another type: {LOOK}"


def test_the_first_script_lies_beside_no_folder_of_pages() -> None:
    assert hasattr(PagesManager, "uses_pages_directory"), f"pages are found in another way: {LOOK}"
    assert not (PagesManager(str(SCRIPT)).main_script_parent / "pages").exists()


@cache
def _front() -> str:
    """All of the browser's code."""
    return "\n".join(path.read_text("utf-8") for path in sorted(STATIC.rglob("*.js")))


def _named() -> set[str]:
    """What the pages' styles and scripts call Streamlit's own parts."""
    texts = [path.read_text("utf-8") for path in PAGES.rglob("*") if path.suffix in (".py", ".css", ".js")]
    text = "\n".join(texts)
    found = set(re.findall(r"\.(st[A-Z]\w+)", text)) | set(re.findall(r'data-testid="(\w+)"', text))
    found |= {f"data-{name}" for name in re.findall(r"\[data-(stale|collapsed)=", text)}
    return found | set(re.findall(r"--st-[a-z-]+", text))


def _of_theme(variable: str) -> str:
    """The theme's setting that a variable of CSS is made of."""
    first, *others = variable.removeprefix("--st-").split("-")
    return first + "".join(word.capitalize() for word in others)


@pytest.mark.parametrize("name", sorted(_named()))
def test_styles_and_scripts_name_parts_that_streamlit_has(name: str) -> None:
    there = (_of_theme(name) if name.startswith("--st-") else name) in _front()
    assert there, f"Streamlit's pages have no {name}: {LOOK}"


OTHERS = sorted(path for path in PAGES.rglob("*.py") if path.name != "internals.py")


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_other_file_reaches_into_streamlit(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found: list[str] = []
        if isinstance(node, ast.ImportFrom):
            found = [node.module or ""]
        elif isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "st":
            found = [f"streamlit.{node.attr}"] if re.match("_|[gs]et_option", node.attr) else []
        inside = [name for name in found if name.startswith("streamlit.")]
        assert not inside, f"{inside} belongs in pages/_frame/internals.py"

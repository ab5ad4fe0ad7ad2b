"""All that the pages rely on in Streamlit and that Streamlit does not promise.

What stands here was read in Streamlit's source or found by trying, in the version that CHECKED_WITH
names. A test fails at any other one: then each part is looked at again, as its docstring says, and the
version is raised here. No other file of the pages reaches into Streamlit; two things lie elsewhere and
are held by the same test:

- Rules of style and scripts name Streamlit's own classes, test ids and attributes. Look at the page in
  both themes, on a phone's width and in presenter mode.
- `navigation.py` does not lie beside a folder called `pages`, which Streamlit would take for its menu
  until `st.navigation` has run for the first time. Look at what a first visitor is shown, and at
  `streamlit.runtime.pages_manager`.
"""

import logging
from datetime import timedelta
from pathlib import Path

import streamlit as st
from streamlit import file_util, runtime
from streamlit import logger as streamlits_logger
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

CHECKED_WITH = "1.67.0"

Place = DeltaGenerator
"""Where something can be drawn, such as a column: Streamlit has the type, and does not export it."""

STREAMLITS_CLEAR = ForwardMsgQueue.clear

STREAMLITS_ADD = MemoryUploadedFileManager.add_file

FILES_A_SESSION, BYTES_IN_ALL = 2, 64 * 2**20
"""Uploaded files that are kept: of one session, and of all. What a page has read of one it keeps itself."""

COOKIE = "_streamlit_xsrf"

SOCKET = "/_stcore/stream"
UPLOAD = "/_stcore/upload_file/"
"""Below the server's path: where a page's socket is opened, and where a file is sent to.

Look at `starlette_websocket` and at `create_upload_routes` in `streamlit.web.server.starlette`.
"""

STREAMLITS_METRICS = "/_stcore/metrics"
"""Where Streamlit tells of itself. Look at `create_metrics_routes` beside these."""

SELDOM = timedelta(days=1)
"""That there is a timer is what counts; a browser's timer cannot be set to more than 24 days."""


def streamlits_files() -> Path:
    """The folder with what Streamlit serves of its own, below which `static/` has scripts and styles.

    Their names hold a hash of their content. Look at `create_streamlit_static_handler` in
    `streamlit.web.server.starlette.starlette_static_routes`.
    """
    return Path(file_util.get_static_dir())


def first_page(*, title: str, before: str) -> str:
    """Streamlit's `index.html` with that title, and with that before what is drawn.

    Look at the file, and at whether the sidebar is where its place was kept, so that nothing moves.
    """
    text = (streamlits_files() / "index.html").read_text(encoding="utf-8")
    text = text.replace("<title>Streamlit</title>", f"<title>{title}</title>")
    return text.replace('<div id="root">', f'{before}<div id="root">')


def root_path() -> str:
    """The path below which this server answers, begun by a slash; empty for none.

    Streamlit puts its own routes below it and leaves those of an app where they are. Look at how
    `streamlit.web.server.starlette.starlette_app` treats `routes` and `server.baseUrlPath`.
    """
    root = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{root}" if root else ""


def shared_with() -> list[str]:
    """The origins, such as https://school.example.org, whose pages may use this server beside its own.

    Look at `server.corsAllowedOrigins` in `streamlit.config`.
    """
    return list(st.get_option("server.corsAllowedOrigins"))


def send_all_that_is_drawn() -> None:
    """Has a fragment that is drawn anew leave alone what is drawn and not yet sent; for all sessions.

    Streamlit throws away what a fragment has drawn and the server has not yet sent when that fragment is
    asked for again. Where that happens as the whole page ends, the browser takes the fragment's part for
    gone: it makes a new board, which flickers and loses the zoom, or, where the part stood there from
    before its server was started again, counts the parts after it from a wrong place and leaves the page
    white. What is sent twice comes in order, and does no harm. Look at `ForwardMsgQueue.clear`, and at
    whether a board stays the same node while runs begin and end.
    """
    ForwardMsgQueue.clear = _clear_for_a_page  # type: ignore[method-assign, assignment]


def _clear_for_a_page(
    queue: ForwardMsgQueue,
    retain_lifecycle_msgs: bool = False,
    fragment_ids_this_run: list[str] | None = None,
) -> None:
    if fragment_ids_this_run is None:
        STREAMLITS_CLEAR(queue, retain_lifecycle_msgs)
    else:  # what comes must not take the places of what is there, which belongs to the run before
        queue._delta_index_map = {}


def keep_few_uploads() -> None:
    """Has the oldest uploaded files leave where a session, or all of them, have sent more than is kept.

    Streamlit keeps every file that is sent to an open session. Look at `MemoryUploadedFileManager`.
    """
    MemoryUploadedFileManager.add_file = _add_and_drop  # type: ignore[method-assign, assignment]


def _add_and_drop(manager: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
    STREAMLITS_ADD(manager, session_id, file)
    with manager._lock:
        storage = manager.file_storage
        storage[session_id] = storage.pop(session_id)  # who sent something last is last
        sizes = {
            (one, name): len(each.data) for one, files in storage.items() for name, each in files.items()
        }
    theirs = [name for name in sizes if name[0] == session_id]
    left = sum(sizes.values())
    for name, size in sizes.items():
        if left > BYTES_IN_ALL or name in theirs[:-FILES_A_SESSION]:
            manager.remove_file(*name)
            left -= size


def end_left_sessions() -> int:
    """Ends the sessions whose browsers have been away for longer than these are waited for; how many.

    Streamlit forgets them only when somebody else comes or goes, and then without ending them, which leaves
    their files behind. For the thread of the server's event loop, which alone touches them. Look at
    `MemorySessionStorage`, and at where `WebsocketSessionManager` has it.
    """
    if not runtime.exists():
        return 0
    storage = runtime.get_instance()._session_mgr._session_storage  # type: ignore[attr-defined]
    left = storage._cache.expire()
    for _, known in left:
        known.session.shutdown()
    return len(left)


def come_back_by_itself() -> None:
    """Has the page drawn anew, from its address, as soon as its browser has found its server again.

    A browser that finds a server that was started anew asks it for the page only where something on the
    page is drawn anew by a timer. Any other page would stand there as it was, and belong to nobody: the
    first button pressed on it would do nothing, as the new server has not drawn that button. So every
    page has a timer. Look at an open page while its server is started again.
    """
    st.fragment(_nothing, run_every=SELDOM)()


def _nothing() -> None:
    pass


def let_streamlits_logs_through() -> None:
    """Has Streamlit's loggers, those to come among them, leave their records to the root's handlers.

    Each has a handler of its own and hands nothing on. Look at `get_logger` in `streamlit.logger`.
    """
    streamlits_logger.setup_formatter = _hand_on
    streamlits_logger.update_formatter()


def _hand_on(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True


def browser_token() -> str:
    """The random token that Streamlit gives a browser until it is closed; "" when there is none.

    It says nothing of who somebody is, and is the same in every tab and after a refresh, which a session
    is not. It comes as `2|mask|token xor mask|time`, with another mask each time. Look at
    `generate_xsrf_token_string` in `streamlit.web.server.starlette.starlette_app_utils`.
    """
    version, *parts = str(st.context.cookies.get(COOKIE, "")).split("|")
    try:
        mask, masked = (bytes.fromhex(part) for part in parts[:2])
    except ValueError:
        return ""
    if version != "2" or not mask:
        return ""
    return bytes(byte ^ mask[at % len(mask)] for at, byte in enumerate(masked)).hex()

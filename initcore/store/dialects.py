"""What differs between databases: how each is set up, and what its errors mean."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

WAIT_SECONDS = 5
"""How long to wait for a lock, and for a server to answer."""

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)
STILL_GOOD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL)
"""Errors after which a connection is as good as before, and reads what cannot be written."""

REASONS = {
    sqlite3.SQLITE_FULL: "disk full",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_PERM: "no permission",
    sqlite3.SQLITE_AUTH: "no permission",
}


class NotOurs(Exception):
    """A file that this program has no business with; the message says why in a few plain words."""


def engine_for(url: URL) -> Engine:
    """An engine that has not connected yet, set up for the kind of database."""
    if url.get_backend_name() != "sqlite":
        timeout = {"connect_timeout": WAIT_SECONDS} if url.get_driver_name().startswith("psycopg") else {}
        return create_engine(url, connect_args=timeout, pool_pre_ping=True, hide_parameters=True)
    options: dict[str, Any] = {"connect_args": {"timeout": WAIT_SECONDS, "check_same_thread": False}}
    if sqlite_path(url) is None:
        # A database in memory lives as long as its connection: there is one, and threads take turns.
        options |= {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_engine(url, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not where the driver thinks fit
    # Damaged text must be readable, for its row to be found damaged.
    connection.text_factory = lambda text: text.decode(errors="replace")
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once if another has written between;
    # one that takes the lock at its start waits for it.
    writes = connection.get_execution_options().get("initlab_kind") == "written"
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sqlite_path(url: URL) -> Path | None:
    """The file of an SQLite URL; None in memory, for the `file:` form, and on a server."""
    name = url.database or ""
    in_file = (
        url.get_backend_name() == "sqlite" and name not in ("", ":memory:") and not name.startswith("file:")
    )
    return Path(name) if in_file else None


@contextmanager
def alone_with(path: Path | None) -> Iterator[None]:
    """Keeps other processes from beginning or replacing the file; does nothing for a server.

    Raises OSError or sqlite3.Error when the place cannot be used.
    """
    if path is None:
        yield
        return
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file")
    # A lock of SQLite's own is to be had on every system, and falls with the process that holds it.
    with closing(sqlite3.connect(f"{path}.lock", timeout=WAIT_SECONDS, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def identity(path: Path | None) -> tuple[int, int] | None:
    """Which file is at a path, None if there is none."""
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status is not None else None


def sqlite_code(error: Exception) -> int:
    """SQLite's extended error code, 0 for any other error."""
    return getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)


def is_damaged(error: Exception) -> bool:
    """Whether an SQLite file is damaged as a whole."""
    # The names in a garbled file are no text, and the driver stumbles over them in SQLite's message.
    in_the_file = isinstance(error, DBAPIError) and sqlite_code(error) & 0xFF in DAMAGED
    return in_the_file or isinstance(error, UnicodeDecodeError)


def is_lasting(error: Exception) -> bool:
    """Whether it will not pass by itself: the URL names nothing that can be used."""
    if isinstance(error, OSError):
        return error.errno in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EINVAL)
    return isinstance(error, (NotOurs, ArgumentError, ImportError, ValueError, TypeError))


def first_line(error: Exception) -> str:
    """The first line of what the driver said; no SQL and no parameters."""
    lines = str(error.orig if isinstance(error, DBAPIError) else error).splitlines()
    return lines[0] if lines else ""


def reason_for(error: Exception) -> str:
    """Why, in a few plain words that name no host, user or path."""
    if code := sqlite_code(error):
        return REASONS.get(code & 0xFF, "its file is damaged")
    if isinstance(error, NotOurs):
        return str(error)
    if isinstance(error, OSError):
        return (error.strerror or "the system refuses").lower()
    if isinstance(error, ImportError):
        return "its driver is not installed"
    if isinstance(error, (ArgumentError, ValueError, TypeError)):
        return "its URL is not valid"
    return "it does not answer"

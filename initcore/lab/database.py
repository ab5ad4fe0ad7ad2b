"""A database that may fail without harm: every error is caught here, said once, and forgotten when over.

What is kept is a cache, so no failure of it may reach a reader. After one the database is left alone
for a while, lest every page wait for a server that is down. An SQLite file that is damaged as a
whole is moved aside and a fresh one begun.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool

log = logging.getLogger(__name__)

RETRY_SECONDS = 30.0
"""How long a database that failed is left alone."""

WAIT_SECONDS = 5
"""How long to wait for a lock, and for a server to answer."""

TRIES = 4
"""Enough for what can go wrong one after the other: file replaced, file damaged, row written meanwhile."""

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)
GONE = sqlite3.SQLITE_READONLY_DBMOVED

REASONS = {
    sqlite3.SQLITE_FULL: "disk full",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_PERM: "no permission",
    sqlite3.SQLITE_AUTH: "no permission",
}

T = TypeVar("T")


@dataclass
class _Opened:
    """An engine, and which file stood at its path: another process may put a new one there."""

    engine: Engine
    path: Path | None
    file: tuple[int, int] | None
    ready: bool = False


class Database:
    """The database at `url`, opened at first use, its `tables` made if they are not there.

    `problem` is one plain sentence while it does not work, else None. Safe to use from any thread.
    """

    def __init__(self, url: str, tables: MetaData) -> None:
        self.problem: str | None = None
        self._url, self._tables = url, tables
        self._opened: _Opened | None = None
        self._lock = threading.Lock()
        self._rest_until = {"read": 0.0, "written": 0.0}

    def read(self, work: Callable[[Connection], T]) -> T | None:
        """What `work` returns, in one transaction; None when the database does not work."""
        return self._run(work, "read")

    def write(self, work: Callable[[Connection], bool]) -> bool:
        """Does `work`, which says whether it wrote, in one transaction; False when that failed."""
        wrote = bool(self._run(work, "written"))
        if wrote and self.problem is not None:
            self.problem = None
            log.warning("The database works again: results are being kept.")
        return wrote

    def close(self) -> None:
        """Lets go of the database. Using it again opens it again."""
        self._forget(self._opened)

    def _run(self, work: Callable[[Connection], T], kind: str) -> T | None:
        if time.monotonic() < self._rest_until[kind]:
            return None
        for attempt in range(TRIES):
            opened = None
            try:
                opened = self._open()
                if not opened.ready:
                    self._transaction(opened, self._tables.create_all, "written")
                    opened.file, opened.ready = opened.file or _identity(opened.path), True
                return self._transaction(opened, work, kind)
            except Exception as error:  # drivers raise what they like, and no cache is worth a crash
                if attempt + 1 == TRIES or not self._mended(error, opened, attempt):
                    self._failed(error, kind)
                    break
        return None

    def _transaction(self, opened: _Opened, work: Callable[[Connection], T], kind: str) -> T:
        with opened.engine.connect().execution_options(initlab_kind=kind) as connection, connection.begin():
            return work(connection)

    def _open(self) -> _Opened:
        with self._lock:
            if self._opened is None:
                url = make_url(self._url)
                path = _sqlite_path(url)
                if path is not None:
                    path.parent.mkdir(parents=True, exist_ok=True)
                self._opened = _Opened(_engine(url), path, _identity(path))
            return self._opened

    def _forget(self, opened: _Opened | None) -> None:
        """Drops connections; they may be to a file that is no longer there."""
        with self._lock:
            if opened is not None:
                opened.engine.dispose()
            if opened is self._opened:
                self._opened = None

    def _mended(self, error: Exception, opened: _Opened | None, attempt: int) -> bool:
        """Whether trying once more at once may help, after having done what helps."""
        if isinstance(error, IntegrityError):
            return True  # another process has written the same row or table meanwhile
        self._forget(opened)
        code = _sqlite_code(error)
        # Our SQL is right, so "error" means that the tables are not: the file was deleted under us,
        # which opening anew repairs, or its layout is garbled, which it does not.
        garbled = code == sqlite3.SQLITE_ERROR and attempt > 0
        if opened is not None and opened.path is not None and (_damaged(error) or garbled):
            return self._moved_aside(opened, opened.path)
        return code in (GONE, sqlite3.SQLITE_ERROR)

    def _moved_aside(self, opened: _Opened, path: Path) -> bool:
        """Makes room for a fresh file, unless another thread or process has done so."""
        with self._lock:
            if opened.file is not None and opened.file == _identity(path):
                aside = f"{path}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
                try:
                    for suffix in ("-wal", "-shm", ""):
                        with suppress(FileNotFoundError):
                            Path(f"{path}{suffix}").replace(f"{aside}{suffix}")
                except OSError:
                    return False
                log.warning("The database was damaged. It is now %s, and a fresh one is begun.", aside)
        return True

    def _failed(self, error: Exception, kind: str) -> None:
        """Notes the problem, says it if it is new, and leaves the database alone for a while."""
        until = time.monotonic() + RETRY_SECONDS
        # A full disk can still be read; a server that does not answer cannot be written either.
        self._rest_until.update(
            {"written": until} if kind == "written" else {"read": until, "written": until}
        )
        if self.problem is None:
            reason = _reason(error)
            self.problem = (
                f"Results are not being kept: the database could not be {kind} ({reason}). "
                "Training goes on without a cache."
            )
            # Only the log has the driver's words: they may name hosts and users.
            log.warning("%s %s: %.300s", self.problem, type(error).__name__, _first_line(error))


def _engine(url: URL) -> Engine:
    """An engine that has not connected yet, set up for the kind of database."""
    if url.get_backend_name() != "sqlite":
        timeout = {"connect_timeout": WAIT_SECONDS} if url.get_driver_name().startswith("psycopg") else {}
        return create_engine(url, connect_args=timeout, pool_pre_ping=True, hide_parameters=True)
    options: dict[str, Any] = {"connect_args": {"timeout": WAIT_SECONDS, "check_same_thread": False}}
    if _sqlite_path(url) is None:
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


def _sqlite_path(url: URL) -> Path | None:
    """The file of an SQLite URL; None in memory, for the `file:` form, and on a server."""
    name = url.database or ""
    in_file = (
        url.get_backend_name() == "sqlite" and name not in ("", ":memory:") and not name.startswith("file:")
    )
    return Path(name) if in_file else None


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file is at a path, None if there is none."""
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status is not None else None


def _sqlite_code(error: Exception) -> int:
    """SQLite's extended error code, 0 for any other error."""
    return getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)


def _damaged(error: Exception) -> bool:
    """Whether an SQLite file is damaged as a whole."""
    # The names in a garbled file are no text, and the driver stumbles over them in SQLite's message.
    return _sqlite_code(error) & 0xFF in DAMAGED or isinstance(error, UnicodeDecodeError)


def _first_line(error: Exception) -> str:
    lines = str(error.orig if isinstance(error, DBAPIError) else error).splitlines()
    return lines[0] if lines else ""


def _reason(error: Exception) -> str:
    """Why, in a few plain words that name no host, user or path."""
    code = _sqlite_code(error)
    if code:
        return (
            "its file is damaged" if code & 0xFF in DAMAGED else REASONS.get(code & 0xFF, "it is not usable")
        )
    if isinstance(error, OSError):
        return (error.strerror or "the system refuses").lower()
    if isinstance(error, ImportError):
        return "its driver is not installed"
    if isinstance(error, (ArgumentError, ValueError, TypeError)):
        return "its URL is not valid"
    return "it does not answer"

"""A database that may fail without harm: every error is caught here, said once, and forgotten when over.

No failure may reach a reader as more than a sentence: runs are a cache, and a room that cannot be used says
so. After one the database is left alone for a while, lest every page wait for a server that is down. An
SQLite file of ours that a check has found damaged as a whole is moved aside and a fresh one begun; a file
that is not ours is refused and left as it is.
"""

import glob
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, MetaData, make_url
from sqlalchemy.exc import IntegrityError

from initcore.store.dialects import (
    STILL_GOOD,
    NotOurs,
    alone_with,
    engine_for,
    first_line,
    identity,
    is_damaged,
    is_lasting,
    reason_for,
    sqlite_code,
    sqlite_path,
)
from initcore.store.health import condemned
from initcore.store.ours import STAMP, require_ours

log = logging.getLogger(__name__)

RETRY_SECONDS = 30.0
"""How long a database that failed is left alone."""

TRIES = 6
"""Enough for what can go wrong one after the other: file replaced, read wrongly, checked twice and found
damaged, row written meanwhile.
"""

RUNS_PROBLEM = (
    "Results are not being kept: the database could not be {doing} ({reason}). "
    "Training goes on without a cache."
)

RUNS_BEGUN_ANEW = (
    "The server’s database was damaged, and a fresh one is begun: runs are trained again when they are asked "
    "for."
)

Step = Callable[[Connection], object]
"""One thing to be done before the tables are used, in a transaction of its own."""

T = TypeVar("T")


@dataclass
class _Opened:
    """An engine and which file is at its path, since other processes may put another one there.

    The same goes for the file's journal, which is there as long as anybody is connected: where it is not
    the one that was opened, what is written goes nowhere, and nothing but this would tell.
    """

    engine: Engine
    path: Path | None
    file: tuple[int, int] | None
    journal: tuple[int, int] | None = None
    ready: bool = False

    @property
    def journal_now(self) -> tuple[int, int] | None:
        return identity(Path(f"{self.path}-wal")) if self.path is not None else None

    @property
    def replaced(self) -> bool:
        """Whether what this is connected to has no name any more."""
        return self.ready and (self.file, self.journal) != (identity(self.path), self.journal_now)


class Database:
    """The database at `url`, opened at first use, its `tables` made if they are not there, `steps` done.

    `problem` is one plain sentence while it does not work, else None, made of `words`: what that means
    to people. `notice` is one on what was lost, `begun_anew`, None while nothing was. `hopeless` says
    that the last failure will not pass by itself. A file that lies `beside` another is only made where that
    one is ours. Safe to use from any thread.
    """

    def __init__(
        self,
        url: str,
        tables: MetaData,
        steps: Sequence[Step] = (),
        words: str = RUNS_PROBLEM,
        begun_anew: str = RUNS_BEGUN_ANEW,
        beside: Path | None = None,
    ) -> None:
        self.problem: str | None = None
        self.notice: str | None = None
        self.hopeless = False
        self._words, self._begun_anew, self._beside = words, begun_anew, beside
        self._url, self._tables, self._steps = url, tables, (tables.create_all, *steps)
        self._opened: _Opened | None = None
        self._lock = threading.Lock()
        self._rest_until = {"read": 0.0, "written": 0.0}

    def read(self, work: Callable[[Connection], T]) -> T | None:
        """What `work` returns, in one transaction; None when the database does not work."""
        return self._run(work, "read")

    def write(self, work: Callable[[Connection], bool]) -> bool | None:
        """Does `work`, which says whether it wrote, in one transaction; None when that failed."""
        wrote = self._run(work, "written")
        with self._lock:
            recovered = bool(wrote) and self.problem is not None
            if recovered:
                self.problem = None
        if recovered:
            log.warning("The database works again: what is new is being kept.")
        return wrote

    def wake(self) -> None:
        """Has the database written to again at once, though it failed a moment ago."""
        self._rest_until["written"] = 0.0

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
                    self._make_ready(opened)
                return self._transaction(opened, work, kind)
            except Exception as error:  # drivers raise what they like, and no cache is worth a crash
                if attempt + 1 == TRIES or not self._mended(error, opened, attempt):
                    self._failed(error, kind)
                    break
        return None

    def _make_ready(self, opened: _Opened) -> None:
        """Connects for the first time and makes the tables, one process after the other."""
        for path in (self._beside, opened.path):
            if path is not None:
                require_ours(path)
        with alone_with(opened.path):
            for step in (_stamp, *self._steps) if opened.path is not None else self._steps:
                self._transaction(opened, step, "written")
            opened.file = opened.file or identity(opened.path)
            opened.journal, opened.ready = opened.journal_now, True

    def _transaction(self, opened: _Opened, work: Callable[[Connection], T], kind: str) -> T:
        with opened.engine.connect().execution_options(initlab_kind=kind) as connection, connection.begin():
            return work(connection)

    def _open(self) -> _Opened:
        with self._lock:
            opened = self._opened
            if opened is not None and opened.replaced:
                opened.engine.dispose()
                self._opened = None
            if self._opened is None:
                url = make_url(self._url)
                path = sqlite_path(url)
                if path is not None:
                    path.parent.mkdir(parents=True, exist_ok=True)
                self._opened = _Opened(engine_for(url), path, identity(path))
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
        code = sqlite_code(error)
        if code & 0xFF not in STILL_GOOD:
            self._forget(opened)
        # Our SQL is right, so "error" means that the tables are not: they were dropped under us, which
        # opening anew repairs, or their layout is garbled, which it does not. And what looks like damage may
        # be one read that failed: only what is found damaged once it is opened anew is given up.
        if opened is not None and opened.path is not None and attempt > 0:
            suspect = is_damaged(error) or code == sqlite3.SQLITE_ERROR
            if suspect and condemned(opened.path, self._tables, thorough=attempt > 1):
                return self._moved_aside(opened, opened.path)
        once_more = code & 0xFF == sqlite3.SQLITE_IOERR and attempt == 0
        return once_more or is_damaged(error) or code == sqlite3.SQLITE_ERROR

    def _moved_aside(self, opened: _Opened, path: Path) -> bool:
        """Makes room for a fresh file, unless another thread or process has done so.

        Of files set aside the newest is kept, for whoever wants to know what happened: they may be large.
        """
        earlier = list(path.parent.glob(f"{glob.escape(path.name)}.damaged-*"))
        aside = f"{path}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        try:
            with alone_with(path):
                if opened.file is None or opened.file != identity(path):
                    return True
                for suffix in ("-wal", "-shm", ""):
                    with suppress(FileNotFoundError):
                        Path(f"{path}{suffix}").replace(f"{aside}{suffix}")
                for old in earlier:
                    with suppress(OSError):
                        old.unlink()
        except (OSError, sqlite3.Error):
            return False
        self.notice = self._begun_anew
        log.warning("The database was damaged. It is now %s, and a fresh one is begun.", aside)
        return True

    def _failed(self, error: Exception, kind: str) -> None:
        """Notes the problem, says it if it is new, and leaves the database alone for a while."""
        until = time.monotonic() + RETRY_SECONDS
        # A full disk can still be read; a server that does not answer cannot be written either.
        self._rest_until.update(
            {"written": until} if kind == "written" else {"read": until, "written": until}
        )
        with self._lock:
            self.hopeless = is_lasting(error)
            if self.problem is not None:
                return
            self.problem = self._words.format(doing=kind, reason=reason_for(error))
        # Only the log has the driver's words: they may name hosts and users.
        more = "" if isinstance(error, NotOurs) else f" {type(error).__name__}: {first_line(error):.300}"
        log.warning("%s%s", self.problem, more)


def _stamp(connection: Connection) -> None:
    """Marks an SQLite file as ours."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != STAMP:
        connection.exec_driver_sql(f"PRAGMA application_id = {STAMP}")

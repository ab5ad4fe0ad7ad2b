"""Where rooms live: beside an SQLite store in a file of their own, on a server in the same database.

Runs are a cache: their file may be full, damaged, deleted by hand. Rooms are what a class is doing now, so
nothing that happens to that file may touch them. Earlier versions kept both in one file; rooms that are still
there move.
"""

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, make_url, select
from sqlalchemy.exc import ArgumentError

from initcore.classroom.rows import TABLES
from initcore.store import dialects
from initcore.store.database import Step
from initcore.store.dialects import DAMAGED, sqlite_path

log = logging.getLogger(__name__)


def home_of(url: str) -> str:
    """The URL of the rooms that belong to the store at `url`: runs-rooms.db beside runs.db.

    >>> home_of("sqlite:////data/runs.db")
    'sqlite:////data/runs-rooms.db'
    >>> home_of("postgresql+psycopg://host/lab")
    'postgresql+psycopg://host/lab'
    """
    path = store_file(url)
    if path is None:
        return url
    home = path.with_name(f"{path.stem}-rooms{path.suffix}")
    return make_url(url).set(database=str(home)).render_as_string(hide_password=False)


def moving(url: str) -> Sequence[Step]:
    """What is to be done, in this order, before the rooms of the store at `url` are used."""
    path = store_file(url)
    if path is None:
        return ()
    return (lambda connection: _copy(connection, path), lambda connection: _clear(connection, path))


def store_file(url: str) -> Path | None:
    """The store's file; None where it has none, or where the URL is none, as whoever opens it will say."""
    try:
        return sqlite_path(make_url(url))
    except (ArgumentError, ValueError):
        return None


def _copy(connection: Connection, path: Path) -> None:
    """Takes over the rooms in the store's file that are not here yet; of a damaged one what can be read.

    Raises OSError or sqlite3.Error where the file cannot be used.
    """
    if not path.is_file():
        return
    with closing(_connected(path)) as source:
        for table in _tables(source):
            rows, whole = _rows(source, f"SELECT * FROM {table.name}")
            if not whole:
                log.warning("Of %s, which moves to a file of its own, not all could be read.", table.name)
            if rows:
                connection.execute(insert(table).prefix_with("OR IGNORE"), rows)


def _clear(connection: Connection, path: Path) -> None:
    """Deletes the store's tables of rooms, each once all its rows are here; raises what `_copy` does."""
    if not path.is_file():
        return
    with closing(_connected(path)) as source:
        if not (tables := _tables(source)):
            return
        source.execute("BEGIN IMMEDIATE")
        for table in tables:
            names = [column.name for column in table.primary_key]
            left, whole = _rows(source, f"SELECT {', '.join(names)} FROM {table.name}")
            here = {tuple(row) for row in connection.execute(select(*table.primary_key))}
            if whole and here.issuperset(tuple(row[name] for name in names) for row in left):
                source.execute(f"DROP TABLE {table.name}")
        source.execute("COMMIT")


def _connected(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    source = sqlite3.connect(uri, uri=True, timeout=dialects.WAIT_SECONDS, isolation_level=None)
    source.row_factory = sqlite3.Row
    source.text_factory = lambda text: text.decode(errors="replace")
    return source


def _tables(source: sqlite3.Connection) -> list[Table]:
    """The tables of rooms that are in a file; none where that cannot be read."""
    there = {row["name"] for row in _rows(source, "SELECT name FROM sqlite_master")[0]}
    return [table for table in TABLES.sorted_tables if table.name in there]


def _rows(source: sqlite3.Connection, question: str) -> tuple[list[dict[str, Any]], bool]:
    """What a file answers, as far as it can be read, and whether that is all."""
    rows = []
    try:
        for row in source.execute(question):
            rows.append(dict(row))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.DatabaseError) and error.sqlite_errorcode & 0xFF not in DAMAGED:
            raise  # somebody holds it, or the disk is away
        return rows, False
    return rows, True

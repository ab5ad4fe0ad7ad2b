"""What an operator does with a store: see what is in it, make room, and have all of it checked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, delete, func, select

from initcore.store import dialects
from initcore.store.archive import DamagedRun
from initcore.store.database import Database
from initcore.store.rows import RUNS, evict, find, trusted


@dataclass(frozen=True)
class Share:
    """How many of the runs are of one kind, and how many bytes they take."""

    name: str
    runs: int
    bytes: int


@dataclass(frozen=True)
class Stats:
    """What is stored: runs and their bytes, in all and by kind, the largest first; times in s, or None."""

    runs: int
    bytes: int
    oldest_use: float | None
    newest_use: float | None
    initializations: tuple[Share, ...]
    datasets: tuple[Share, ...]


def stats(database: Database) -> Stats | None:
    """What is stored; None where the database does not work."""
    return database.read(_stats)


def _stats(connection: Connection) -> Stats:
    columns = (func.count(), func.coalesce(func.sum(RUNS.c.bytes), 0))
    runs, size, oldest, newest = connection.execute(
        select(*columns, func.min(RUNS.c.used), func.max(RUNS.c.used))
    ).one()
    kinds = _shares(connection, RUNS.c.initialization), _shares(connection, RUNS.c.dataset)
    return Stats(runs, int(size), oldest, newest, *kinds)


def _shares(connection: Connection, column: Column[Any]) -> tuple[Share, ...]:
    size = func.sum(RUNS.c.bytes)
    wanted = select(column, func.count(), size).group_by(column).order_by(size.desc(), column)
    return tuple(Share(str(name), runs, int(total)) for name, runs, total in connection.execute(wanted))


@dataclass(frozen=True)
class Pruned:
    """How many runs were deleted, how many bytes they took, and how many runs are left."""

    runs: int
    bytes: int
    left: int


def prune(database: Database, to_bytes: int | None, used_before: float | None) -> Pruned | None:
    """Deletes the runs used last before that time (s), and then of the others what does not fit `to_bytes`.

    None of either is no such limit; None is answered where the database does not work.
    """
    done: list[Pruned] = []

    def work(connection: Connection) -> bool:
        before = _stats(connection)
        if used_before is not None:
            connection.execute(delete(RUNS).where(RUNS.c.used < used_before))
        if to_bytes is not None:
            evict(connection, to_bytes)
        after = _stats(connection)
        done[:] = [Pruned(before.runs - after.runs, before.bytes - after.bytes, after.runs)]
        return before.runs > after.runs

    return None if database.write(work) is None else done[0]


def compact(path: Path) -> None:
    """Gives the room of what was deleted from an SQLite file back to the disk.

    Raises sqlite3.Error where somebody holds it, or where the disk has not the room to write it anew.
    """
    with closing(sqlite3.connect(path, timeout=dialects.WAIT_SECONDS, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def keys(database: Database) -> list[str] | None:
    """The keys of all runs in order; None where the database does not work."""
    wanted = select(RUNS.c.key).order_by(RUNS.c.key)
    return database.read(lambda connection: list(connection.execute(wanted).scalars()))


def damaged(database: Database, keys: list[str]) -> Iterator[tuple[str, str]]:
    """The key of each of these runs that is not as it was written, and what is wrong with it.

    Ends early where the database does not work any more, which its `problem` says.
    """
    for key in keys:
        row = database.read(partial(find, key=key))
        if row is None:
            continue  # deleted meanwhile
        try:
            trusted(row)
        except DamagedRun as reason:
            yield key, str(reason)

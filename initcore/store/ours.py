"""Whose file is it: only a file that is new, or that says itself that it is ours, is ever written or moved.

A URL may name anything by mistake: somebody's thesis, a file of the system, another program's database. So
before a file is opened it is only read, by what lies in it, and whatever is not surely ours is refused.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from initcore.store.dialects import NotOurs, alone_with

STAMP = 0x494E4C42
"""`INLB`, which our databases carry as their `application_id`: four bytes of their own in the header."""

MAGIC = b"SQLite format 3\0"
STAMP_AT = 68

NAMES = ("runs_v", "rooms_v")
"""How tables of ours are called, by which files are known that were written before there was a stamp."""

LOOKED_THROUGH = 2**20
"""Bytes at the start of a file, or of its journal, in which those names are looked for."""


def require_ours(path: Path) -> None:
    """NotOurs for a file that is neither new, nor empty, nor ours; nothing is written to find out."""
    try:
        _look(path)
    except NotOurs:
        if not Path(f"{path}.lock").is_file():
            raise
        with alone_with(path):  # another process may just be beginning it
            _look(path)


def _look(path: Path) -> None:
    if not path.is_file():
        return  # a new one, or a place that cannot be used, as whoever opens it will find
    with path.open("rb") as file:
        head = file.read(LOOKED_THROUGH)
    if head and not _like_sqlite(head):
        raise NotOurs("the file that its URL names is no database, and is left as it is")
    if head and not _ours(path, head):
        raise NotOurs("the file that its URL names is another program's database, and is left as it is")


def _like_sqlite(head: bytes) -> bool:
    """Whether it begins as an SQLite file does, or did before a few of its bytes were damaged."""
    return sum(here == there for here, there in zip(head, MAGIC, strict=False)) > len(MAGIC) // 2


def _ours(path: Path, head: bytes) -> bool:
    """Whether it is a database of ours, or nobody's yet."""
    stamp = int.from_bytes(head[STAMP_AT : STAMP_AT + 4], "big")
    if stamp == STAMP:
        return True
    tables = _tables(path)
    if tables is None:  # damaged, so its bytes have to tell
        return _named(head) or _named(_journal(path))
    if tables:
        return any(name.startswith(NAMES) for name in tables)
    journal = _journal(path)  # where tables are that were made last
    return _named(journal) or (stamp == 0 and not journal)


def _tables(path: Path) -> list[str] | None:
    """The names of the tables in it, its journal left out; None when they cannot be read."""
    try:
        # `immutable` keeps SQLite from making a journal, a lock or anything else beside the file.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return [str(name) for (name,) in rows]


def _journal(path: Path) -> bytes:
    """The start of the file's journal."""
    try:
        with Path(f"{path}-wal").open("rb") as file:
            return file.read(LOOKED_THROUGH)
    except FileNotFoundError:
        return b""


def _named(content: bytes) -> bool:
    return any(f"CREATE TABLE {name}".encode() in content for name in NAMES)

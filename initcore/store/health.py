"""Whether an SQLite file is damaged as a whole, asked of the file itself and never of one error.

One read that fails, a cable, a network drive that was away for a second: SQLite then may call a healthy
file damaged. So the file is read once more from its first byte to its last, and then checked.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import MetaData

from initcore.store.dialects import DAMAGED, WAIT_SECONDS

OF_A_ROW = "NULL value in "
"""How SQLite begins what is wrong with one row only: that one is found by its checksum."""

CHUNK = 2**20


def condemned(path: Path, tables: MetaData, thorough: bool = False) -> bool:
    """Whether the file is no database any more, or those tables in it are not to be read.

    False as well where it cannot be told: while the disk does not give its bytes, or somebody holds it.
    `thorough` also compares indices with their tables and reads every row; both read the whole file.
    """
    try:
        _read_through(path)
        return bool(faults(path, tables, thorough))
    except OSError:
        return False
    except sqlite3.Error as error:
        # Not a lock, nor a disk that has gone again: what is wrong is in the file.
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in (*DAMAGED, sqlite3.SQLITE_ERROR)
    except UnicodeDecodeError:  # the names in a garbled file are no text, and the driver stumbles over them
        return True


def faults(path: Path, tables: MetaData, thorough: bool = False) -> list[str]:
    """What SQLite finds wrong in a file, a sentence each, none where it is well; it changes nothing.

    Raises sqlite3.Error or UnicodeDecodeError where the file, or one of the tables that are in it, cannot be
    read.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
        connection.text_factory = bytes  # of damaged text only that it can be read matters
        check = "integrity_check" if thorough else "quick_check"
        said = [line.decode(errors="replace") for (line,) in connection.execute(f"PRAGMA {check}(100)")]
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        for table in tables.tables.values():
            if table.name.encode() not in there:
                continue
            # With the table's name, or SQLite takes the name of a column that is not there for a text.
            columns = ", ".join(f'{table.name}."{column.name}"' for column in table.columns)
            for _ in connection.execute(f"SELECT {columns} FROM {table.name} LIMIT {-1 if thorough else 0}"):
                pass
    return [line for line in said if line != "ok" and not line.startswith(OF_A_ROW)]


def _read_through(path: Path) -> None:
    """Reads every byte of the file and its journal; OSError where the disk does not give them."""
    for file in (path, Path(f"{path}-wal")):
        if file.exists():
            with file.open("rb", buffering=0) as opened:
                while opened.read(CHUNK):
                    pass

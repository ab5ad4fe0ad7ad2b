"""Runs to be stored, and looks at stores behind their back."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData, create_engine, event

from initcore import RunConfig, Trajectory
from initcore.store.rows import sealed
from initcore.store.store import Store
from tests.helpers.compare import assert_same_run

PLENTY = 2**29
SMALL = RunConfig(hidden=(5, 3), samples=37, test_samples=23, iterations=275)

# Found by search: the first parameter that is not finite comes at iteration 69.
DIVERGING = RunConfig(
    dataset="moons",
    noise=0.1,
    hidden=(31, 29, 23, 19, 17, 13),
    weights_seed=2,
    learning_rate=1.5,
    samples=53,
    iterations=131,
    record_every=7,
)


@contextmanager
def limited(pragma: str, value: str, usual: str) -> Iterator[None]:
    """Every database that is opened here has that pragma until the end, and then what is usual."""
    opened: list[sqlite3.Connection] = []

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA {pragma} = {value}")
        opened.append(connection)

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)
        for connection in opened:
            with suppress(sqlite3.ProgrammingError):  # it was let go
                connection.execute(f"PRAGMA {pragma} = {usual}")


@contextmanager
def in_memory(tables: MetaData) -> Iterator[Connection]:
    """A database in memory with those tables, and nothing in them."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection, connection.begin():
        tables.create_all(connection)
        yield connection
    engine.dispose()


def forge(path: Path, values: Mapping[str, object]) -> None:
    """Writes those columns of every row behind the store's back."""
    assignments = ", ".join(f"{name} = ?" for name in values)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE runs_v3 SET {assignments}", tuple(values.values()))


def reseal(path: Path) -> None:
    """Gives every row the checksum that belongs to it, as whoever writes behind a store might."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.row_factory = sqlite3.Row
        for row in connection.execute("SELECT * FROM runs_v3").fetchall():
            right = sealed(dict(row))["row_checksum"]
            connection.execute("UPDATE runs_v3 SET row_checksum = ? WHERE key = ?", (right, row["key"]))


def damaged_store(path: Path) -> None:
    """A file that was a store of ours, and whose structure is damaged from its root on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(Store(f"sqlite:///{path}", PLENTY)) as store:
        store.summaries()
    content = bytearray(path.read_bytes())
    content[100] = 0xFF
    path.write_bytes(content)


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged as a warning or worse; fails if a traceback was among it."""
    assert all(record.exc_info is None for record in caplog.records)
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def assert_kept(store: Store, run: Trajectory) -> None:
    """Fails unless the store gives back that very run."""
    loaded = store.load(run.config)
    assert loaded is not None, "the run is not stored"
    assert_same_run(loaded, run)

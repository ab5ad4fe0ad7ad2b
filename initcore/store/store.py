"""The store of runs: one row a run, by key, as far as it was ever trained.

A run that was stored is not trained again: fewer iterations are cut from it, for more it is trained
on from where it stands. The store is a cache, and behaves like one: what cannot be trusted is
deleted and trained anew, what was not used for longest goes first when it is full, and when the
database does not work there is no cache and nothing else changes.
"""

import hashlib
import logging
import math
import time
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.types import NullType

from initcore.experiment.config import SCHEMA, RunConfig
from initcore.measures.curves import best_of, last_test_accuracy
from initcore.memory import Memory
from initcore.store.archive import DamagedRun, from_bytes, storable, to_bytes
from initcore.store.database import Database
from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

USED_SECONDS = 60.0
"""How often at most a row's `used` is written, so that reading costs no writing."""

TABLES = MetaData()

# The name says which columns there are. A later layout takes another name and begins empty beside
# the old table: what is lost is a cache, and a program of either version works with the file.
RUNS = Table(
    "runs_v2",
    TABLES,
    Column("key", String(64), primary_key=True),
    Column("config", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("created", Float(53), nullable=False),
    Column("used", Float(53), nullable=False),
    Column("iterations", Integer, nullable=False),
    Column("initialization", String(64), nullable=False),
    Column("dataset", String(64), nullable=False),
    Column("final_cost", Float(53)),
    Column("train_accuracy", Float(53)),
    Column("test_accuracy", Float(53)),
    Column("best_cost", Float(53)),
    Column("best_cost_at", Integer),
    Column("best_test_accuracy", Float(53)),
    Column("best_test_accuracy_at", Integer),
    Column("verdict", Text, nullable=False),
    Column("seconds", Float(53), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("checksum", String(64), nullable=False),
    Column("trajectory", LargeBinary, nullable=False),
    # All that eviction reads, so that it never touches the rows themselves.
    Index("runs_v2_used", "used", "bytes", "key"),
)

SUMMARY = [column for column in RUNS.columns if column.name != "trajectory"]

# As it lies in the database: after damage it may be text or a number, which must not fail to load.
RAW_TRAJECTORY = type_coerce(RUNS.c.trajectory, NullType()).label("trajectory")
TRUST = (RUNS.c.key, RUNS.c.schema_version, RUNS.c.iterations, RUNS.c.used, RUNS.c.checksum, RAW_TRAJECTORY)


READ_BYTES = 64 * 2**20
"""Runs read lately that are kept as they are: unpacking one takes longer than all else about it."""

_read: Memory[str, Trajectory] = Memory(READ_BYTES, lambda run: run.frames.nbytes + run.slot_frames.nbytes)


class Store:
    """Runs in the database at `url`, at most `limit_bytes` of trajectories; 0 is no store at all.

    No method raises because of the database. Safe to use from any thread, and for several
    processes to use at once.
    """

    def __init__(self, url: str, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._database = Database(url, TABLES)

    @property
    def problem(self) -> str | None:
        """One sentence for the reader while results are not being kept, None while they are."""
        return self._database.problem

    @property
    def notice(self) -> str | None:
        """One sentence for the reader on what was lost, None while nothing was."""
        return self._database.notice

    def load(self, config: RunConfig) -> Trajectory | None:
        """The stored run of that key as far as it was trained, which may be less or more than asked.

        None when there is none. One that is damaged or of an old schema is logged and deleted.
        """
        if not self.keeps(config):
            return None
        key = config.key
        row = self._database.read(lambda connection: _find(connection, key))
        if row is None:
            return None
        try:
            run = _trusted(row)
        except DamagedRun as reason:
            log.warning("The stored run %.12s is deleted and will be trained again: %s.", key, reason)
            self._database.write(lambda connection: _discard(connection, key))
            return None
        if not isinstance(row.used, float) or abs(time.time() - row.used) >= USED_SECONDS:
            self._database.write(lambda connection: _mark_used(connection, key))
        return run

    def save(self, run: Trajectory, verdict: str) -> None:
        """Stores the run unless one of its key has come as far; then makes room for it.

        ValueError for a run without records. A run that is larger than the limit, or than any store
        takes, is not stored, nor one on an uploaded table.
        """
        if not self.keeps(run.config) or not storable(run):
            return
        blob = to_bytes(run)
        if len(blob) > self.limit_bytes:
            return
        values = _values(run, verdict, blob)
        if self._database.write(lambda connection: _put(connection, values)):
            # On its own, so that what was saved stays saved when this fails.
            self._database.write(lambda connection: _evict(connection, self.limit_bytes))

    def keeps(self, config: RunConfig) -> bool:
        """Whether runs of that kind are kept: never those on somebody's own data."""
        return self.limit_bytes > 0 and not config.uploaded

    def summaries(self) -> list[dict[str, Any]]:
        """Every column but the trajectory, of every run, newest first."""
        if self.limit_bytes <= 0:
            return []
        newest = select(*SUMMARY).order_by(RUNS.c.created.desc(), RUNS.c.key)
        return self._database.read(lambda connection: _dicts(connection.execute(newest).all())) or []

    def size(self) -> int | None:
        """Bytes of the runs that are kept; None where the database does not answer."""
        total = select(func.coalesce(func.sum(RUNS.c.bytes), 0))
        return self._database.read(lambda connection: int(connection.execute(total).scalar_one()))

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()


def _dicts(rows: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _values(run: Trajectory, verdict: str, blob: bytes) -> dict[str, Any]:
    """A row by column name, its figures those of one moment, also where the run stands between records."""
    run = run.closed(run.config)
    now, best = time.time(), best_of(run)
    return {
        "key": run.config.key,
        "config": run.config.to_json(),
        "schema_version": SCHEMA,
        "created": now,
        "used": now,
        "iterations": run.iteration,
        "initialization": run.config.initialization,
        "dataset": run.config.dataset,
        "final_cost": _finite(run.costs[-1]),
        "train_accuracy": _finite(run.train_accuracy),
        "test_accuracy": _finite(last_test_accuracy(run)),
        "best_cost": best.cost,
        "best_cost_at": best.cost_at,
        "best_test_accuracy": best.test_accuracy,
        "best_test_accuracy_at": best.test_accuracy_at,
        "verdict": verdict,
        "seconds": float(run.seconds),
        "bytes": len(blob),
        "checksum": hashlib.sha256(blob).hexdigest(),
        "trajectory": blob,
    }


def _find(connection: Connection, key: str, lock: bool = False) -> Row[Any] | None:
    """What is needed to trust a row, or None; a lock keeps other writers away from it."""
    wanted = select(*TRUST).where(RUNS.c.key == key)
    return connection.execute(wanted.with_for_update() if lock else wanted).first()


def _trusted(row: Row[Any]) -> Trajectory:
    """The run in a row; DamagedRun unless everything about it is as it was written."""
    if row.schema_version != SCHEMA:
        raise DamagedRun(f"its schema is {row.schema_version}, not {SCHEMA}")
    if not isinstance(row.trajectory, (bytes, memoryview)):
        raise DamagedRun("its trajectory is not bytes")
    blob = bytes(row.trajectory)
    if hashlib.sha256(blob).hexdigest() != row.checksum:
        raise DamagedRun("its checksum is another")
    run = _read.once(row.checksum, lambda: from_bytes(blob))
    if run.config.key != row.key or run.iteration != row.iterations:
        raise DamagedRun("it is another run than its row says")
    return run


def _put(connection: Connection, values: dict[str, Any]) -> bool:
    """Inserts the row, or replaces one that is behind it or not to be trusted; whether it did."""
    row = _find(connection, values["key"], lock=True)
    if row is None:
        connection.execute(insert(RUNS).values(values))
        return True
    try:
        if _trusted(row).iteration >= values["iterations"]:
            return False
    except DamagedRun as reason:
        log.warning("The stored run %.12s is replaced: %s.", values["key"], reason)
    connection.execute(update(RUNS).where(RUNS.c.key == values["key"]).values(values))
    return True


def _discard(connection: Connection, key: str) -> bool:
    """Deletes a row unless another process has put a good one there; whether it did."""
    row = _find(connection, key, lock=True)
    try:
        if row is None or _trusted(row):
            return False
    except DamagedRun:
        connection.execute(delete(RUNS).where(RUNS.c.key == key))
    return True


def _mark_used(connection: Connection, key: str) -> bool:
    return connection.execute(update(RUNS).where(RUNS.c.key == key).values(used=time.time())).rowcount > 0


def _evict(connection: Connection, limit_bytes: int) -> bool:
    """Deletes the rows that do not fit once those used since have their place; whether any."""
    total = connection.execute(select(func.sum(RUNS.c.bytes))).scalar()
    if total is None or total <= limit_bytes:
        return False
    newest_first = (RUNS.c.used.desc(), RUNS.c.key)  # the key, so that no two share a place
    taken = select(RUNS.c.key, func.sum(RUNS.c.bytes).over(order_by=newest_first).label("taken")).subquery()
    too_much = select(taken.c.key).where(taken.c.taken > limit_bytes)
    return connection.execute(delete(RUNS).where(RUNS.c.key.in_(too_much))).rowcount > 0

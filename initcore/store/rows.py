"""How runs lie in the database: one table, and a row that is believed only where its checksums are right.

There are two: `checksum` is of the trajectory, `row_checksum` of that one and of every other column, so that
a list of many runs can be trusted without reading a single trajectory. Only `used` is in neither, which
changes whenever a run is read, is shown to nobody, and decides nothing but what goes first.
"""

import hashlib
import json
import logging
import math
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
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

from initcore.experiment.config import SCHEMA
from initcore.measures.curves import best_of, last_test_accuracy
from initcore.memory import Memory, remembered
from initcore.store.archive import DamagedRun, from_bytes
from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

TABLES = MetaData()

# The name says which columns there are. A later layout takes another name, and a step in `steps.py` takes
# over what an earlier one holds.
RUNS = Table(
    "runs_v3",
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
    Column("row_checksum", String(64), nullable=False),
    Column("trajectory", LargeBinary, nullable=False),
    # All that eviction reads, so that it never touches the rows themselves.
    Index("runs_v3_used", "used", "bytes", "key"),
)

SUMMARY = [column for column in RUNS.columns if column.name != "trajectory"]
"""All that a list shows of a run."""

SEALED = [column.name for column in SUMMARY if column.name not in ("used", "row_checksum")]
"""What `row_checksum` is of."""

# As it lies in the database: after damage it may be text or a number, which must not fail to load.
RAW_TRAJECTORY = type_coerce(RUNS.c.trajectory, NullType()).label("trajectory")

READ_BYTES = 64 * 2**20
"""Runs read lately that are kept as they are: unpacking one takes longer than all else about it."""

Values = Mapping[str, Any] | RowMapping
"""A row by column name."""

_read: Memory[str, Trajectory] = Memory(READ_BYTES, lambda run: run.frames.nbytes + run.slot_frames.nbytes)


def values_of(run: Trajectory, verdict: str, blob: bytes) -> dict[str, Any]:
    """A row by column name; `blob` is the run as bytes.

    Its figures are those of one moment, also where the run stands between records.
    """
    run = run.closed(run.config)
    now, best = time.time(), best_of(run)
    return sealed(
        {
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
    )


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the checksum that belongs to it."""
    return {**values, "row_checksum": _checksum(tuple(values[name] for name in SEALED))}


def is_sealed(values: Values) -> bool:
    """Whether all that is shown of a row is as it was written; the trajectory is left out."""
    return _is_of(tuple(values[name] for name in SEALED), values["row_checksum"])


@remembered(2**15)
def _is_of(values: tuple[Any, ...], checksum: Any) -> bool:
    """A page asks for thousands of them at every click."""
    try:
        return bool(_checksum(values) == checksum)
    except (TypeError, ValueError):  # bytes, where there was text
        return False


def _checksum(values: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def trusted(values: Values) -> Trajectory:
    """The run in a row; DamagedRun unless everything about it is as it was written."""
    if not is_sealed(values):
        raise DamagedRun("its row is not as it was written")
    return trajectory_of(values)


def trajectory_of(values: Values) -> Trajectory:
    """The run in a row of which nothing is shown: only what says which run it is is looked at.

    DamagedRun unless that is as it was written.
    """
    if values["schema_version"] != SCHEMA:
        raise DamagedRun(f"its schema is {values['schema_version']}, not {SCHEMA}")
    if not isinstance(values["trajectory"], (bytes, memoryview)):
        raise DamagedRun("its trajectory is not bytes")
    blob, checksum = bytes(values["trajectory"]), values["checksum"]
    if hashlib.sha256(blob).hexdigest() != checksum:
        raise DamagedRun("its checksum is another")
    run = _read.once(checksum, lambda: from_bytes(blob))
    if run.config.key != values["key"] or run.iteration != values["iterations"]:
        raise DamagedRun("it is another run than its row says")
    return run


def find(connection: Connection, key: str, lock: bool = False) -> RowMapping | None:
    """A row, or None; a lock keeps other writers away from it."""
    wanted = select(*SUMMARY, RAW_TRAJECTORY).where(RUNS.c.key == key)
    return connection.execute(wanted.with_for_update() if lock else wanted).mappings().first()


def put(connection: Connection, values: dict[str, Any]) -> bool:
    """Inserts the row, or replaces one that is behind it or not to be trusted; whether it did."""
    row = find(connection, values["key"], lock=True)
    if row is None:
        connection.execute(insert(RUNS).values(values))
        return True
    try:
        if trusted(row).iteration >= values["iterations"]:
            return False
    except DamagedRun as reason:
        log.warning("The stored run %.12s is replaced: %s.", values["key"], reason)
    connection.execute(update(RUNS).where(RUNS.c.key == values["key"]).values(values))
    return True


def discard(connection: Connection, key: str) -> bool:
    """Deletes a row unless another process has put a good one there; whether it did."""
    row = find(connection, key, lock=True)
    try:
        if row is None or trusted(row):
            return False
    except DamagedRun:
        connection.execute(delete(RUNS).where(RUNS.c.key == key))
    return True


def mark_used(connection: Connection, key: str) -> bool:
    """Notes that a run was used just now; whether it is there."""
    return connection.execute(update(RUNS).where(RUNS.c.key == key).values(used=time.time())).rowcount > 0


def evict(connection: Connection, limit_bytes: int) -> int:
    """Deletes the rows that do not fit once those used since have their place; how many."""
    total = connection.execute(select(func.sum(RUNS.c.bytes))).scalar()
    if total is None or total <= limit_bytes:
        return 0
    newest_first = (RUNS.c.used.desc(), RUNS.c.key)  # the key, so that no two share a place
    taken = select(RUNS.c.key, func.sum(RUNS.c.bytes).over(order_by=newest_first).label("taken")).subquery()
    too_much = select(taken.c.key).where(taken.c.taken > limit_bytes)
    return connection.execute(delete(RUNS).where(RUNS.c.key.in_(too_much))).rowcount

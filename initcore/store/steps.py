"""From an earlier layout of the runs to the present one, a step for each that there was, the oldest first.

A step finds what it needs by the name of the older table, and deletes that when it is done. So each may be
taken any number of times, by any number of processes, and goes on where it was interrupted.
"""

import logging
import time
from typing import Any

from sqlalchemy import Connection, column, delete, inspect, select, table, text

from initcore.store.archive import DamagedRun
from initcore.store.database import Database
from initcore.store.elsewhere import worked_out_again
from initcore.store.rows import put

log = logging.getLogger(__name__)

STEP_SECONDS = 2.0
"""About how long a step takes at most, since others wait for it; what is left is done the next time."""

NAMES = ("key", "schema_version", "iterations", "created", "used", "verdict", "checksum", "trajectory")
RUNS_V2 = table("runs_v2", *map(column, NAMES))


def from_runs_v2(connection: Connection) -> bool:
    """Takes over the runs that have no checksum of their row, those used last first; whether any was there.

    Figures that could have been damaged are worked out again; a run that is not as it was written is left
    out.
    """
    if not inspect(connection).has_table("runs_v2"):
        return False
    until, taken = time.monotonic() + STEP_SECONDS, 0
    keys = connection.execute(select(RUNS_V2.c.key).order_by(RUNS_V2.c.used.desc())).scalars().all()
    for done, key in enumerate(keys):
        if time.monotonic() > until:
            log.info("%d stored runs of an earlier version are yet to be taken over.", len(keys) - done)
            return True
        taken += _taken_over(connection, key)
    connection.execute(text("DROP TABLE runs_v2"))
    if keys:
        log.info("%d of %d stored runs of an earlier version were taken over.", taken, len(keys))
    return True


def _taken_over(connection: Connection, key: Any) -> bool:
    """Moves one run, if it is one; whether it is."""
    here = RUNS_V2.c.key == key
    try:
        put(connection, worked_out_again(connection.execute(select(RUNS_V2).where(here)).mappings().one()))
    except DamagedRun as reason:
        log.warning("The stored run %.12s is deleted and will be trained again: %s.", key, reason)
        return False
    finally:
        connection.execute(delete(RUNS_V2).where(here))
    return True


STEPS = (from_runs_v2,)


def settle(database: Database) -> None:
    """Takes over all that is left of earlier layouts, however long it takes."""
    for step in STEPS:
        while database.write(step):
            pass

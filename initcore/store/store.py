"""The store of runs: one row a run, by key, as far as it was ever trained.

A run that was stored is not trained again: fewer iterations are cut from it, for more it is trained
on from where it stands. The store is a cache, and behaves like one: what cannot be trusted is
deleted and trained anew, what was not used for longest goes first when it is full, and when the
database does not work there is no cache and nothing else changes.
"""

import logging
import time
from typing import Any

from sqlalchemy import select

from initcore.experiment.config import RunConfig
from initcore.store.archive import DamagedRun, storable, to_bytes
from initcore.store.database import RUNS_PROBLEM, Database
from initcore.store.rows import (
    RUNS,
    SUMMARY,
    TABLES,
    discard,
    evict,
    find,
    is_sealed,
    mark_used,
    put,
    trusted,
    values_of,
)
from initcore.store.steps import STEPS
from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

USED_SECONDS = 60.0
"""How often at most a row's `used` is written, so that reading costs no writing."""


def runs_at(url: str, words: str = RUNS_PROBLEM) -> Database:
    """The database of runs at `url`; `words` as in `Database`."""
    return Database(url, TABLES, STEPS, words)


class Store:
    """Runs in the database at `url`, at most `limit_bytes` of trajectories; 0 is no store at all.

    No method raises because of the database. Safe to use from any thread, and for several
    processes to use at once.
    """

    def __init__(self, url: str, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._database = runs_at(url)

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
        row = self._database.read(lambda connection: find(connection, key))
        if row is None:
            return None
        try:
            run = trusted(row)
        except DamagedRun as reason:
            self._drop(key, str(reason))
            return None
        if not isinstance(row["used"], float) or abs(time.time() - row["used"]) >= USED_SECONDS:
            self._database.write(lambda connection: mark_used(connection, key))
        return run

    def save(self, run: Trajectory, verdict: str) -> bool:
        """Stores the run unless one of its key has come as far; then makes room for it.

        ValueError for a run without records. A run that is larger than the limit, or than any store
        takes, is not stored, nor one on an uploaded table. False where the database does not work at the
        moment, so that it should be tried again later.
        """
        if not self.keeps(run.config) or not storable(run):
            return True
        blob = to_bytes(run)
        if len(blob) > self.limit_bytes:
            return True
        values = values_of(run, verdict, blob)
        stored = self._database.write(lambda connection: put(connection, values))
        if stored:
            # On its own, so that what was saved stays saved when this fails.
            self._database.write(lambda connection: evict(connection, self.limit_bytes) > 0)
            for step in STEPS:  # what was left of an earlier layout, now that nobody waits
                self._database.write(step)
        return stored is not None or self._database.hopeless

    def wake(self) -> None:
        """Has the database written to again at once, though it failed a moment ago."""
        self._database.wake()

    def keeps(self, config: RunConfig) -> bool:
        """Whether runs of that kind are kept: never those on somebody's own data."""
        return self.limit_bytes > 0 and not config.uploaded

    def summaries(self) -> list[dict[str, Any]]:
        """Every column but the trajectory, of every run, newest first.

        A row that is not as it was written is logged and deleted.
        """
        if self.limit_bytes <= 0:
            return []
        newest = select(*SUMMARY).order_by(RUNS.c.created.desc(), RUNS.c.key)
        rows = self._database.read(lambda connection: connection.execute(newest).all()) or []
        whole = [is_sealed(row._mapping) for row in rows]
        for row, good in zip(rows, whole, strict=True):
            if not good:
                self._drop(row.key, "its row is not as it was written")
        return [dict(row._mapping) for row, good in zip(rows, whole, strict=True) if good]

    def _drop(self, key: str, reason: str) -> None:
        """Deletes a row that is not to be trusted."""
        log.warning("The stored run %.12s is deleted and will be trained again: %s.", key, reason)
        self._database.write(lambda connection: discard(connection, key))

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()

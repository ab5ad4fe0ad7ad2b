"""Runs that could not be stored, kept until they can be: data, without a lock, a thread or a clock."""

import logging

from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 2**20
"""Bytes of runs that wait; the newest of a class's hour, and no danger to the server's memory."""


class Waiting:
    """The runs that wait with their verdicts, each as far as it came last, in the order in which they came.

    At most `most` bytes of them: the ones that have waited longest make way. One that is larger by itself
    does not wait.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self._runs: dict[str, tuple[Trajectory, str]] = {}

    def __len__(self) -> int:
        return len(self._runs)

    @property
    def runs(self) -> list[tuple[Trajectory, str]]:
        """Them all."""
        return list(self._runs.values())

    def add(self, run: Trajectory, verdict: str) -> None:
        """Has a run wait, in place of the same one that waits and has not come further."""
        waits = self._runs.get(run.config.key)
        if waits is not None and waits[0].iteration > run.iteration:
            return
        self._runs.pop(run.config.key, None)
        self._runs[run.config.key] = run, verdict
        while sum(each.nbytes for each, _ in self._runs.values()) > self.most:
            key = next(iter(self._runs))
            del self._runs[key]
            log.warning("Too many runs wait to be stored: run %.12s will not be.", key)

    def stored(self, run: Trajectory) -> None:
        """Lets go of a run that need not wait any more, unless it waits further on."""
        waits = self._runs.get(run.config.key)
        if waits is not None and waits[0].iteration <= run.iteration:
            del self._runs[run.config.key]

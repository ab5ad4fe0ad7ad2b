"""The runs in the engine, each there once however many people asked for it: data, without lock or engine."""

import logging
import math
from collections.abc import Collection, Iterator

from initcore.data.tables import Table, table
from initcore.experiment.config import RunConfig
from initcore.lab.executors import WorkerDied
from initcore.training.begin import lockstep_key
from initcore.training.trajectory import Trajectory

log = logging.getLogger(__name__)

RETRIES = 3
"""How often a slice is tried again whose worker died."""


SUSPICIOUS = 0.4
"""Share of the time a worker may take after which it is said that it has not answered."""


def reaches(known: Trajectory, iterations: int) -> bool:
    """Whether this run can still be, or already was, at exactly that iteration."""
    return known.iteration <= iterations or known.asked_for(iterations).iteration == iterations


def table_of(known: Trajectory) -> Table | None:
    """The upload that a run is trained on, None where it is not on one.

    TableError when it is not at hand.
    """
    return table(known.config.table) if known.config.uploaded else None


class Run:
    """A run in the engine, shared by all who watch it. `stored` is how far the store has it, `sent_at` when
    its last slice was given to a worker, which may take `limit` seconds, `drawn_at` when it was drawn last.
    """

    def __init__(self, known: Trajectory, stored: int, now: float) -> None:
        self.known, self.stored, self.saved_at = known, stored, now
        # Held, so that the run can go on when whoever uploaded the table has left.
        self.table = table_of(known)
        self.flying = False
        self.sent_at, self.limit, self.drawn_at = now, 0.0, -math.inf
        self.saving = False  # it is to be stored
        self.storing = False  # it is being stored
        self.judging = False  # what is to be said of it, where it stands, is being found
        self.failures = 0
        self.verdict = "too_early"  # the last one that the store was told
        self.error: str | None = None
        self._lockstep = lockstep_key(known.config)  # the same for every length of it

    @property
    def busy(self) -> bool:
        """Whether a worker has it, or the store is about to have it."""
        return self.flying or self.saving or self.storing

    @property
    def settling(self) -> bool:
        """Whether it is about to be judged where it stands, or on its way."""
        return self.unsaved or self.judging

    @property
    def iteration(self) -> int:
        """How far it has been trained."""
        return self.known.iteration

    @property
    def alike(self) -> tuple[object, ...]:
        """What runs of one slice have in common."""
        return self._lockstep, self.known.iteration

    @property
    def unsaved(self) -> bool:
        """Whether it has come further than what the store has of it."""
        return self.known.iteration > self.stored

    def silent(self, now: float) -> float | None:
        """How long (s) its worker has not answered, where that is suspiciously long; else None."""
        waited = now - self.sent_at
        return waited if self.flying and waited > SUSPICIOUS * self.limit else None

    @property
    def stuck(self) -> bool:
        """Whether nothing comes of training it further: it has diverged, or was given up."""
        return self.error is not None or self.known.diverged

    def reaches(self, iterations: int) -> bool:
        """Whether this run can still be shown, or trained to be, at exactly that iteration."""
        return reaches(self.known, iterations)

    def lengthen(self, iterations: int) -> None:
        """Makes it a run of at least that length."""
        if self.known.config.iterations < iterations:
            self.known = self.known.asked_for(iterations)

    def failed(self, error: BaseException, alone: bool) -> None:
        """Notes that a slice of this run failed; gives the run up unless it deserves another try."""
        self.failures += 1
        name = self.known.config.key[:12]
        # It may have been a neighbour's fault, so it is first tried without neighbours.
        if not alone or (isinstance(error, WorkerDied) and self.failures <= RETRIES):
            log.warning("a slice of run %s failed and is tried again: %s", name, error)
            return
        foreseen = isinstance(error, WorkerDied | MemoryError)
        log.error("run %s was given up: %s", name, error, exc_info=None if foreseen else error)
        if isinstance(error, WorkerDied):
            self.error = (
                f"the worker process died {self.failures} times in a row on this run; "
                "press Train to try again"
            )
        elif isinstance(error, MemoryError):
            self.error = "there is not enough memory for this network"
        else:
            self.error = "something that was not foreseen; the server's log says more"

    def retry(self) -> None:
        """Forgets what failed."""
        self.failures, self.error = 0, None


class Runs:
    """All runs of an engine by their key; of one key there are several where one has passed an end
    that was not kept.
    """

    def __init__(self) -> None:
        self._of_key: dict[str, list[Run]] = {}

    def __iter__(self) -> Iterator[Run]:
        return (run for live in self._of_key.values() for run in live)

    def holds(self, run: Run, key: str) -> bool:
        """Whether that run, of that key, is one of these."""
        return run in self._of_key.get(key, ())

    def ended(self, config: RunConfig) -> Trajectory | None:
        """The run of that config as it ends, where a live one has come so far; None where none has."""
        for run in self._of_key.get(config.key, ()):
            if run.known.diverged or run.iteration >= config.iterations:
                at_end = run.known.asked_for(config.iterations)
                if at_end.done:
                    return run.known
        return None

    def nearest(self, config: RunConfig, iterations: int, known: Trajectory, stored: int, now: float) -> Run:
        """The run that is nearest to being at that iteration: a live one, or a new one.

        A new one starts from `known` or from a live run cut back, whichever saves more training.
        """
        live = self._of_key.setdefault(config.key, [])
        starts = [run.known for run in live if run.reaches(iterations)]
        starts += [known if reaches(known, iterations) else known.asked_for(iterations)]
        starts += [run.known.asked_for(iterations) for run in live]
        start = max(starts, key=lambda start: min(start.iteration, iterations))
        run = next((run for run in live if run.known is start), None)
        if run is None:
            run = Run(start, stored, now)
            live.append(run)
        run.lengthen(config.iterations)
        return run

    def anew(self, config: RunConfig, iterations: int, known: Trajectory, stored: int, now: float) -> Run:
        """A run of its own from there, however far others of that key have come."""
        run = Run(known, stored, now)
        self._of_key.setdefault(config.key, []).append(run)
        run.lengthen(iterations)
        return run

    def forget_all_but(self, held: Collection[Run]) -> None:
        """Drops the runs not held, but for those that a worker has or that are about to be stored."""
        for key, live in list(self._of_key.items()):
            self._of_key[key] = [run for run in live if run in held or run.busy]
            if not self._of_key[key]:
                del self._of_key[key]

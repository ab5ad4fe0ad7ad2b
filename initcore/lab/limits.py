"""How much one comparison may take of a server that others use, too."""

from collections.abc import Sequence
from dataclasses import dataclass

from initcore.experiment.config import RunConfig
from initcore.lab.estimate import clock_seconds, run_bytes, seconds, working_bytes
from initcore.lab.machine import this_machine
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import seconds_text, spaced


@dataclass(frozen=True)
class Need:
    """What a comparison will take from where it stands: seconds of one core, and bytes of memory.

    `clock` are the seconds until it is done, where nobody else trains.
    """

    seconds: float
    bytes: int
    clock: float = 0.0


def need_of(runs: Sequence[Trajectory], workers: int) -> Need:
    """What these runs will take to come to their end."""
    machine = this_machine()
    memory = memory_of([run.config for run in runs], workers)
    return Need(seconds(runs, machine), memory, clock_seconds(runs, workers, machine))


def memory_of(configs: Sequence[RunConfig], workers: int) -> int:
    """Bytes that these runs will take: what is kept of them, and what their training needs meanwhile."""
    return sum(map(run_bytes, configs)) + working_bytes(configs, workers)


@dataclass(frozen=True)
class Limits:
    """The most one comparison may take: seconds of one core, bytes of memory; 0 is no limit.

    `memory` are the bytes that all may take, `together` is how many are trained at once, `each` how many of
    one person; more stand in line.
    """

    seconds: float
    bytes: int
    memory: int = 0
    together: int = 0
    each: int = 0

    def refusal(self, need: Need) -> str | None:
        """Why a need is too much, in a sentence or two; None when it is not."""
        less = "Fewer seeds, fewer iterations or a smaller network will do."
        if self.seconds and need.seconds > self.seconds:
            takes, may = seconds_text(need.seconds), seconds_text(self.seconds)
            return f"This comparison takes about {takes} of one core's time; this server allows {may}. {less}"
        allowed = min(filter(None, (self.bytes, self.memory)), default=0)
        if allowed and need.bytes > allowed:
            takes, may = _megabytes(need.bytes), _megabytes(allowed)
            return f"This comparison takes about {takes} of memory; this server allows {may}. {less}"
        return None

    def crowded(self, need: Need, taken: int) -> str | None:
        """Why there is no room for a need beside the bytes that others have and need; None where there is."""
        if not self.memory or need.bytes + taken <= self.memory:
            return None
        free = _megabytes(max(0, self.memory - taken))
        return (
            f"This comparison takes about {_megabytes(need.bytes)} of memory, and what others train at this "
            f"moment leaves {free}. In a minute there may be more; fewer seeds or a smaller network will do."
        )


def _megabytes(count: int) -> str:
    return f"{spaced(-(-count // 2**20))} MB"


UNLIMITED = Limits(0, 0)

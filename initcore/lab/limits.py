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

    `together` is how many are trained at once; more stand in line.
    """

    seconds: float
    bytes: int
    together: int = 0

    def refusal(self, need: Need) -> str | None:
        """Why a need is too much, in a sentence or two; None when it is not."""
        less = "Fewer seeds, fewer iterations or a smaller network will do."
        if self.seconds and need.seconds > self.seconds:
            takes, may = seconds_text(need.seconds), seconds_text(self.seconds)
            return f"This comparison takes about {takes} of one core's time; this server allows {may}. {less}"
        if self.bytes and need.bytes > self.bytes:
            takes, may = _megabytes(need.bytes), _megabytes(self.bytes)
            return f"This comparison takes about {takes} of memory; this server allows {may}. {less}"
        return None


def _megabytes(count: int) -> str:
    return f"{spaced(-(-count // 2**20))} MB"


UNLIMITED = Limits(0, 0)

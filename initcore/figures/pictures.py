"""The newest map of a run as the browser gets it: drawn where the run was trained, remembered for all.

What a run looks like at an iteration follows from its key and that iteration, so a picture is known by
these, whoever drew it and whoever looks. A run on somebody's own table has a key that only those know who
have the table.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from initcore.figures.maps import map_at
from initcore.figures.moments import Picture
from initcore.figures.wire import text
from initcore.lab.protocols import Draw
from initcore.measures import curves
from initcore.measures.curves import Measured, measure
from initcore.memory import Memory
from initcore.training.trajectory import Trajectory

MOST = 1024
"""Pictures remembered: about 4 kB each."""

_known: Memory[tuple[str, int], Picture] = Memory(MOST)


def drawn(run: Trajectory, iteration: int | None = None) -> Picture | None:
    """The map at the last kept iteration up to `iteration`, or the newest; None where none is finite."""
    if not run.drawable[0].size:
        return None
    shown, cells = map_at(run, run.iteration if iteration is None else iteration)
    return Picture(shown, text(zlib.compress(cells.tobytes(), 1)))


def drawn_of(runs: Sequence[Trajectory]) -> Picture | None:
    """The newest map of the one run: what a worker is asked for."""
    [run] = runs
    return drawn(run)


def drawn_and_measured(run: Trajectory, draws: bool) -> tuple[Picture | None, Measured]:
    """Its newest map, where that is asked for, and what there is to be measured on the test examples."""
    return drawn(run) if draws else None, measure(run)


def newest(run: Trajectory) -> Picture | None:
    """Its newest picture, where it has been drawn."""
    return _known.get((run.config.key, run.iteration))


def learn(run: Trajectory, picture: Picture | None) -> None:
    """Takes over the newest picture of a run."""
    if picture is not None:
        _known.put((run.config.key, run.iteration), picture)


@dataclass(frozen=True)
class Pictures:
    """Has the runs that somebody looks at drawn, and measured on the test examples, as they grow."""

    @property
    def draw(self) -> Draw:
        """What draws and measures a run where it is trained."""
        return drawn_and_measured

    def keep(self, run: Trajectory, seen: tuple[Picture | None, Measured]) -> None:
        """Remembers what was drawn and measured."""
        picture, measured = seen
        learn(run, picture)
        curves.learn(run, measured)

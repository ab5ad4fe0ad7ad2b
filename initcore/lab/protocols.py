"""What the parts of the lab have to know of one another, so that none of them needs the other's whole."""

from collections.abc import Callable, Hashable
from typing import Any, Protocol

from initcore.experiment.config import RunConfig
from initcore.training.trajectory import Trajectory


class Storage(Protocol):
    """Where runs are kept. Only a cache: a run that is not there is trained again."""

    def load(self, config: RunConfig) -> Trajectory | None:
        """The run of that key as far as it was trained; None when it is not there."""

    def save(self, run: Trajectory, verdict: str) -> bool:
        """Keeps a run, with the name of its verdict; False where that has to be tried again later."""

    def wake(self) -> None:
        """Is told to try again at once, though it did not work a moment ago."""

    def keeps(self, config: RunConfig) -> bool:
        """Whether runs such as that one are kept at all."""

    def close(self) -> None:
        """Lets go of whatever runs are kept in."""


Draw = Callable[[Trajectory, bool], Any]
"""What measures a run where it was trained and, where that is asked for, draws it for a screen: a function
that another process can import.
"""


class Artist(Protocol):
    """What is drawn of runs in training, for those who look at them."""

    @property
    def draw(self) -> Draw:
        """Draws a run as far as it has come, with only the records of its last slice."""

    def keep(self, run: Trajectory, drawn: Any) -> None:
        """Takes what was drawn of a run, which is as far as it was then."""


class Standing(Protocol):
    """Where a run stands, as far as it matters for what is trained and what is stored next."""

    @property
    def iteration(self) -> int:
        """How far it has come."""

    @property
    def alike(self) -> Hashable:
        """What the runs of one slice have in common."""

    @property
    def failures(self) -> int:
        """How often in a row a slice of it has failed."""

    @property
    def flying(self) -> bool:
        """Whether a worker has it now."""

    @property
    def unsaved(self) -> bool:
        """Whether it has come further than the store knows."""

    @property
    def saving(self) -> bool:
        """Whether it is about to be stored."""

    @property
    def saved_at(self) -> float:
        """When it was stored last or, if it never was, began."""

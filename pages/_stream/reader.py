"""Who is told of a comparison: what they look at, and what they were told already."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from initcore.figures.growth import Sent
from initcore.figures.moments import Rows
from initcore.lab.watches import View
from pages._stream.plan import Plan


class Watched(Protocol):
    """The runs of a comparison, as they are seen: a `Handle` is one."""

    @property
    def stamp(self) -> object:
        """Changes when there may be something new to see."""

    @property
    def status(self) -> str:
        """The one word for where the comparison stands."""

    def look(self) -> View:
        """What there is to see."""

    def show(self, places: Collection[int]) -> None:
        """Notes which of the runs somebody looks at, by place."""


@dataclass
class Reader:
    """What one browser has been sent of a plan, and what it wants: the seed on the cards, and single runs.

    `whole` says that nothing was missing when it looked last.
    """

    plan: Plan
    place: int = 0
    singles: bool = False
    runs: list[Sent] = field(default_factory=list)
    bands: list[Sent] = field(default_factory=list)
    said: tuple[str, float, str] | None = None
    rows: Rows | None = None
    stamp: object = None
    looked: float = 0.0
    whole: bool = False

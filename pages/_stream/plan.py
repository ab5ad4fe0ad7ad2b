"""What a page says of the board that it shows: which runs, in which groups, and what is said beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from initcore.diagnosis.verdicts import Remedy
from initcore.experiment.experiment import Experiment, Group
from initcore.figures.moments import Rows
from initcore.figures.payload import Head
from initcore.lab.watches import View
from initcore.training.trajectory import Trajectory

Groups = Sequence[Group[Trajectory]]
Errors = Sequence[Group[str | None]]
Offer = tuple[str, int | None]


def no_offer(_place: int, _remedy: Remedy) -> Offer:
    """That no fix is offered."""
    return "", None


def name_of(experiment: Experiment, accuracy: float) -> str:
    """What tells an experiment's board from another's, where it asks for that accuracy."""
    return f"{experiment.base.iterations}-{accuracy}-" + "-".join(run.key for run in experiment.configs)


@dataclass(frozen=True, eq=False)
class Plan:
    """The runs of a view by initialization, as places, and how to speak of them.

    `groups` are places of runs in the view. `name` changes when the comparison does. `headline` says where
    a comparison stands. `offer` says what trying a remedy of the card at a place would set, in words, and
    the place of a card that has it already. `rows` fills the table at one iteration where it is of many
    seeds: a function that a worker can import. Without `fixes`, nothing is said of what would mend a run.
    """

    name: str
    groups: tuple[Group[int], ...]
    headline: Callable[[View], str]
    columns: tuple[Head, ...] = ()
    rows: Callable[..., Rows] | None = None
    accuracy: float = 0.9
    fixes: bool = False
    offer: Callable[[int, Remedy], Offer] = no_offer

    @property
    def seeds(self) -> int:
        """How many runs an initialization has."""
        return len(self.groups[0].items)

    def shown(self, place: int) -> list[int]:
        """The places of the runs on the cards, where these show that one of the seeds."""
        return [group.items[min(place, len(group.items) - 1)] for group in self.groups]

    def of(self, items: Sequence[Trajectory]) -> Groups:
        """The runs of a view by initialization."""
        return [
            Group(tuple(items[at] for at in group.items), tuple(items[at] for at in group.twins))
            for group in self.groups
        ]

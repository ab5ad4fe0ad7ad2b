"""“Try this fix” on a card: the mended initialization, or setting, joins the comparison and is trained."""

from collections.abc import Iterable
from dataclasses import dataclass

from initcore.diagnosis.advice import advised_already
from initcore.diagnosis.found import known
from initcore.diagnosis.mending import mended
from initcore.diagnosis.verdicts import Remedy
from initcore.experiment.config import START
from initcore.experiment.experiment import Experiment
from initcore.experiment.settings import BY_NAME
from initcore.figures.telling import Verdicts, advice_of
from initcore.sentences.remedies import changes_in_words
from initcore.training.trajectory import Trajectory
from pages._class.room import locked, shown
from pages._compare.actions import too_large, train
from pages._compare.controls import show
from pages._frame.engine import engine


@dataclass(frozen=True)
class Room:
    """What a room leaves to its students: whether anything, and which settings it hides."""

    locked: bool
    hidden: frozenset[str]

    @classmethod
    def now(cls) -> "Room":
        """The room that this session is in; one that leaves everything where it is in none."""
        return cls(locked(), frozenset(name for name in BY_NAME if not shown(name)))

    def allows(self, names: Iterable[str]) -> bool:
        """Whether those settings may be changed."""
        groups = {"initialization" if name in START else name for name in names}
        return not self.locked and not groups & self.hidden


def offer(experiment: Experiment, room: Room, place: int, remedy: Remedy) -> tuple[str, int | None]:
    """What trying a remedy of the card at that place would set, in words; none where it is not offered.

    And the place of the card that has it, where one stands in the comparison already.
    """
    tried = mended(experiment, place, remedy.changes) if remedy.changes else None
    if tried is None:
        return "", None
    if tried.experiment == experiment:
        return changes_in_words(remedy), tried.place
    if not room.allows(remedy.changes) or too_large(tried.experiment) is not None:
        return "", None
    return changes_in_words(remedy), None


def _advised(run: Trajectory) -> Verdicts:
    """What was advised when the card said so; a worker says it again where that has been forgotten."""
    found = known(run)
    there = None if found is None else advised_already(run, found[0])
    if there is None:
        there = engine().ask(advice_of, (run,), soon=True).result()
    return there


def try_fix(experiment: Experiment, place: int, run: Trajectory) -> None:
    """Has the controls say the mended comparison, and trains it; what is cached is there at once."""
    remedy = _advised(run)[0].remedy
    tried = None if remedy is None else mended(experiment, place, remedy.changes)
    if tried is None:  # the page has moved on since the card was drawn
        return
    show(tried.experiment)
    train()

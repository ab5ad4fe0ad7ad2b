"""“Try this fix” on a card: the mended initialization, or setting, joins the comparison and is trained."""

from collections.abc import Iterable, Sequence

from initcore.diagnosis.advice import advised
from initcore.diagnosis.mending import mended
from initcore.experiment.config import START
from initcore.experiment.experiment import Experiment
from initcore.figures.board import NOTHING, Offer
from initcore.sentences.remedies import changes_in_words
from initcore.training.trajectory import Trajectory
from pages._class.room import locked, shown
from pages._compare.actions import too_large, train
from pages._compare.controls import show


def offers(experiment: Experiment, runs: Sequence[Trajectory], errors: Sequence[str | None]) -> list[Offer]:
    """What trying the fix on each card would set.

    `runs` are those on the cards, one a choice of the experiment; `errors` say why any failed.
    """
    cards = enumerate(zip(runs, errors, strict=True))
    return [_offer(experiment, place, run, error) for place, (run, error) in cards]


def _offer(experiment: Experiment, place: int, run: Trajectory, error: str | None) -> Offer:
    remedy = advised(run, error)[0].remedy
    if remedy is None or not remedy.changes:
        return NOTHING
    tried = mended(experiment, place, remedy.changes)
    if tried is None:
        return NOTHING
    if tried.experiment == experiment:
        return Offer(changes_in_words(remedy), tried.place)
    if not _allowed(remedy.changes) or too_large(tried.experiment) is not None:
        return NOTHING
    return Offer(changes_in_words(remedy))


def _allowed(names: Iterable[str]) -> bool:
    """Whether a room leaves those settings to its students."""
    groups = {"initialization" if name in START else name for name in names}
    return not locked() and all(shown(name) for name in groups)


def try_fix(experiment: Experiment, place: int, run: Trajectory) -> None:
    """Has the controls say the mended comparison, and trains it; what is cached is there at once."""
    remedy = advised(run)[0].remedy
    tried = None if remedy is None else mended(experiment, place, remedy.changes)
    if tried is None:  # the page has moved on since the card was drawn
        return
    show(tried.experiment)
    train()

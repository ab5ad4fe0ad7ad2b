"""What is said of a run at one iteration, as the board gets it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from initcore.diagnosis.advice import advised, advised_already
from initcore.diagnosis.advice import learn as learn_advice
from initcore.diagnosis.diagnose import findings_on
from initcore.diagnosis.diagnose import learn as learn_findings
from initcore.diagnosis.found import Found, name_of
from initcore.diagnosis.verdicts import Remedy, Verdict
from initcore.figures.moments import Told
from initcore.figures.payload import Marked
from initcore.glossary.marking import marked
from initcore.memory import Memory
from initcore.sentences.plainly import plainly
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent

MOST = 4096
"""Iterations of runs whose words are remembered."""

Verdicts = tuple[Verdict, ...]

Offers = Callable[[Remedy], "tuple[str, int | None]"]
"""What trying a remedy would set, in words (none where it is not offered), and which card has it already."""

_said: Memory[tuple[str, int, int], Told] = Memory(MOST)


def told_at(run: Trajectory, what: Found, iteration: int | None = None) -> Told:
    """What is said of a run as far as it has come, or had at that iteration, at which that was found.

    Without what would mend it; put into words once.
    """
    at = run.iteration if iteration is None else iteration
    return _said.once((*name_of(run)[:2], at), lambda: replace(told(run, what), iteration=at))


def told(run: Trajectory, what: Found, error: str | None = None, offers: Offers | None = None) -> Told:
    """What is said of a run of which that was found; `error` says why it failed, if it did.

    With `offers`, what would mend it as well, its remedy as it was tried, where it has been.
    """
    verdicts = what.verdicts
    if error is not None:
        verdicts = findings_on(run, error)
    tried = advised_already(run, verdicts) if offers and error is None else None
    first, *others = tried or verdicts
    mends = offers is not None and first.remedy is not None
    tries, beside = offers(first.remedy) if offers and first.remedy else ("", None)
    return Told(
        iteration=run.iteration,
        tone=first.tone,
        verdict=first.title,
        plain=plainly(first),
        evidence=_marked(evidence_of(first)),
        also=", ".join(other.title for other in others).lower(),
        fix=_marked(fix_of(first)) if mends else (),
        tries=tries,
        beside=beside,
        trying=offers is not None and error is None and tried is None,
        balanced=tuple(f"balanced {percent(share)}" for share in what.balanced or ()),
        naive=what.naive,
    )


def _marked(text: str) -> Marked:
    return tuple((piece.text, piece.term) for piece in marked(text))


def advice_of(runs: Sequence[Trajectory], known: Verdicts = ()) -> Verdicts:
    """What to say of the one run, which is over, its remedy tried: what a worker is asked for, where its
    verdicts are `known` with these.
    """
    [run] = runs
    if known:
        learn_findings(run, known)
    return advised(run)


def learn_of_advice(run: Trajectory, what: Verdicts) -> None:
    """Takes over what a worker found to advise."""
    learn_advice(run, what)

"""What is said of a run at one iteration, as the board gets it, and its verdicts where a worker found them.

Verdicts follow from a run's key, how long it is asked to be and the iteration, so they are known by these.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from initcore.diagnosis.advice import advised, advised_already
from initcore.diagnosis.advice import learn as learn_advice
from initcore.diagnosis.diagnose import findings, findings_on
from initcore.diagnosis.verdicts import Remedy, Verdict
from initcore.figures.moments import Told
from initcore.figures.payload import Marked
from initcore.glossary.marking import marked
from initcore.measures.classes import balanced
from initcore.memory import Memory
from initcore.sentences.plainly import plainly
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import percent

MOST = 4096
"""Iterations of runs whose verdicts are remembered."""

Verdicts = tuple[Verdict, ...]
Found = tuple[Verdicts, tuple[str, ...], bool]
"""What holds of a run, its balanced accuracies in words, where classes are uneven, and whether the textbook
formula of the first cost fails on it.
"""

Offers = Callable[[Remedy], "tuple[str, int | None]"]
"""What trying a remedy would set, in words (none where it is not offered), and which card has it already."""

_known: Memory[tuple[str, int, int], Found] = Memory(MOST)
_naive: Memory[str, bool] = Memory(MOST)
_said: Memory[tuple[str, int, int], Told] = Memory(MOST)
_latest: Memory[tuple[str, int], tuple[int, Found]] = Memory(MOST)
"""What was found last of a run of that length, and at which iteration."""


def found(run: Trajectory) -> Found:
    """What is to be said of a run as far as it has come."""
    pair = balanced(run)
    naive = _naive.once(run.config.key, lambda: not math.isfinite(run.naive_first_cost))
    words = () if pair is None else tuple(f"balanced {percent(share)}" for share in pair)
    return findings(run), words, naive


def found_at(run: Trajectory, iterations: Sequence[int]) -> list[Found]:
    """What held of a run when it had come to each of these iterations."""
    return [found(run.until(iteration)) for iteration in iterations]


def known(run: Trajectory) -> Found | None:
    """What holds of a run, where that has been found."""
    return _known.get(_name(run))


def learn(run: Trajectory, what: Found) -> None:
    """Takes over what was found of a run."""
    _known.put(_name(run), what)
    _latest.put(_name(run)[:2], (run.iteration, what))


def latest(run: Trajectory) -> tuple[int, Found] | None:
    """What was last found of a run in training, and at which iteration; None where that is not behind it."""
    there = _latest.get(_name(run)[:2])
    return there if there is not None and there[0] <= run.iteration else None


def _name(run: Trajectory) -> tuple[str, int, int]:
    return run.config.key, run.config.iterations, run.iteration


def told_at(run: Trajectory, what: Found, iteration: int | None = None) -> Told:
    """What is said of a run as far as it has come, or had at that iteration, at which that was found.

    Without what would mend it; put into words once.
    """
    at = run.iteration if iteration is None else iteration
    return _said.once((*_name(run)[:2], at), lambda: replace(told(run, what), iteration=at))


def told(run: Trajectory, what: Found, error: str | None = None, offers: Offers | None = None) -> Told:
    """What is said of a run of which that was found; `error` says why it failed, if it did.

    With `offers`, what would mend it as well, its remedy as it was tried, where it has been.
    """
    verdicts, shares, naive = what
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
        balanced=shares,
        naive=naive,
    )


def _marked(text: str) -> Marked:
    return tuple((piece.text, piece.term) for piece in marked(text))


def found_of(runs: Sequence[Trajectory]) -> Found:
    """What holds of the one run: what a worker is asked for."""
    [run] = runs
    return found(run)


def advice_of(runs: Sequence[Trajectory]) -> Verdicts:
    """What to say of the one run, which is over, its remedy tried: what a worker is asked for."""
    [run] = runs
    return advised(run)


def learn_of_advice(run: Trajectory, what: Verdicts) -> None:
    """Takes over what a worker found to advise."""
    learn_advice(run, what)

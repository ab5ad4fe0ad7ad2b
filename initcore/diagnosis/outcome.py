"""What came of a run, whatever was wrong with it: one function an outcome, each with what it saw.

Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.diagnosis.rate import too_high_at_the_end
from initcore.diagnosis.remedies import changed, heavy_penalty, longer, lower_penalty, wider
from initcore.diagnosis.scale import vanishes
from initcore.diagnosis.trend import gets_on, trend
from initcore.diagnosis.verdicts import Evidence, Remedy, Verdict, seen, verdict
from initcore.experiment.settings import LIMITS
from initcore.measures.curves import recent_fall
from initcore.measures.seen import FEW, PLATEAU, Seen
from initcore.measures.units import distinct_units

LEARNED = 0.9
"""Train accuracy from which examples can be said to be known by heart; below, there is more amiss."""

GAP = 0.1
"""Train less test accuracy that is called overfitting."""

ERRORS = 2.0
"""Standard errors of a test accuracy that the gap must exceed, too: few test examples show little."""

WORSE = 1.05
"""How many times its lowest a test cost must be to have risen."""

SETTLED = 0.01
"""Fall of the cost over the last tenth of a run, as a share, from which it cannot be said to stand still."""

CREEPING = 1e-4
"""Fall of the cost over the last tenth of a run that crosses a plateau, as a share: He's network may take
thousands of iterations at chance before it finds the classes. Where there is no slope, it is 1e-6 or less."""

UNABATED = 0.85
"""Share of the fall over the last tenth but one. On its way across a plateau, a cost falls as fast as
before, or faster; on its way to a place where it will stay, slower and slower."""

FEWEST_RECORDS = 20
"""Fewest records of which the last tenth of a run can be laid beside the tenth before."""

FEWEST_TESTED = 20
"""Test examples under which a gap is chance's."""


def overfits(facts: Seen) -> Verdict | None:
    """Training examples known by heart, and a test cost that has risen."""
    run = facts.run
    tested = facts.data.test_labels.size
    if run.diverged or tested < FEWEST_TESTED:
        return None
    curves = facts.curves
    train, test = float(curves.train[-1]), float(curves.test[-1])
    error = math.sqrt(max(test * (1 - test), 0.0) / tested)
    lowest = int(np.argmin(curves.test_cost))
    low, now = float(curves.test_cost[lowest]), float(curves.test_cost[-1])
    if train < LEARNED or train - test < max(GAP, ERRORS * error) or not now > WORSE * low:
        return None
    at = int(curves.iterations[lowest])
    shown = seen("test_cost_rises", train_accuracy=train, test_accuracy=test, lowest=low, at=at, now=now)
    return verdict("overfits", shown, remedy=Remedy("generalize", _more_examples(facts, at)))


def _more_examples(facts: Seen, lowest: int) -> dict[str, int]:
    """Twice the examples where data are made; else an end where the test cost was lowest."""
    config = facts.run.config
    twice = min(int(LIMITS["samples"].high), 2 * config.samples)
    return changed(facts, {"samples": twice}) or {"iterations": max(1, lowest)}


def healthy(facts: Seen) -> Verdict | None:
    """The classes are told apart."""
    if not facts.separated:
        return None
    run, counts = facts.run, distinct_units(facts.run.shape, facts.run.theta)
    # Leaving chance late is what a faint start costs a run that then separates its classes.
    left = facts.left if vanishes(facts) is not None else None
    at = run.first_at(0.9)
    return verdict(
        "healthy",
        None if left is None else seen("late", iteration=left),
        seen(
            "distinct_units",
            by_layer=" + ".join(map(str, counts)),
            distinct=sum(counts),
            units=sum(run.config.hidden),
            layers=len(counts),
            dead=sum(facts.dead),
        ),
        None if at is None else seen("reached", accuracy=0.9, iteration=at),
    )


def still_learning(facts: Seen) -> Verdict | None:
    """A cost that still falls."""
    if not facts.falling or facts.separated or facts.run.diverged:
        return None
    return verdict("still_learning", *_standing(facts), remedy=Remedy("longer", longer(facts)))


def settled(facts: Seen) -> Verdict:
    """What is left to say where nothing else was found: of a run at its end, that it stands still."""
    run = facts.run
    if run.iteration < run.config.iterations and not run.diverged:
        return verdict("too_early", *_standing(facts))
    if run.iteration < FEW:
        return verdict("too_early", *_standing(facts), remedy=Remedy("longer", longer(facts)))
    if (risen := too_high_at_the_end(facts)) is not None:
        return risen
    if recent_fall(run) > SETTLED:
        remedy = Remedy("longer_or_slower", longer(facts))
        return verdict("still_learning", *_standing(facts, uneven=True), remedy=remedy)
    return _thrown_back(facts) or _crossing(facts) or _plateau(facts)


def _thrown_back(facts: Seen) -> Verdict | None:
    """For a run that gets on, and whose last record is one of its jumps."""
    run = facts.run
    if recent_fall(run) >= -SETTLED or not gets_on(run):
        return None
    place = int(np.argmin(run.costs))
    jumps = seen("jumps_on_its_way", lowest=run.costs[place], iteration=run.iterations[place])
    return verdict("still_learning", _stands(facts), jumps, remedy=Remedy("longer_or_slower", longer(facts)))


def _crossing(facts: Seen) -> Verdict | None:
    """For a cost near chance that creeps on unabated: it is on its way across a plateau, not stuck."""
    run = facts.run
    if not _near_chance(facts) or run.costs.size < FEWEST_RECORDS:
        return None
    ends = np.searchsorted(run.iterations, np.array([0.8, 0.9]) * run.iterations[-1], side="right") - 1
    earlier, before, now = (float(run.costs[place]) for place in (*ends, -1))
    fall = 1 - now / before
    if fall < CREEPING or before - now < UNABATED * (earlier - before):
        return None
    creeps = seen("creeps", fall=fall, span=int(run.iterations[-1] - run.iterations[ends[1]]))
    remedy = Remedy("longer_or_faster", longer(facts))
    return verdict("still_learning", _stands(facts, near_chance=True), creeps, remedy=remedy)


def _near_chance(facts: Seen) -> bool:
    return bool(abs(facts.run.costs[-1] - facts.chance) < facts.chance * PLATEAU)


def _plateau(facts: Seen) -> Verdict:
    """For a cost that stands still, wherever that is."""
    run, near = facts.run, _near_chance(facts)
    remedy = Remedy("more_units_or_other", wider(facts))
    if near:  # where many a run leaves a plateau late
        remedy = Remedy("longer_then_other", longer(facts))
    if heavy_penalty(facts):
        remedy = lower_penalty(facts)
    elif run.config.l2 and near:
        remedy = Remedy("lower_penalty_maybe", {"l2": 0.0}, {"l2": run.config.l2})
    chance = seen("chance", chance=facts.chance) if near else None
    return verdict("plateau", *_standing(facts), chance, remedy=remedy)


def _standing(facts: Seen, *, uneven: bool = False) -> tuple[Evidence, Evidence]:
    return _stands(facts), trend(facts.run, uneven=uneven)


def _stands(facts: Seen, *, near_chance: bool = False) -> Evidence:
    """Where the cost and the train accuracy have come to."""
    return seen("stands", cost=facts.run.costs[-1], train_accuracy=facts.train, near_chance=near_chance)

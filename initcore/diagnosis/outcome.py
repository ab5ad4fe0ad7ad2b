"""What came of a run, whatever was wrong with it: one function an outcome, each with what it saw.

Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.diagnosis.facts import FEW, PLATEAU, Facts
from initcore.diagnosis.rate import too_high_at_the_end
from initcore.diagnosis.remedies import heavy_penalty, lower_penalty
from initcore.diagnosis.scale import vanishes
from initcore.diagnosis.trend import gets_on, trend
from initcore.diagnosis.verdicts import Verdict, verdict
from initcore.measures.curves import recent_fall
from initcore.measures.units import distinct_units
from initcore.words.numbers import figure, percent, spaced

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

MANY_LAYERS = 4
"""Hidden layers up to which each one's units are told."""


def overfits(facts: Facts) -> Verdict | None:
    """Train accuracy far above the test accuracy, and a test cost that has risen since its lowest."""
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
    return verdict(
        "overfits",
        f"train accuracy {percent(train)}, test {percent(test)}; test cost {figure(low)} at iteration "
        f"{spaced(int(curves.iterations[lowest]))}, {figure(now)} now",
        "Take more examples, L2, fewer units, or stop where the test cost is lowest.",
    )


def healthy(facts: Facts) -> Verdict | None:
    """Classes that are told apart: how many units did it, and when."""
    if not facts.separated:
        return None
    run = facts.run
    counts = distinct_units(run.shape, run.theta)
    units = " + ".join(map(str, counts))
    if len(counts) > MANY_LAYERS:
        units = f"{sum(counts)} of {sum(run.config.hidden)}"
    at = run.first_at(0.9)
    when = f"; 90 % train accuracy at iteration {spaced(at)}" if at is not None else ""
    dead = f", {sum(facts.dead)} of them dead" if any(facts.dead) else ""
    # Leaving chance late is what a faint start costs a run that then separates its classes.
    left = facts.left if vanishes(facts) is not None else None
    late = "" if left is None else f"late: the cost leaves chance only at iteration {spaced(left)}; "
    return verdict("healthy", f"{late}{units} distinct units{dead}{when}")


def still_learning(facts: Facts) -> Verdict | None:
    """A cost that was still falling over the last tenth of the run, its classes not yet told apart."""
    if not facts.falling or facts.separated or facts.run.diverged:
        return None
    return verdict("still_learning", _standing(facts), "Train longer.")


def settled(facts: Facts) -> Verdict:
    """What is left to say where nothing else was found: of a run at its end, that it stands still."""
    run = facts.run
    if run.iteration < run.config.iterations and not run.diverged:
        return verdict("too_early", _standing(facts))
    if run.iteration < FEW:
        return verdict("too_early", _standing(facts), "Train longer.")
    if (risen := too_high_at_the_end(facts)) is not None:
        return risen
    if recent_fall(run) > SETTLED:
        return verdict("still_learning", f"{_standing(facts)}, unevenly", "Train longer, or at a lower rate.")
    return _thrown_back(facts) or _crossing(facts) or _plateau(facts)


def _thrown_back(facts: Facts) -> Verdict | None:
    """For a run that gets on, and whose last record is one of its jumps."""
    run = facts.run
    if recent_fall(run) >= -SETTLED or not gets_on(run):
        return None
    lowest, now = int(np.argmin(run.costs)), float(run.costs[-1])
    low = float(run.costs[lowest])
    seen = f"cost {figure(now)}, train accuracy {percent(facts.train)}; the cost jumps on its way"
    best = f"it was {figure(low)} at iteration {spaced(int(run.iterations[lowest]))}"
    return verdict("still_learning", f"{seen}: {best}", "Train longer, or at a lower rate.")


def _crossing(facts: Facts) -> Verdict | None:
    """For a cost near chance that creeps on unabated: it is on its way across a plateau, not stuck."""
    run = facts.run
    if not _near_chance(facts) or run.costs.size < FEWEST_RECORDS:
        return None
    ends = np.searchsorted(run.iterations, np.array([0.8, 0.9]) * run.iterations[-1], side="right") - 1
    earlier, before, now = (float(run.costs[place]) for place in (*ends, -1))
    fall = 1 - now / before
    if fall < CREEPING or before - now < UNABATED * (earlier - before):
        return None
    seen = f"cost {figure(now)} near chance, train accuracy {percent(facts.train)}"
    span = spaced(int(run.iterations[-1] - run.iterations[ends[1]]))
    slow = f"it falls slowly but unabated, {100 * fall:.2f} % over the last {span} iterations"
    return verdict("still_learning", f"{seen}; {slow}", "Train longer, or at a higher rate.")


def _near_chance(facts: Facts) -> bool:
    return bool(abs(facts.run.costs[-1] - facts.chance) < facts.chance * PLATEAU)


def _plateau(facts: Facts) -> Verdict:
    run, near = facts.run, _near_chance(facts)
    where = f"; chance is {figure(facts.chance)}" if near else ""
    fix = "Try more units, another activation, or another seed."
    if near:  # where many a run leaves a plateau late
        fix = f"Train longer or at a higher rate; if that does nothing, {fix[0].lower()}{fix[1:]}"
    if heavy_penalty(facts):
        fix = lower_penalty(facts)
    elif run.config.l2 and near:
        fix = f"Lower L2 from {run.config.l2:g}: the penalty may be all that is learned."
    return verdict("plateau", f"{_standing(facts)}{where}", fix)


def _standing(facts: Facts) -> str:
    run = facts.run
    return f"cost {figure(run.costs[-1])}, train accuracy {percent(facts.train)}; {trend(run)}"

"""What came of a run: its rate, how far it got, and how its cost goes.

Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.facts import STILL_FALLING, Facts, directness
from initcore.measures import accuracy_curves, before_last_tenth, chance_cost, distinct_units, recent_fall
from initcore.trajectory import Trajectory
from initcore.verdicts import Verdict, verdict
from initcore.wording import figure, percent, short_figure, spaced

FAST = 0.3
"""An update of a third of the weights, in the mean of the layers, replaces the start within a few steps.
Rates that work stay under 0.1, those of Adam and of small last layers included."""

SWING = 0.05
"""Median change of the cost from record to record, as a share of it, from which a cost that gets nowhere
jumps about. Mini-batches at a working rate move it by one or two percent."""

SLOW = 1e-4
"""An update of less than a ten thousandth of the weights; a thousandth is usual where a rate works."""

SHORT_WAY = 0.05
"""Of the length of the parameters. A run that will not have moved by a twentieth when it ends is where
it started; runs that learn anything move by a fifth or more."""

FURTHER = 3
"""Times the way of a whole run. If the cost is lower still at so much further in the same direction, the
run was one straight step, and could have been taken in few longer ones."""

GAP = 0.1
"""Train less test accuracy that is called overfitting."""

ERRORS = 2.0
"""Standard errors of a test accuracy that the gap must exceed, too: few test examples show little."""

WORSE = 1.05
"""Times its lowest, a test cost has risen."""

FEWEST_TESTED = 20
"""Test examples under which a gap is chance's."""

MANY_LAYERS = 4
"""Hidden layers up to which each one's units are told."""


def rate_too_high(facts: Facts) -> Verdict | None:
    """Only for a sound start: what else made a run diverge or jump has been looked for before."""
    run = facts.run
    lower = f"Lower the learning rate of {run.config.learning_rate:g}, first to a tenth"
    if run.diverged:
        what = "squares of gradients" if np.isfinite(run.theta).all() else "the parameters"
        seen = f"{what} stopped being finite at iteration {spaced(run.diverged_at)}, from a sound start"
        return verdict("rate_too_high", f"{seen}; {_first_update(facts)}", f"{lower}.")
    if facts.separated:
        return None
    swing = _swing(run)
    if swing >= SWING:
        seen = f"the cost jumps by {percent(swing)} from record to record and gets nowhere"
    elif facts.pace >= FAST and not facts.falling:
        seen = f"the steps threw the run off its start; {trend(run)}"
    else:
        return None
    return verdict("rate_too_high", f"{seen}; {_first_update(facts)}", f"{lower}.")


def _first_update(facts: Facts) -> str:
    """How large an update is at the start."""
    if facts.pace >= 1:
        return f"the first updates are {short_figure(facts.pace)} times the weights"
    return f"the first updates are {_share(facts.pace)} of the weights"


def _share(value: float) -> str:
    """A share that may be very small, in percent."""
    return f"{short_figure(100 * value)} %"


def _swing(run: Trajectory) -> float:
    """The median change of the cost over the second half of a run that gets nowhere, as a share of it."""
    late = run.costs[run.costs.size // 2 :]
    if late.size < 8 or directness(late) >= 0.2:
        return 0.0
    with np.errstate(all="ignore"):
        return float(np.median(np.abs(np.diff(late)) / np.maximum(late[1:], late[:-1])))


def rate_too_low(facts: Facts) -> Verdict | None:
    run = facts.run
    if facts.separated or not facts.pace < SLOW or not run.costs[-1] < run.costs[0]:
        return None
    # Of a run that is under way, what counts is where it will be at its end.
    planned = max(1.0, run.config.iterations / run.iteration)
    if facts.moved * planned >= SHORT_WAY:
        return None
    here, there = facts.costs(run.theta + np.array([[0.0], [FURTHER * planned]]) * facts.way)
    if not there < here:
        return None
    return verdict(
        "rate_too_low",
        f"{_first_update(facts)}, and {spaced(run.iteration)} iterations have moved all by "
        f"{_share(facts.moved)}; further the same way the cost is lower still; {trend(run)}",
        f"Raise the learning rate of {run.config.learning_rate:g}, first to ten times that.",
    )


def overfits(facts: Facts) -> Verdict | None:
    run = facts.run
    tested = facts.data.test_labels.size
    if run.diverged or tested < FEWEST_TESTED:
        return None
    curves = accuracy_curves(run)
    train, test = float(curves.train[-1]), float(curves.test[-1])
    error = math.sqrt(max(test * (1 - test), 0.0) / tested)
    lowest = int(np.argmin(curves.test_cost))
    low, now = float(curves.test_cost[lowest]), float(curves.test_cost[-1])
    if train - test < max(GAP, ERRORS * error) or not now > WORSE * low:
        return None
    return verdict(
        "overfits",
        f"train accuracy {percent(train)}, test {percent(test)}; test cost {figure(low)} at iteration "
        f"{spaced(int(curves.iterations[lowest]))}, {figure(now)} now",
        "Take more examples, L2, fewer units, or stop where the test cost is lowest.",
    )


def healthy(facts: Facts) -> Verdict | None:
    if not facts.separated:
        return None
    run = facts.run
    counts = distinct_units(run.shape, run.theta)
    units = " + ".join(map(str, counts))
    if len(counts) > MANY_LAYERS:
        units = f"{sum(counts)} of {sum(run.config.hidden)}"
    at = accuracy_curves(run).first_at(0.9)
    when = f"; 90 % train accuracy at iteration {spaced(at)}" if at is not None else ""
    return verdict("healthy", f"{units} distinct units{when}")


def still_learning(facts: Facts) -> Verdict | None:
    if not facts.falling or facts.separated or facts.run.diverged:
        return None
    return verdict("still_learning", _standing(facts), "Train longer.")


def plateau(facts: Facts) -> Verdict | None:
    run = facts.run
    chance = chance_cost(run)
    near = abs(run.costs[-1] - chance) < chance * 0.01
    where = f", that of chance ({figure(chance)})" if near else ""
    fix = "Try more units, another activation, or another seed."
    if run.config.l2 and near:
        fix = f"Lower L2 from {run.config.l2:g}: the penalty may be all that is learned."
    return verdict("plateau", f"{_standing(facts)}{where}", fix)


def _standing(facts: Facts) -> str:
    run = facts.run
    return f"cost {figure(run.costs[-1])}, train accuracy {percent(facts.train)}; {trend(run)}"


def trend(run: Trajectory) -> str:
    """How the cost has gone of late, in words."""
    before, now = float(run.costs[before_last_tenth(run)]), float(run.costs[-1])
    span = int(run.iterations[-1] - run.iterations[before_last_tenth(run)])
    over = "in the last iteration" if span == 1 else f"over the last {spaced(span)} iterations"
    fall = recent_fall(run)
    if abs(fall) < STILL_FALLING / 2:
        return f"the cost stood still {over}"
    if -1 < fall < 1:
        return f"the cost {'fell' if fall > 0 else 'rose'} {100 * abs(fall):.1f} % {over}"
    return f"the cost went from {figure(before)} to {figure(now)} {over}"

"""What came of a run: its rate, how far it got, and how its cost goes.

Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.facts import DIRECT, PLATEAU, STILL_FALLING, Facts, directness
from initcore.measures import before_last_tenth, distinct_units, recent_fall
from initcore.signals import stepped
from initcore.trajectory import Trajectory
from initcore.verdicts import Verdict, verdict
from initcore.wording import figure, percent, short_figure, spaced

FAST = 0.3
"""A first update of a third of the weights, in the mean of the layers. From here on, a run that stands
still was thrown off its start. Rates that were seen to work stay under 0.2, those of Adam included."""

REPLACED = 1.0
"""A first update as large as the weights leaves nothing of the start, however the run goes on."""

BRISK = 0.05
"""From here on, a layer that died or a cost that rises at the next step is laid to the steps. Most rates
that work are slower; one that is not, and does neither, is left alone."""

BLOWN_UP = 100.0
"""Times its first cost, a run has gone out of bounds."""

SWING = 0.05
"""Median change of the cost from record to record, as a share of it, from which a cost that gets nowhere
jumps about. Mini-batches at a working rate move it by one or two percent."""

SLOW = 1e-4
"""An update of less than a ten thousandth of the weights; a thousandth is usual where a rate works."""

SHORT_WAY = 0.05
"""Of the length of the parameters. A run that will not have moved by a twentieth when it ends is where
it started; runs that learn anything move by a fifth or more."""

FEW = 100
"""Iterations. A shorter run is short before its rate is low."""

FURTHER = 3
"""Times the way of a whole run. If the cost is lower still at so much further in the same direction, the
run was one straight step, and could have been taken in few longer ones."""

LEARNED = 0.9
"""Train accuracy from which examples can be said to be known by heart; below, there is more amiss."""

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
    if facts.separated:
        return None
    seen = blown_up(facts.run) or _killed(facts) or _jumping(facts) or _thrown(facts)
    if seen is None:
        return None
    fix = f"Lower the learning rate of {facts.run.config.learning_rate:g}, first to a tenth."
    return verdict("rate_too_high", f"{seen}; {_first_update(facts)}", fix)


def blown_up(run: Trajectory) -> str | None:
    """How a run went out of bounds, None if it did not."""
    if run.diverged:
        # Squares of gradients overflow before the parameters do, which their root keeps in bounds.
        what = "squares of gradients" if np.isfinite(run.theta).all() else "the parameters"
        return f"{what} stopped being finite at iteration {spaced(run.diverged_at)}"
    place = int(np.argmax(run.costs))  # of a cost that is not a number, the first
    if run.costs[place] <= BLOWN_UP * run.costs[0]:
        return None
    top, at = figure(run.costs[place]), spaced(int(run.iterations[place]))
    return f"the cost went from {figure(run.costs[0])} to {top} by iteration {at}"


def _jumping(facts: Facts) -> str | None:
    """How the cost goes up and down, None if it does not."""
    swing = _swing(facts.run)
    if swing >= SWING:
        return f"the cost jumps by {percent(swing)} from record to record and gets nowhere"
    # Jumps that keep time with the records show in the next step alone.
    if not facts.gathered >= BRISK or facts.falling:
        return None
    now, then = facts.costs(np.concatenate([facts.run.theta[None], stepped(facts.run)]))
    if not abs(then - now) > SWING * now:  # it has stood still from record to record
        return None
    return f"the next step takes the cost from {figure(now)} to {figure(then)}"


def _killed(facts: Facts) -> str | None:
    """Which layer the steps killed, None if they killed none."""
    if not facts.gathered >= BRISK:
        return None
    for layer, (count, width) in enumerate(zip(facts.dead, facts.run.config.hidden, strict=True), start=1):
        if count == width and facts.start.dead[layer - 1] < width:
            return f"the steps killed hidden layer {layer}, which was alive at the start"
    return None


def _thrown(facts: Facts) -> str | None:
    """How the steps left a sound start for a place without a slope, None if they did not."""
    if facts.stride >= REPLACED or (facts.stride >= FAST and not facts.falling):
        return f"the steps threw the run off its start; {trend(facts.run)}"
    return None


def _first_update(facts: Facts) -> str:
    """How large an update is at the start."""
    if facts.update >= 1:
        return f"the first update is {short_figure(facts.update)} times the weights"
    return f"the first update is {_share(facts.update)} of the weights"


def _share(value: float) -> str:
    """A share that may be very small, in percent."""
    return f"{short_figure(100 * value)} %"


def _swing(run: Trajectory) -> float:
    """The median change of the cost over the second half of a run that gets nowhere, as a share of it."""
    late = run.costs[run.costs.size // 2 :]
    if late.size < 8 or directness(late) >= DIRECT:
        return 0.0
    with np.errstate(all="ignore"):
        return float(np.median(np.abs(np.diff(late)) / np.maximum(late[1:], late[:-1])))


def rate_too_low(facts: Facts) -> Verdict | None:
    run = facts.run
    if facts.separated or not facts.stride < SLOW or not run.costs[-1] < run.costs[0]:
        return None
    # Of a run that is under way, what counts is where it will be at its end.
    planned = max(1.0, run.config.iterations / run.iteration)
    if run.iteration * planned < FEW or facts.moved * planned >= SHORT_WAY:
        return None
    here, there = facts.costs(run.theta + np.array([[0.0], [FURTHER * planned]]) * facts.way)
    if not there < here:
        return None
    return verdict(
        "rate_too_low",
        f"{_first_update(facts)}; {spaced(run.iteration)} iterations have moved them by "
        f"{_share(facts.moved)}, and further the same way the cost is lower still",
        f"Raise the learning rate of {run.config.learning_rate:g}, first to ten times that.",
    )


def overfits(facts: Facts) -> Verdict | None:
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
    if not facts.separated:
        return None
    run = facts.run
    counts = distinct_units(run.shape, run.theta)
    units = " + ".join(map(str, counts))
    if len(counts) > MANY_LAYERS:
        units = f"{sum(counts)} of {sum(run.config.hidden)}"
    at = facts.curves.first_at(0.9)
    when = f"; 90 % train accuracy at iteration {spaced(at)}" if at is not None else ""
    return verdict("healthy", f"{units} distinct units{when}")


def still_learning(facts: Facts) -> Verdict | None:
    if not facts.falling or facts.separated or facts.run.diverged:
        return None
    return verdict("still_learning", _standing(facts), "Train longer.")


def plateau(facts: Facts) -> Verdict:
    run = facts.run
    chance = facts.chance
    near = abs(run.costs[-1] - chance) < chance * PLATEAU
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

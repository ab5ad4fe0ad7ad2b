"""What can be wrong with a run's steps, once its start is sound: too long, or too short.

Every threshold is named, with its reason.
"""

import numpy as np

from initcore.diagnosis.facts import DIRECT, FEW, Facts, directness
from initcore.diagnosis.remedies import heavy_penalty, lower_penalty
from initcore.diagnosis.trend import blown_up, gets_on, trend
from initcore.diagnosis.verdicts import Verdict, verdict
from initcore.measures.curves import recent_fall
from initcore.measures.signals import stepped
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, percent, short_figure, spaced

FAST = 0.3
"""A first update of a third of the weights, in the mean of the layers. From here on, a run that stands
still was thrown off its start. Rates that were seen to work stay under 0.2, those of Adam included."""

REPLACED = 1.0
"""A first update as large as the weights leaves nothing of the start, however the run goes on."""

BRISK = 0.05
"""From here on, a layer that died or a cost that rises at the next step is laid to the steps. Most rates
that work are slower; one that is not, and does neither, is left alone."""

SWING = 0.05
"""Median change of the cost from record to record, as a share of it, from which a cost that gets nowhere
jumps about. Mini-batches at a working rate move it by one or two percent."""

RISE = 0.01
"""Of the cost over the last tenth of a run, from which it cannot be said to stand still: where every step
is taken on all examples, one that overshoots is all that takes it up."""

SLOW = 1e-4
"""An update of less than a ten thousandth of the weights; a thousandth is usual where a rate works."""

SHORT_WAY = 0.05
"""Of the length of the parameters. A run that will not have moved by a twentieth when it ends is where
it started; runs that learn anything move by a fifth or more."""

FURTHER = 3
"""Times the way of a whole run. If the cost is lower still at so much further in the same direction, the
run was one straight step, and could have been taken in few longer ones."""


def too_high(facts: Facts) -> Verdict | None:
    """Only for a sound start: what else made a run diverge or jump has been looked for before."""
    if facts.separated:
        return None
    heavy = heavy_penalty(facts)
    seen = blown_up(facts.run) or _jumping(facts)
    if seen is None and not heavy:  # which wipes a start out at any rate
        seen = _killed(facts) or _thrown(facts)
    if seen is None:
        return None
    fix = f"Lower the learning rate of {facts.run.config.learning_rate:g}, first to a tenth."
    if facts.update >= BRISK:  # a small one shows nothing: the steps grew since
        seen += f"; {_first_update(facts)}"
    return verdict("rate_too_high", seen, lower_penalty(facts) if heavy else fix)


def too_high_at_the_end(facts: Facts) -> Verdict | None:
    """For a run that is over and of which nothing else was found: a cost that rises is no plateau."""
    run, config = facts.run, facts.run.config
    first, now = float(run.costs[0]), float(run.costs[-1])
    rise = SWING if config.batch_size else RISE
    above = now > (1 + rise) * max(first, facts.chance)
    if not above and (recent_fall(run) >= -rise or gets_on(run)):
        return None
    start = f", above the {figure(first)} it started at" if above else ""
    seen = f"cost {figure(now)}{start}; train accuracy {percent(facts.train)}; {trend(run)}"
    penalty = f"L2 of {config.l2:g} or the " if config.l2 else "the "
    return verdict("rate_too_high", seen, f"Lower {penalty}learning rate of {config.learning_rate:g}.")


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


def too_low(facts: Facts) -> Verdict | None:
    """Steps so short that the run's whole way is, too, while the cost goes on falling along it."""
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

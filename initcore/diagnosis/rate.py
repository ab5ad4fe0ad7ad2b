"""What can be wrong with a run's steps, once its start is sound: too long, or too short.

Every threshold is named, with its reason.
"""

import numpy as np

from initcore.diagnosis.pace import FAST, REPLACED, Pace, after, pace
from initcore.diagnosis.remedies import (
    at_scale,
    faster,
    heavy_penalty,
    longer,
    longer_and_slower,
    lower_penalty,
    slower,
    sound_scale,
    use_scale,
)
from initcore.diagnosis.trend import blown_up, collapsed, gets_on, trend
from initcore.diagnosis.verdicts import Evidence, Remedy, Verdict, evidence, verdict
from initcore.measures.curves import recent_fall
from initcore.measures.seen import DIRECT, FEW, Seen, directness
from initcore.measures.signals import stepped
from initcore.training.trajectory import Trajectory

BRISK = 0.05
"""From here on, a layer that died or a cost that rises at the next step is laid to the steps. Most rates
that work are slower; one that is not, and does neither, is left alone."""

SWING = 0.05
"""Median change of the cost from record to record, as a share of it, from which a cost that gets nowhere
jumps about. Mini-batches at a working rate move it by one or two percent."""

RISE = 0.01
"""Of the cost over the last tenth of a run, from which it cannot be said to stand still: where every step
is taken on all examples, one that overshoots is all that takes it up."""

LOST = 2.0
"""How many times its lowest a cost must be, lately and at last, for what was won to be lost: noise of steps
about a minimum moves it by a few tenths."""

FEWEST_RECORDS = 20
"""Records from which what a run has come to lately, its last twentieth, can be told from its last."""

LOWER = 0.1
"""Share by which a cost must come lower, a short way ahead, for another rate to be what a run lacks."""

ON_ITS_WAY = 0.5
"""Share of the cost of chance below which a run that gets on has learned much, at whatever rate."""

SLOW = 1e-4
"""An update of less than a ten thousandth of the weights; a thousandth is usual where a rate works."""

SHORT_WAY = 0.05
"""Of the length of the parameters. A run that will not have moved by a twentieth when it ends is where
it started; runs that learn anything move by a fifth or more."""

FURTHER = 3
"""Times the way of a whole run. If the cost is lower still at so much further in the same direction, the
run was one straight step, and could have been taken in few longer ones."""


def too_high(seen: Seen) -> Verdict | None:
    """Only for a sound start: what else made a run diverge or jump has been looked for before."""
    if seen.separated or seen.gets_further:
        return None
    heavy = heavy_penalty(seen) and seen.stride < FAST
    shown = [each for each in (blown_up(seen.run) or _lost(seen.run) or _calmer(seen),) if each is not None]
    if not shown and not heavy:  # which wipes a start out at any rate
        shown = [each for each in (_killed(seen),) if each is not None] or _thrown(seen)
    if not shown:
        return None
    if seen.update >= BRISK:  # a small one shows nothing: the steps grew since
        shown.append(_first_update(seen))
    rate = seen.run.config.learning_rate
    lower = Remedy("lower_rate_to_a_tenth", slower(seen), {"rate": rate})
    if on_its_way(seen):  # at a tenth of the rate it would be behind
        lower = Remedy("longer_and_slower", {**longer(seen), **slower(seen)})
    if shown[0].name == "slower_ahead":
        lower = Remedy("longer_and_slower", longer_and_slower(seen))
        if not sound_scale(seen):
            lower = use_scale(seen, "use_scale")
    return verdict("rate_too_high", *shown, remedy=lower_penalty(seen) if heavy else lower)


def too_high_for_any(seen: Seen) -> Verdict | None:
    """For a start that is not sound: whether the first step would leave nothing of a sound one either."""
    changes = at_scale(seen)
    if seen.separated or not changes:
        return None
    if on_its_way(seen):
        return None
    mended, fate = after(seen, changes), blown_up(seen.run) or collapsed(seen)
    if not mended.stride >= REPLACED and not (fate and pace(mended) is Pace.SLOWER):
        return None
    shown = evidence("changes_any_start", update=mended.stride)
    return verdict("rate_too_high", shown, fate or trend(seen.run), remedy=use_scale(seen, "use_scale"))


def on_its_way(seen: Seen) -> bool:
    """Whether a run gets on and has learned much already."""
    return gets_on(seen.run) and seen.lately < ON_ITS_WAY * seen.chance


def too_high_at_the_end(seen: Seen) -> Verdict | None:
    """For a run that is over and of which nothing else was found: a cost that rises is no plateau."""
    run, config = seen.run, seen.run.config
    first, now = float(run.costs[0]), float(run.costs[-1])
    rise = SWING if config.batch_size else RISE
    above = now > (1 + rise) * max(first, seen.chance)
    if not above and (recent_fall(run) >= -rise or gets_on(run)):
        return None
    if not above and seen.ahead is not None and seen.ahead.same < (1 - rise) * now:
        return None  # it is the last record that is high, not what the run has come to
    start = {"first_cost": first} if above else {}
    shown = evidence("cost_rises", cost=now, **start, train_accuracy=seen.train)
    values = {"l2": config.l2, "rate": config.learning_rate}
    return verdict("rate_too_high", shown, trend(run), remedy=Remedy("lower_rate", slower(seen), values))


def _jumping(seen: Seen) -> Evidence | None:
    """How the cost goes up and down, None if it does not."""
    swing = _swing(seen.run)
    if swing >= SWING and not gets_on(seen.run):
        return evidence("cost_jumps", swing=swing)
    # Jumps that keep time with the records show in the next step alone.
    if not seen.gathered >= BRISK or seen.falling:
        return None
    now, then = seen.costs(np.concatenate([seen.run.theta[None], stepped(seen.run)]))
    if not abs(then - now) > SWING * now:  # it has stood still from record to record
        return None
    return evidence("next_step_jumps", before=now, now=then)


def _calmer(seen: Seen) -> Evidence | None:
    """How much lower the cost comes from here at a tenth of the rate, or how it jumps; None if neither."""
    if seen.ahead is None:
        return _jumping(seen)
    ahead = seen.ahead
    # At a lower rate jumps die down anywhere; of a run that gets on, they do not show that it is too high.
    if gets_on(seen.run) or not ahead.slower < (1 - LOWER) * min(ahead.same, float(seen.run.costs[-1])):
        return None
    return evidence("slower_ahead", iterations=ahead.steps, now=ahead.slower, before=ahead.same)


def _lost(run: Trajectory) -> Evidence | None:
    """From where a run's cost has come up again for good, None if it has not."""
    if not run.costs.size >= FEWEST_RECORDS:
        return None
    lately = float(np.median(run.costs[-max(3, run.costs.size // FEWEST_RECORDS) :]))
    place = int(np.argmin(run.costs))
    lowest, now = float(run.costs[place]), float(run.costs[-1])
    if not min(now, lately) > LOST * lowest:
        return None
    return evidence("won_and_lost", lowest=lowest, iteration=run.iterations[place], cost=now)


def _killed(seen: Seen) -> Evidence | None:
    """Which layer the steps killed, None if they killed none."""
    if not seen.gathered >= BRISK:
        return None
    for layer, (count, width) in enumerate(zip(seen.dead, seen.run.config.hidden, strict=True), start=1):
        if count == width and seen.start.dead[layer - 1] < width:
            return evidence("steps_killed_layer", layer=layer)
    return None


def _thrown(seen: Seen) -> list[Evidence]:
    """How the steps left a sound start for a place without a slope; nothing if they did not."""
    stands = not (seen.falling or gets_on(seen.run))
    if seen.stride >= REPLACED or (seen.stride >= FAST and stands):
        return [evidence("thrown_off"), trend(seen.run)]
    return []


def _first_update(seen: Seen) -> Evidence:
    """How large an update is at the start."""
    return evidence("first_update", update=seen.update)


def _swing(run: Trajectory) -> float:
    """The median change of the cost over the second half of a run that gets nowhere, as a share of it."""
    late = run.costs[run.costs.size // 2 :]
    if late.size < 8 or directness(late) >= DIRECT:
        return 0.0
    with np.errstate(all="ignore"):
        return float(np.median(np.abs(np.diff(late)) / np.maximum(late[1:], late[:-1])))


def too_low(seen: Seen) -> Verdict | None:
    """A run that leads down and has hardly moved by its end, or one that stands and larger steps take on."""
    run, ahead = seen.run, seen.ahead
    if seen.separated:
        return None
    stands = not (seen.falling or seen.gets_further)
    if ahead is not None and stands and ahead.faster < (1 - LOWER) * ahead.same:
        shown = evidence("faster_ahead", iterations=ahead.steps, now=ahead.faster, before=ahead.same)
        return verdict("rate_too_low", shown, trend(run), remedy=_raised(seen))
    if not seen.stride < SLOW or not run.costs[-1] < run.costs[0]:
        return None
    # Of a run that is under way, what counts is where it will be at its end.
    planned = max(1.0, run.config.iterations / run.iteration)
    if run.iteration * planned < FEW or seen.moved * planned >= SHORT_WAY:
        return None
    here, there = seen.costs(run.theta + np.array([[0.0], [FURTHER * planned]]) * seen.way)
    if not there < here:
        return None
    shown = evidence("hardly_moved", iterations=run.iteration, moved=seen.moved)
    return verdict("rate_too_low", _first_update(seen), shown, remedy=_raised(seen))


def _raised(seen: Seen) -> Remedy:
    """A higher rate, from a sound start where that of the run is not."""
    if not sound_scale(seen):
        return use_scale(seen, "use_scale", at=Pace.FASTER)
    return Remedy("raise_rate", faster(seen), {"rate": seen.run.config.learning_rate})

"""What came of a run, whatever was wrong with it: one function an outcome, each with what it saw.

Every threshold is named, with its reason.
"""

import math

import numpy as np

from initcore.diagnosis.pace import Pace
from initcore.diagnosis.rate import BRISK, too_high_at_the_end
from initcore.diagnosis.remedies import (
    changed,
    heavy_penalty,
    longer,
    longer_and_slower,
    lower_penalty,
    other_curve,
    slower,
    sound_scale,
    use_scale,
    wider,
)
from initcore.diagnosis.scale import vanishes
from initcore.diagnosis.trend import collapsed, gets_on, trend
from initcore.diagnosis.verdicts import Evidence, Remedy, Verdict, evidence, verdict
from initcore.experiment.settings import LIMITS
from initcore.measures.classes import means_something
from initcore.measures.curves import before_last_tenth, last_tenths, recent_fall
from initcore.measures.seen import FEW, FEWEST_RECORDS, Seen
from initcore.measures.units import distinct_units
from initcore.model.activations import ACTIVATIONS

GAP = 0.1
"""Train less test accuracy that is called overfitting."""

ERRORS = 2.0
"""Standard errors of a test accuracy that the gap must exceed, too: few test examples show little."""

WORSE = 1.05
"""How many times its lowest a test cost must be to have risen."""

SETTLED = 0.01
"""Fall of the cost over the last tenth of a run, as a share, from which it cannot be said to stand still."""

CREEPING = 5e-4
"""Fall of the cost over the last tenth of a run that crosses a plateau, as a share: at that pace, three
times as long brings a hundredth. Where there is no slope, it is 1e-6 or less."""

UNABATED = 0.85
"""Share of the fall over the last tenth but one. On its way across a plateau, a cost falls as fast as
before, or faster; on its way to a place where it will stay, slower and slower."""

LEAVES = 0.1
"""Share by which a cost must come lower for a run, trained on, to have left where it stands."""

NO_BETTER = 0.01
"""Share by which it comes lower at least in three times as long, if it is learning."""

FEWEST_TESTED = 20
"""Test examples under which a gap is chance's."""


def overfits(seen: Seen) -> Verdict | None:
    """Training examples known by heart, and a test cost that has risen."""
    run = seen.run
    tested = seen.data.test_labels.size
    if run.diverged or not seen.separated or tested < FEWEST_TESTED:
        return None
    curves = seen.curves
    train, test = float(curves.train[-1]), float(curves.test[-1])
    error = math.sqrt(max(test * (1 - test), 0.0) / tested)
    lowest = int(np.argmin(curves.test_cost))
    low, now = float(curves.test_cost[lowest]), float(curves.test_cost[-1])
    if train - test < max(GAP, ERRORS * error) or not now > WORSE * low:
        return None
    at = int(curves.iterations[lowest])
    shown = evidence("test_cost_rises", train_accuracy=train, test_accuracy=test, lowest=low, at=at, now=now)
    return verdict("overfits", shown, remedy=Remedy("generalize", _more_examples(seen, at)))


def _more_examples(seen: Seen, lowest: int) -> dict[str, int]:
    """Twice the examples where data are made; else an end where the test cost was lowest."""
    config = seen.run.config
    twice = min(int(LIMITS["samples"].high), 2 * config.samples)
    return changed(seen, {"samples": twice}) or {"iterations": max(1, lowest)}


def healthy(seen: Seen) -> Verdict | None:
    """The classes are told apart."""
    if not seen.separated:
        return None
    run, counts = seen.run, distinct_units(seen.run.shape, seen.run.theta)
    # Leaving chance late is what a faint start costs a run that then separates its classes.
    left = seen.left if vanishes(seen) is not None else None
    at = run.first_at(0.9) if means_something(0.9, seen.data) else None
    return verdict(
        "healthy",
        None if left is None else evidence("late", iteration=left),
        evidence(
            "distinct_units",
            by_layer=" + ".join(map(str, counts)),
            distinct=sum(counts),
            units=sum(run.config.hidden),
            layers=len(counts),
            dead=sum(seen.dead),
        ),
        None if at is None else evidence("reached", accuracy=0.9, iteration=at),
        _attainable(seen),
    )


def _attainable(seen: Seen) -> Evidence | None:
    """How far train accuracy can come where some labels are wrong, None where none is."""
    if seen.attainable == 1:
        return None
    return evidence("attainable", train_accuracy=seen.train, attainable=seen.attainable)


def still_learning(seen: Seen) -> Verdict | None:
    """A cost that still falls."""
    if seen.separated or seen.run.diverged or not (seen.falling or seen.gets_further) or _ends(seen):
        return None
    over = seen.run.done  # else it trains on by itself
    remedy = Remedy("longer", longer(seen)) if seen.falling else _on(seen)
    return verdict("still_learning", *_standing(seen), remedy=remedy if over else None)


def _on(seen: Seen) -> Remedy:
    """How a run that gets on unevenly goes on: by smaller steps, but where it is small batches that jump."""
    if seen.run.config.batch_size and gets_on(seen.run) and seen.gathered < BRISK:
        return Remedy("longer", longer(seen))
    return Remedy("longer_and_slower", longer_and_slower(seen))


def settled(seen: Seen) -> Verdict:
    """What is left to say where nothing else was found: of a run at its end, that it stands still."""
    run = seen.run
    if run.iteration < run.config.iterations and not run.diverged:
        return verdict("too_early", *_standing(seen))
    if run.iteration < FEW:
        return verdict("too_early", *_standing(seen), remedy=Remedy("longer", longer(seen)))
    if (risen := too_high_at_the_end(seen)) is not None:
        return risen
    if (leaves := _leaves(seen)) is not None:
        return leaves
    if _ends(seen):
        return _plateau(seen)
    if gets_on(run) and abs(recent_fall(run)) <= SETTLED and not seen.settles:
        remedy = Remedy("longer", longer(seen)) if seen.gathered < BRISK else _on(seen)
        return verdict("still_learning", *_standing(seen), remedy=remedy)
    if recent_fall(run) > SETTLED:
        return verdict("still_learning", *_standing(seen, uneven=True), remedy=_on(seen))
    return _thrown_back(seen) or _crossing(seen) or _plateau(seen)


def _leaves(seen: Seen) -> Verdict | None:
    """For a run that, trained on, leaves where it stands."""
    onward = seen.onward
    if onward is None or not onward.cost < (1 - LEAVES) * seen.lately:
        return None
    remedy = Remedy("longer", longer(seen))
    if not sound_scale(seen) and seen.near_chance:
        remedy = use_scale(seen, "use_scale_and_longer", **longer(seen))
    shown = evidence("trained_on", iterations=onward.steps, cost=onward.cost)
    stands = _stands(seen, near_chance=seen.near_chance)
    return verdict("still_learning", stands, _attainable(seen), shown, remedy=remedy)


def _ends(seen: Seen) -> bool:
    """Whether a run that still falls is no better in three times as long."""
    onward = seen.onward
    return onward is not None and onward.whole and not onward.cost < (1 - NO_BETTER) * seen.lately


def _thrown_back(seen: Seen) -> Verdict | None:
    """For a run that gets on, and whose last record is one of its jumps."""
    run = seen.run
    if recent_fall(run) >= -SETTLED or not gets_on(run):
        return None
    place = int(np.argmin(run.costs))
    jumps = evidence("jumps_on_its_way", lowest=run.costs[place], iteration=run.iterations[place])
    return verdict("still_learning", _stands(seen), jumps, remedy=_on(seen))


def _crossing(seen: Seen) -> Verdict | None:
    """For a cost near chance that creeps on unabated: it is on its way across a plateau, not stuck."""
    run = seen.run
    linear = ACTIVATIONS[run.config.activation].linear
    if linear or not seen.near_chance or run.costs.size < FEWEST_RECORDS:
        return None
    earlier, before, now = last_tenths(run)
    fall = 1 - now / before
    if collapsed(seen) is not None or fall < CREEPING or before - now < UNABATED * (earlier - before):
        return None
    creeps = evidence(
        "creeps", fall=fall, span=int(run.iterations[-1] - run.iterations[before_last_tenth(run)])
    )
    remedy = Remedy("longer_or_faster", longer(seen))
    if not sound_scale(seen):
        remedy = use_scale(seen, "use_scale_and_longer", **longer(seen))
    return verdict("still_learning", _stands(seen, near_chance=True), creeps, remedy=remedy)


def _plateau(seen: Seen) -> Verdict:
    """For a cost that stands still, wherever that is."""
    run, near = seen.run, seen.near_chance
    remedy = Remedy("more_units_or_other", wider(seen))
    why = collapsed(seen) if near else None
    at = None if why is None else Pace.SLOWER  # it is the steps that put the signal out
    if sum(seen.start.distinct) < sum(run.config.hidden):  # as of the identity's, beside its inputs
        remedy = use_scale(seen, "draw_at_random", at=at)
    elif not sound_scale(seen):
        remedy = use_scale(seen, "use_scale_and_wider", at=at, **wider(seen))
    elif why is not None:
        values = {"l2": run.config.l2, "rate": run.config.learning_rate}
        remedy = Remedy("lower_rate", slower(seen), values)
    elif near:  # where many a run leaves a plateau late
        remedy = Remedy("longer_then_other", longer(seen))
    if heavy_penalty(seen):
        remedy = lower_penalty(seen)
    elif run.config.l2 and near and not sound_scale(seen):
        remedy = use_scale(seen, "use_scale_without_penalty", l2=0.0)
    elif run.config.l2 and near:
        remedy = Remedy("lower_penalty_maybe", {"l2": 0.0}, {"l2": run.config.l2})
    chance = evidence("chance", chance=seen.chance) if near else None
    if ACTIVATIONS[run.config.activation].linear:
        why, remedy = evidence("only_linear"), Remedy("bend", other_curve(seen))
    return verdict("plateau", *_standing(seen), chance, why, remedy=remedy)


def _standing(seen: Seen, *, uneven: bool = False) -> tuple[Evidence | None, ...]:
    return _stands(seen), _attainable(seen), trend(seen.run, uneven=uneven)


def _stands(seen: Seen, *, near_chance: bool = False) -> Evidence:
    """Where the cost and the train accuracy have come to."""
    return evidence("stands", cost=seen.run.costs[-1], train_accuracy=seen.train, near_chance=near_chance)

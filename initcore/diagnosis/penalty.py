"""What can be wrong with L2: a pull that wipes the weights out, or that holds them where classes stay mixed.

Every threshold is named, with its reason.
"""

from initcore.diagnosis.remedies import sound_scale, use_scale
from initcore.diagnosis.trend import trend
from initcore.diagnosis.verdicts import Evidence, Remedy, Verdict, evidence, verdict
from initcore.measures.seen import Seen

WIPED = 0.1
"""Share of their size at the start, or at a sound scale where that is less, at which weights say nothing."""

LIFTED = 0.01
"""Share by which the cost must come lower, a short way ahead, once L2 is taken away, for L2 to hold it up."""


def too_strong(seen: Seen) -> Verdict | None:
    """For a run that has not separated its classes and that L2 keeps from it."""
    l2 = seen.run.config.l2
    if not l2 or seen.separated or seen.run.diverged:
        return None
    shown = _pulls(seen)
    if shown is None:
        return None
    remedy = Remedy("no_penalty", {"l2": 0.0}, {"l2": l2})
    if not sound_scale(seen):
        remedy = use_scale(seen, "use_scale_without_penalty", l2=0.0)
    return verdict("penalty_too_strong", shown, trend(seen.run), remedy=remedy)


def _pulls(seen: Seen) -> Evidence | None:
    """How L2 decides, None if it does not."""
    if seen.shrunk <= WIPED:
        return evidence("l2_wiped", left=seen.shrunk)
    ahead = seen.ahead
    if ahead is None or not ahead.without_l2 < min((1 - LIFTED) * ahead.same, seen.lately):
        return None
    if ahead.faster < (1 - LIFTED) * ahead.without_l2:  # then it is not L2 that holds it back most
        return None
    return evidence("lifted_ahead", iterations=ahead.steps, now=ahead.without_l2, before=ahead.same)

"""What can be wrong with L2: a pull that wipes the weights out, or that holds them where classes stay mixed.

Every threshold is named, with its reason.
"""

from initcore.diagnosis.remedies import PULL, pull
from initcore.diagnosis.trend import trend
from initcore.diagnosis.verdicts import Evidence, Remedy, Verdict, evidence, verdict
from initcore.measures.seen import Seen

WIPED = 0.1
"""Share of their size at the start, or at a sound scale where that is less, at which weights say nothing."""

HOLDS = 0.5
"""From this share of the gradient on, L2's pull is half of all that decides where the weights stand."""


def too_strong(seen: Seen) -> Verdict | None:
    """For a run that has not separated its classes and that L2 keeps from it."""
    l2 = seen.run.config.l2
    if not l2 or seen.separated or seen.run.diverged:
        return None
    shown = _pulls(seen)
    if shown is None:
        return None
    return verdict(
        "penalty_too_strong", shown, trend(seen.run), remedy=Remedy("no_penalty", {"l2": 0.0}, {"l2": l2})
    )


def _pulls(seen: Seen) -> Evidence | None:
    """How L2 decides, None if it does not."""
    if seen.shrunk <= WIPED:
        return evidence("l2_wiped", left=seen.shrunk)
    now = pull(seen, now=True)
    if now >= HOLDS and pull(seen) >= PULL / 10:
        return evidence("l2_holds", pull=now)
    return None

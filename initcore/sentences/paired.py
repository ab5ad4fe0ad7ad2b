"""What a contest of two initializations comes to, in words that claim no more than it shows."""

import math

from initcore.statistics.intervals import INTERVAL
from initcore.statistics.paired import BEATS, LEANS, LEVEL_ON_ALL, NO_DIFFERENCE, TOO_FEW, Contest, Paired
from initcore.words.numbers import p_value, points, signed
from initcore.words.phrases import listed

VARIES = (
    "Only the weights seed varies; data, their split and the order of mini-batches stay the same, so this "
    "says nothing of other data."
)
"""What the seeds are a sample of."""

NO_POINTS = "no points"
"""What stands where a difference has no number, being to a run that diverged. An interval that ends there has
no bound in points."""

UNIT = "points of test accuracy"


def contest_sentence(contest: Contest, one: str, other: str) -> str:
    """A contest in one sentence or two; `one` is what the initialization at `contest.one` is called."""
    return " ".join(filter(None, (_outcome(contest, one, other), diverged_words(contest.result, one, other))))


def _outcome(contest: Contest, one: str, other: str) -> str:
    found, counts = contest.result, counts_words(contest.result)
    if contest.outcome == TOO_FEW:
        return f"Too few seeds to tell {one} and {other} apart: {counts}; take {contest.fewest} or more."
    if contest.outcome == LEVEL_ON_ALL:
        return f"{one} and {other} are level on all {found.seeds} seeds."
    p, median = chance_words(contest), median_words(found)
    if contest.outcome == BEATS:
        return f"{one} beats {other}: {counts}, {p}; {median}."
    if contest.outcome == LEANS:
        return f"{one} wins more often than {other}: {counts}, {p}; by how much cannot be told: {median}."
    return f"No difference can be told between {one} and {other}: {counts}, {p}; {median}."


def short_outcome(contest: Contest, one: str, other: str) -> str:
    """What a contest comes to, in a few words, for a table beside the figures."""
    return {
        BEATS: f"{one} beats {other}",
        LEANS: f"{one} wins more often; by how much cannot be told",
        LEVEL_ON_ALL: "level on all seeds",
        NO_DIFFERENCE: "no difference can be told",
        TOO_FEW: f"too few seeds to tell; take {contest.fewest} or more",
    }[contest.outcome]


def counts_words(result: Paired) -> str:
    """On how many seeds the one won, lost and tied: 7 won, 3 lost, 6 tied."""
    return f"{result.wins} won, {result.losses} lost, {result.ties} tied"


def chance_words(contest: Contest) -> str:
    """How probable such counts are where neither is better: p = 0.031."""
    return p_value(contest.chance)


def median_words(result: Paired) -> str:
    """The median difference with its interval, in points."""
    median = difference_words(result, result.median)
    if result.interval is None:
        return f"the median difference is {median} {UNIT}"
    if not math.isfinite(result.median):
        return f"the median difference has {NO_POINTS}"
    low, high = (difference_words(result, end) for end in result.interval)
    return f"the median difference is {median} {UNIT}, {INTERVAL} {low} to {high}"


def difference_words(result: Paired, value: float) -> str:
    """A difference in points with its sign; where small ones would round to 0, with three decimals."""
    if not math.isfinite(value):
        return NO_POINTS
    ends = (result.median, *(result.interval or ()))
    places = 3 if any(0 < abs(100 * end) < 0.05 for end in ends) else 1
    return points(0.0) if value == 0 else signed(value, places)


def diverged_words(result: Paired, one: str, other: str) -> str:
    """How many runs diverged, and what that counts as; empty where none did."""
    said = [
        f"{count} of {result.seeds} of {name}"
        for name, count in zip((one, other), result.diverged, strict=True)
        if count
    ]
    return f"Diverged: {listed(said)}; against a run that did not, a loss without points." if said else ""

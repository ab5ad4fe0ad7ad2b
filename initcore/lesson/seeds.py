"""Many seeds: what single ones would have said of two initializations, and what all of them say together."""

from collections.abc import Sequence

from initcore.lesson.outcome import GOAL, REACHED
from initcore.lesson.words import name_of
from initcore.sentences.paired import contest_sentence, counts_words
from initcore.statistics.paired import BEATS, LEANS, Contest, contests
from initcore.statistics.seeds import spread_text, summarize
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import signed, spaced

EARLY = 4000
"""The iteration at which the two are compared first. Of 208 seeds of the course's network He wins 185 there,
loses 12 and ties 11, and of sixteens drawn from these 98 in 100 tell it from Xavier. At the course's 15 000
it is 59, 60 and 89: there is nothing to be told, and of 400 sixteens none tells it."""

HE, XAVIER, NOBODY = range(3)
"""Who is ahead: the first, the second, or nobody that can be told."""

Runs = Sequence[Trajectory]


def early(runs: Runs) -> list[Trajectory]:
    """Runs as they were at EARLY, or as they are where that has not come."""
    return [run.until(EARLY) for run in runs]


def contest_of(one: Runs, other: Runs) -> Contest:
    """The contest of the two over the weights seeds that both have, one or more."""
    [found] = contests([one, other])
    return found


def ahead(one: Runs, other: Runs) -> int:
    """Who is ahead at EARLY: HE, which stands for `one`, XAVIER or NOBODY."""
    found = contest_of(early(one), early(other))
    return (HE, XAVIER)[found.one] if found.outcome in (BEATS, LEANS) else NOBODY


def seeds_sentences(one: Runs, other: Runs) -> list[str]:
    """What two initializations come to beside each other over the same seeds, at EARLY and at the end."""
    stages = [(early(one), early(other)), (one, other)]
    if stages[0][0][0].iteration == one[0].iteration:
        del stages[0]
    return [_at(mine, theirs) for mine, theirs in stages]


def _at(one: Runs, other: Runs) -> str:
    found, names = contest_of(one, other), (name_of(one[0]), name_of(other[0]))
    said = contest_sentence(found, names[found.one], names[found.other])
    return f"**At iteration {spaced(one[0].iteration)}**: {said}"


def scheme_sentences(one: Runs, other: Runs) -> list[str]:
    """What each of two came to by itself."""
    said = []
    for runs in (one, other):
        found = summarize(runs, REACHED)
        middle, quartiles = spread_text(found.test_accuracy, percent=True)
        said.append(
            f"**{name_of(runs[0])}** ends at a median test accuracy of {middle} {quartiles}; "
            f"{found.reached} of {found.runs} seeds reach {GOAL}."
        )
    return said


def lucky_sentence(one: Runs, other: Runs) -> str:
    """What single seeds would have said at EARLY, and how often."""
    before = early(one)
    found = contest_of(before, early(other))
    names = name_of(one[0]), name_of(other[0])
    result = found.result
    ends = [float(each) for each in result.differences if abs(each) <= 1]
    span = ""
    if any(ends):
        span = (
            f"; the difference runs from {signed(min(ends))} to {signed(max(ends))} points of test accuracy"
        )
    return (
        f"Of {result.seeds} single-seed contests at iteration {spaced(before[0].iteration)} "
        f"{names[found.one]} has {counts_words(result)}{span}. Whoever tries one seed sees one of these."
    )

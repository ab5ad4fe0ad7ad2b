"""Chapter 7: one seed may be lucky."""

from initcore.lesson.runs import COURSE, SEEDS, TRAINED
from initcore.lesson.seeds import EARLY, ahead, lucky_sentence, scheme_sentences, seeds_sentences
from initcore.sentences.paired import VARIES
from initcore.statistics.intervals import INTERVAL
from initcore.words.numbers import spaced
from pages._lesson.chapter import Chapter, Places, Runs


def _happened(runs: Runs) -> int:
    return ahead(runs[:SEEDS], runs[SEEDS:])


def _places(count: int) -> Places:
    return [tuple(range(SEEDS)), tuple(range(SEEDS, count))]


def _after(runs: Runs) -> list[str]:
    """The comparison, at once what it is made of, then each scheme by itself."""
    sides = runs[:SEEDS], runs[SEEDS:]
    first, *later = seeds_sentences(*sides)
    return [first, lucky_sentence(*sides), *later, *scheme_sentences(*sides)]


CHAPTER = Chapter(
    name="seeds",
    title="Many seeds",
    text=(
        "Every chapter so far trusted one draw of random numbers, or three. Another seed draws others. Is "
        "what one run shows the scheme's doing, or luck?\n\n"
        f"He and Xavier on the course's network, {SEEDS} seeds each. With the same seed they start from the "
        "same draws, so they can be compared seed by seed. The curves are medians, the bands hold half of "
        f"the runs, and the cards show seed {COURSE.weights_seed}. {VARIES}\n\n"
        f"A median of {SEEDS} seeds is not that of all seeds there could be. The {INTERVAL} says how far off "
        f"it may be: made anew from {SEEDS} other seeds again and again, about 95 in 100 such intervals hold "
        "the median of all. One that has 0 in it leaves open who is ahead. And p says how probable so uneven "
        "a count of wins is where neither is better."
    ),
    question=(
        f"On the way, at iteration {spaced(EARLY)}: who has the higher test accuracy over {SEEDS} seeds, as "
        "far as it can be told?"
    ),
    options=("He", "Xavier", "It cannot be told"),
    configs=lambda formula: TRAINED["seeds"],
    happened=_happened,
    after=_after,
    moral=lambda runs: " ".join(seeds_sentences(runs[:SEEDS], runs[SEEDS:])),
    rule=(
        "One seed is an anecdote. Compare with several seeds, the same ones on both sides, and look "
        "at the spread beside the median. And say when: who is ahead on the way need not be at the end."
    ),
    places=_places,
)

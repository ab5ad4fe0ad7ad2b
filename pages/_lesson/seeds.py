"""Chapter 7: one seed may be lucky."""

from initcore.experiment.choices import Choice
from initcore.experiment.experiment import Experiment
from initcore.lesson.outcome import lucky_sentence, seeds_sentences
from initcore.statistics.seeds import paired
from pages._lesson.chapter import COURSE, Chapter, Places, Runs

SEEDS = 16
EXPERIMENT = Experiment((Choice("he"), Choice("xavier")), COURSE, SEEDS)


def _happened(runs: Runs) -> int:
    result = paired(runs[:SEEDS], runs[SEEDS:])
    if result.wins == SEEDS:
        return 0
    clear = result.interval is not None and result.interval[0] > 0
    return 1 if clear else 2


def _places(count: int) -> Places:
    return [tuple(range(SEEDS)), tuple(range(SEEDS, count))]


def _after(runs: Runs) -> list[str]:
    """The comparison, at once what it is made of, then each scheme by itself."""
    compared, *each = seeds_sentences(runs[:SEEDS], runs[SEEDS:])
    return [compared, lucky_sentence(runs[:SEEDS], runs[SEEDS:]), *each]


CHAPTER = Chapter(
    name="seeds",
    title="Many seeds",
    text=(
        "Every chapter so far trusted one draw of random numbers, or three. Another seed draws others. Is "
        "what one run shows the scheme's doing, or luck?\n\n"
        f"He and Xavier on the course's network, {SEEDS} seeds each. With the same seed they start from the "
        "same draws, so they can be compared seed by seed. The curves are medians, the bands hold half of "
        f"the runs, and the cards show seed {COURSE.weights_seed}. "
        "A 95 % interval says how far chance may carry a mean: of means over as many seeds, drawn at random "
        "from these, 95 in 100 lie in it."
    ),
    question=f"Who has the higher test accuracy over {SEEDS} seeds?",
    options=(
        "He, with every seed",
        "He on average, but not with every seed",
        "Xavier, or no difference can be told",
    ),
    configs=lambda formula: EXPERIMENT.configs,
    happened=_happened,
    after=_after,
    moral=lambda runs: " ".join(_after(runs)[:2]),
    rule=(
        "One seed is an anecdote. Compare with several seeds, the same ones on both sides, and look "
        "at the spread beside the mean."
    ),
    places=_places,
)

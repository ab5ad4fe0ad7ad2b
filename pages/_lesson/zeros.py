"""Chapter 2: weights that are all the same."""

from initcore.lesson.runs import TRAINED
from initcore.lesson.symmetry import (
    alike_sentence,
    cost_sentence,
    reason_sentences,
    symmetry,
    units_sentence,
)
from pages._lesson.chapter import Chapter, Runs

_OUTCOMES = {(False, False): 0, (True, False): 1, (True, True): 2}


def _happened(runs: Runs) -> int | None:
    zeros, constant = (symmetry(run).one_unit for run in runs)
    return _OUTCOMES.get((zeros, constant))


CHAPTER = Chapter(
    name="zeros",
    title="Zeros",
    text=(
        "The simplest start is no randomness at all: every weight 0. Or, if 0 looks unlucky, every weight "
        "0.1. Then all units of a layer begin as copies of each other: 10 in the first hidden layer, 5 in "
        "the second."
    ),
    question="After 15 000 iterations, will the units of a layer differ from each other?",
    options=(
        "Yes, with both: training pulls them apart",
        "With 0.1 yes, with 0 no",
        "With neither: copies stay copies",
    ),
    configs=lambda formula: TRAINED["zeros"],
    happened=_happened,
    after=lambda runs: [
        *map(cost_sentence, runs),
        *map(units_sentence, runs),
        "**Is it because all losses are equal?** " + " ".join(reason_sentences(runs)),
    ],
    moral=alike_sentence,
    rule=(
        "Break the symmetry. Units that start alike get the same gradient and stay one unit; random "
        "weights tell them apart. Biases may well start at 0."
    ),
)

"""Chapter 1: does it matter where training starts?"""

from initcore.lesson.outcome import accuracy_apart, apart_sentence, end_sentence
from initcore.lesson.runs import TRAINED
from pages._lesson.chapter import Chapter, Runs

LITTLE, MUCH = 0.05, 0.25


def _happened(runs: Runs) -> int:
    apart = accuracy_apart(runs)
    return 0 if apart <= LITTLE else 1 if apart <= MUCH else 2


CHAPTER = Chapter(
    name="problem",
    title="The problem",
    text=(
        "Before a network has learned anything, its weights need numbers to start from. Training then moves "
        "them downhill, step by step, from wherever they are. Do those first numbers matter?\n\n"
        "Two networks are to tell the inner ring of points from the outer. Data, network, learning rate and "
        "number of iterations are the same. One starts from normal random numbers of standard deviation 1 "
        "(numpy's `randn`), the other from the very same numbers times 0.01: both draw with the same seed, "
        "the number that a stream of random numbers is begun with.\n\n"
        "What falls is the cost, in nats: the mean of −ln p, where p is the probability given to an "
        "example's right class. Guessing between two classes costs ln 2 ≈ 0.69."
    ),
    question="How far apart will their train accuracies be in the end?",
    options=(
        "5 points at most: training evens it out",
        "Between 5 and 25 points",
        "More than 25 points: one of them hardly learns",
    ),
    configs=lambda formula: TRAINED["problem"],
    happened=_happened,
    after=lambda runs: [
        apart_sentence(runs),
        *map(end_sentence, runs),
        "The chapters that follow find out why, one kind of start at a time.",
    ],
    moral=apart_sentence,
    rule=(
        "Where training starts decides how far it comes in the time there is. The same network with "
        "the same data can learn or stand still."
    ),
)

"""Chapter 4: the scale that fits the layer."""

from initcore.lesson.outcome import beside_sentence, end_sentence, near_zero_sentence, signal_line
from initcore.lesson.runs import TRAINED
from initcore.measures.seen import SEPARATED
from pages._lesson.chapter import Chapter, Runs

SHOWN = 2
"""He and randn x 10 are on the board; randn x 1 is only told of."""


def _happened(runs: Runs) -> int:
    he, large = (run.train_accuracy for run in runs[:SHOWN])
    return 0 if he <= large else 1 if he < SEPARATED else 2


CHAPTER = Chapter(
    name="he",
    title="The right scale",
    text=(
        "A unit adds up as many products as it has inputs, so its sum grows with their number, its fan-in. "
        "He et al. (2015) divide that out: with standard deviation √(2 / fan-in) every layer passes on a "
        "signal as large as it got. The 2 is for ReLU, which throws half of it away.\n\n"
        "Here He's start is trained beside randn × 10, with the same draws."
    ),
    question="How far will He's start come in the same 15 000 iterations?",
    options=(
        "No further than randn × 10",
        "Further, but not to 95 % train accuracy",
        "To 95 % train accuracy or more",
    ),
    configs=lambda formula: TRAINED["he"],
    happened=_happened,
    after=lambda runs: [
        *map(end_sentence, runs[:SHOWN]),
        beside_sentence(runs[SHOWN], runs[0]),
        "Size of the signal from layer to layer, before training:",
        *map(signal_line, runs),
        near_zero_sentence(runs[0]),
    ],
    moral=lambda runs: end_sentence(runs[0]),
    rule=(
        "Scale each layer by its fan-in. With standard deviation √(2 / fan-in) a ReLU layer passes on "
        "a signal as large as it got; the 2 is for the half that ReLU throws away."
    ),
    places=lambda count: [(place,) for place in range(SHOWN)],
)

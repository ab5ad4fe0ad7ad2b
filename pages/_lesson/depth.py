"""Chapter 6: many layers, where a small loss in each becomes a large one."""

import streamlit as st

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.figures.signal import Signal, signal_alt, signal_figure
from initcore.lesson.chance import leaves_chance_at
from initcore.lesson.depth import (
    DEPTHS,
    SCHEMES,
    WIDTH,
    accident_sentences,
    fading,
    gap_sentence,
    outcome_sentences,
    signal_sentence,
    spike_sentences,
    unfinished_sentences,
)
from initcore.lesson.runs import COURSE, DEEP, TRAINED
from initcore.words.numbers import percent_set, setting, spaced
from pages._lesson.chapter import Chapter, Runs
from pages._lesson.style import readable

SHOWN = len(SCHEMES)
"""The first runs, those of the deepest networks, are on the board."""

_OUTCOMES = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}


def _happened(runs: Runs) -> int:
    xavier, he = (leaves_chance_at(run) is not None for run in runs[:SHOWN])
    return _OUTCOMES[xavier, he]


def _below(runs: Runs) -> None:
    found = [fading(run) for run in runs[:SHOWN]]
    signals = [
        Signal(record.label, record.color, each.measured, each.expected)
        for each in found
        for record in (INITIALIZATIONS[each.run.config.initialization],)
    ]
    st.markdown("**The size of the signal, layer by layer, before training**")
    st.plotly_chart(
        readable(signal_figure(signals=signals)),
        key="lesson-signal",
        config={"displayModeBar": False},
        alt=signal_alt(signals),
    )


def _after(runs: Runs) -> list[str]:
    found = [fading(run) for run in runs[:SHOWN]]
    return [
        *map(signal_sentence, found),
        gap_sentence(*found),
        *outcome_sentences(runs),
        *accident_sentences(runs),
        *unfinished_sentences(runs, COURSE.iterations),
        *spike_sentences(runs),
    ]


CHAPTER = Chapter(
    name="depth",
    title="Depth",
    text=(
        "Xavier's scale, √(1 / fan-in), fan-in being how many inputs a unit has, was made for units that are "
        "nearly linear. On ReLU it is √2 too small in every layer. On three layers that hardly shows. "
        "What about many?\n\n"
        f"The same points, networks of {', '.join(map(str, DEPTHS))} hidden layers of {WIDTH} units, "
        f"{spaced(DEEP.iterations)} iterations, {percent_set(DEEP.iterations / COURSE.iterations)} of the "
        f"course's {spaced(COURSE.iterations)}, at a learning rate of {setting(DEEP.learning_rate)}, since "
        f"{setting(COURSE.learning_rate)} makes the deepest jump about: enough to see who gets off the "
        "ground, not to finish. The board shows the deepest."
    ),
    question=(
        f"With {max(DEPTHS)} hidden layers, whose cost will leave chance, "
        "that is, fall below that of guessing?"
    ),
    options=("Both", "Only He's", "Only Xavier's", "Neither"),
    configs=lambda formula: TRAINED["depth"],
    happened=_happened,
    after=_after,
    moral=lambda runs: outcome_sentences(runs)[-1],
    rule=(
        "A small loss in each layer is a large one over many. The deeper the network, the more exactly "
        "the scale has to fit its fan-ins and its activation function."
    ),
    places=lambda count: [(place,) for place in range(SHOWN)],
    below=_below,
)

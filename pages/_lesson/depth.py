"""Chapter 6: many layers, where a small loss in each becomes a large one."""

from dataclasses import replace

import streamlit as st

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.figures.signal import Signal, signal_alt, signal_figure
from initcore.lesson.chance import leaves_chance_at
from initcore.lesson.depth import (
    DEPTHS,
    SCHEMES,
    WIDTH,
    accident_sentences,
    depth_configs,
    fading,
    gap_sentence,
    outcome_sentences,
    signal_sentence,
    spike_sentences,
    unfinished_sentences,
)
from initcore.words.numbers import percent_set, setting, spaced
from pages._lesson.chapter import COURSE, Chapter, Runs
from pages._lesson.style import readable

BASE = replace(COURSE, iterations=1500, record_every=25, learning_rate=0.003)
"""At the course's rate, and here from iteration 1 700 on, the deepest network's cost jumps about and rounding
decides how. Up to here its twin keeps over 12 digits, so that what is said holds on every processor."""

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
        f"{spaced(BASE.iterations)} iterations, {percent_set(BASE.iterations / COURSE.iterations)} of the "
        f"course's {spaced(COURSE.iterations)}, at a learning rate of {setting(BASE.learning_rate)}, since "
        f"{setting(COURSE.learning_rate)} makes the deepest jump about: enough to see who gets off the "
        "ground, not to finish. The board shows the deepest."
    ),
    question=(
        f"With {max(DEPTHS)} hidden layers, whose cost will leave chance, "
        "that is, fall below that of guessing?"
    ),
    options=("Both", "Only He's", "Only Xavier's", "Neither"),
    configs=lambda formula: depth_configs(BASE),
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

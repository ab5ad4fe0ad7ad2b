"""Chapter 3: weights that are far too large."""

import math

import pandas as pd
import streamlit as st

from initcore.lesson.causes import cause_sentences, course_of, table
from initcore.lesson.runs import TRAINED
from initcore.lesson.saturation import first_cost_sentence, first_cost_words, rounding_sentence
from pages._lesson.chapter import Chapter, Runs

HUGE, ORDINARY = 100.0, 1.0

SHOWN = 2
"""randn x 10 and randn x 1 are on the board; the runs that tell causes apart are in the table under it."""


def _happened(runs: Runs) -> int | None:
    cost = float(runs[0].costs[0])
    if not math.isfinite(cost):
        return 0
    return 1 if cost > HUGE else 2 if cost < ORDINARY else None


def _below(runs: Runs) -> None:
    """All four runs side by side."""
    st.markdown("**What large weights bring together, and apart**")
    head, *lines = table([course_of(run) for run in runs])
    with st.container(key="lesson-causes"):
        st.table(pd.DataFrame(lines, columns=head), border="horizontal", hide_index=True)


CHAPTER = Chapter(
    name="large",
    title="Large",
    text=(
        "So the weights must differ: they are drawn at random. How large may they be? Here is "
        "randn × 10, beside randn × 1 with the same draws.\n\n"
        "With the textbook formula, −log(p) of the right class, many people's first cost for × 10 is `inf`."
    ),
    question="What is the first cost of randn × 10 really?",
    options=(
        "Infinite: the formula is right",
        "Finite, but above 100",
        "Below 1: a network that knows nothing costs about ln 2 ≈ 0.69",
    ),
    configs=lambda formula: TRAINED["large"],
    happened=_happened,
    after=lambda runs: [
        first_cost_sentence(runs[0]),
        "**Why inf, and how can a sigmoid be 0 or 1?** " + rounding_sentence(runs[0]),
        *cause_sentences(runs),
    ],
    moral=lambda runs: first_cost_words(runs[0]),
    rule=(
        "Do not start too sure. Large weights begin with confident wrong answers, and when these are "
        "unlearned their hidden layers hardly move: beside weights that large, steps are short. And a cost "
        "is to be computed from logits."
    ),
    places=lambda count: [(place,) for place in range(SHOWN)],
    below=_below,
)

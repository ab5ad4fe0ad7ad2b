"""Chapter 5: how small is too small? A dial over the scale of the weights."""

import streamlit as st

from initcore.figures.dial import dial_alt, dial_figure
from initcore.lesson.runs import TRAINED
from initcore.lesson.scale import (
    BY_LAYER,
    SCALES,
    SEEDS,
    dial_of,
    places_at,
    point_sentence,
    range_sentence,
    schemes_sentence,
    slow_sentence,
)
from initcore.words.numbers import setting
from pages._lesson.chapter import LABELS, Chapter, Places, Runs
from pages._lesson.style import readable

FIRST, SLOW = 0.3, 0.01
NARROW, WIDE = 3.0, 30.0

DIAL = "lesson-dial"
"""The dial's key."""


def _happened(runs: Runs) -> int | None:
    ratio = dial_of(runs, LABELS).ratio
    return None if ratio == 0 else 0 if ratio < NARROW else 1 if ratio < WIDE else 2


def _dialled() -> float:
    return float(st.session_state.get(DIAL, FIRST))


def _places(count: int) -> Places:
    """The runs of the scale that the dial is at, and He's."""
    return places_at(_dialled())


def _lead(runs: Runs, done: bool) -> None:
    scale = st.select_slider(
        "Standard deviation s of W = randn × s",
        SCALES,
        value=FIRST,
        key=DIAL,
        format_func=lambda each: f"×{setting(each)}",
    )
    dial = dial_of(runs, LABELS) if done else None
    st.plotly_chart(
        readable(dial_figure(dial=dial, at=scale)),
        key="lesson-dial-figure",
        config={"displayModeBar": False},
        alt=dial_alt(dial),
    )
    with st.container(key="lesson-dial-told"):  # as high before as after: the board below is not to jump
        st.caption(
            "The accuracies of all scales are drawn here once every run is done."
            if dial is None
            else point_sentence(dial.at(scale))
        )
    st.caption(
        f"The cards show seed {SEEDS[0]}, the curves medians, the bands the quartiles, between which the "
        "middle half of the seeds lies."
    )


CHAPTER = Chapter(
    name="scale",
    title="How small?",
    text=(
        "Between too large and nothing at all there is a range that works. How wide is it, and how small is "
        f"too small? This chapter trains W = randn × s with {len(SCALES)} values of s from 0 to 30, "
        f"{len(SEEDS)} seeds each, beside {' and '.join(LABELS[name] for name in BY_LAYER)}. Turn the dial "
        "to see the network of any of them."
    ),
    question=(
        "Take the smallest and the largest s that get to 95 % train accuracy. How far apart will they be?"
    ),
    options=(
        "A factor of less than 3: it has to be just right",
        "A factor of 3 to 30",
        "A factor of 30 or more: almost anything goes",
    ),
    configs=lambda formula: TRAINED["scale"],
    happened=_happened,
    after=lambda runs: [
        range_sentence(dial_of(runs, LABELS)),
        slow_sentence(dial_of(runs, LABELS), SLOW),
        schemes_sentence(dial_of(runs, LABELS)),
        "He and Xavier have another scale in every layer. Their marks stand at the one s that starts with "
        "the same logits: the geometric mean of the layers' scales.",
    ],
    moral=lambda runs: range_sentence(dial_of(runs, LABELS)),
    rule=(
        "A shallow network forgives much. Too small is as bad as too large: every layer multiplies "
        "signal and gradient by its weights' scale once more."
    ),
    places=_places,
    lead=_lead,
)

"""The lesson's own layout: words beside figures where there is room, one after the other where not."""

from typing import Any

import streamlit as st

from pages._frame.present import presenting

CSS = """
<style>
.st-key-lesson-split {
  display: grid; grid-template: auto auto 1fr / minmax(0, 5fr) minmax(0, 8fr);
  gap: 1rem 2rem; align-items: start; scroll-margin-top: 4rem;
}
.st-key-lesson-split > div { grid-column: 1; }
.st-key-lesson-split > div:has(> .st-key-lesson-figures) { grid-area: 1 / 2 / -1; }
/* Room for what came of a prediction, so that nothing moves when the runs end. */
.st-key-lesson-outcome { min-height: 11.5rem; }
@media (max-width: 1200px) {
  .st-key-lesson-split { grid-template: none / minmax(0, 1fr); }
  .st-key-lesson-split > div:has(> .st-key-lesson-figures) { grid-area: auto; }
}
/* Room for the longest thing that is said there, so that the board below stays where it is. */
.st-key-lesson-dial-told { min-height: 5.5rem; }
@media (max-width: 640px) { .st-key-lesson-dial-told { min-height: 7.5rem; } }
:is(.st-key-lesson-matrices, .st-key-lesson-predictions, .st-key-lesson-causes) .stTable
  :is(table, td:nth-child(2)) { min-width: 0; }
.st-key-lesson-causes .stTable table { width: 100%; }
.st-key-lesson-causes .stTable :is(td, th) { font-variant-numeric: tabular-nums; padding: 0.25rem; }
.st-key-lesson-causes .stTable :is(td, th, p) { font-size: 0.8rem; }
.st-key-lesson-causes .stTable td:not(:first-child), .st-key-lesson-causes .stTable td:not(:first-child) * {
  white-space: nowrap;
}
@media (max-width: 640px) { .st-key-lesson-causes .stTable :is(td, th, p) { font-size: 0.72rem; } }
.st-key-lesson-matrices .stTable :is(td, th) {
  font-variant-numeric: tabular-nums; padding-left: 0.25rem; padding-right: 0.25rem;
}
.st-key-lesson-matrices .stTable :is(td, th, td *, th *) { white-space: nowrap; }
.st-key-lesson-matrices .stTable :is(td, th, p) { font-size: 0.8rem; }
@media (max-width: 640px) { .st-key-lesson-matrices .stTable :is(td, th, p) { font-size: 0.72rem; } }
.st-key-lesson-predictions .stTable table { width: 100%; }
.st-key-lesson-predictions .stTable td:last-child { white-space: normal; }
.st-key-lesson-predictions .stTable td:last-child > div { max-width: none; }
/* The theme's own blue and grey are too faint to be read on the page's background. */
.st-key-lesson-chapter button[aria-checked="true"], .st-key-lesson-chapter button[aria-checked="true"] * {
  color: inherit !important; font-weight: 650;
}
.st-key-lesson-chapter button { padding-left: 0.6rem; padding-right: 0.6rem; }
.st-key-lesson-dial [data-testid="stSliderThumbValue"] { color: inherit; }
.st-key-lesson-split .js-plotly-plot text { fill: currentColor !important; }
</style>
"""

TOP = """
<script>
document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
</script>
"""


TO_WHAT_WAS_BEGUN = """
<script>
(async () => {
  for (let tries = 0; tries < 20; tries++) {
    const part = (name) => document.querySelector(`.st-key-lesson-${name}`)
    const [stage, split, asked] = ['stage', 'split', 'asked'].map(part)
    if (stage && stage.offsetHeight > 200) {
      const { top } = split.getBoundingClientRect()
      const covered = document.querySelector('[data-testid="stHeader"]')?.getBoundingClientRect().bottom ?? 0
      if (top < covered || asked.getBoundingClientRect().bottom > innerHeight) split.scrollIntoView()
      return
    }
    await new Promise(done => setTimeout(done, 100))
  }
})()
</script>
"""

PROJECTED = {"size": 22}
"""The type of a figure in presenter mode, beside the page's."""


def apply_lesson_style() -> None:
    """Adds the rules to the page."""
    st.html(CSS)


def to_the_top() -> None:
    """Shows the page from its top: a chapter begins there, wherever the one before was left."""
    st.html(TOP, unsafe_allow_javascript=True)


def to_what_was_begun() -> None:
    """Shows the prediction and beside or under it the board, where the reader has scrolled away from them."""
    st.html(TO_WHAT_WAS_BEGUN, unsafe_allow_javascript=True)


def readable(figure: Any) -> Any:
    """A figure as it is, or in presenter mode with larger type and the room for it."""
    if presenting():
        axis = {"tickfont": PROJECTED, "title": {"font": PROJECTED}}
        figure.update_layout(
            font=PROJECTED,
            legend={"font": PROJECTED},
            xaxis=axis,
            yaxis=axis,
            height=1.6 * figure.layout.height,
            margin={"l": 96, "b": 84},
        )
        figure.update_annotations(font=PROJECTED)
    return figure

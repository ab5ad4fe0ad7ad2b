"""The lesson's own layout: words beside figures where there is room, one after the other where not."""

import streamlit as st

CSS = """
<style>
.st-key-lesson-split {
  display: grid; grid-template: "words figures" auto "after figures" 1fr / minmax(0, 5fr) minmax(0, 8fr);
  gap: 1rem 2rem; align-items: start;
}
.st-key-lesson-split > div:has(> .st-key-lesson-words) { grid-area: words; }
.st-key-lesson-split > div:has(> .st-key-lesson-figures) { grid-area: figures; }
.st-key-lesson-split > div:has(> .st-key-lesson-after) { grid-area: after; }
/* What is said of a run comes after the board, which so stays where it is when the run ends. */
@media (max-width: 1200px) {
  .st-key-lesson-split { grid-template: "words" "figures" "after" / minmax(0, 1fr); }
}
.st-key-lesson-board { scroll-margin-top: 4rem; }
:is(.st-key-lesson-matrices, .st-key-lesson-predictions) .stTable table { min-width: 0; }
:is(.st-key-lesson-matrices, .st-key-lesson-predictions) .stTable td:nth-child(2) { min-width: 0; }
.st-key-lesson-matrices .stTable :is(td, th) {
  font-variant-numeric: tabular-nums; padding-left: 0.25rem; padding-right: 0.25rem;
}
.st-key-lesson-matrices .stTable th { white-space: nowrap; }
@media (max-width: 640px) { .st-key-lesson-matrices .stTable :is(td, th, p) { font-size: 0.72rem; } }
.st-key-lesson-predictions .stTable td:last-child { white-space: normal; }
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


def apply_lesson_style() -> None:
    """Adds the rules to the page."""
    st.html(CSS)


def to_the_top() -> None:
    """Shows the page from its top: a chapter begins there, wherever the one before was left."""
    st.html(TOP, unsafe_allow_javascript=True)

"""The lesson's own layout: words beside figures where there is room, one after the other where not."""

import streamlit as st

CSS = """
<style>
.st-key-lesson-split {
  display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 8fr); gap: 2rem; align-items: start;
}
@media (max-width: 1200px) { .st-key-lesson-split { grid-template-columns: minmax(0, 1fr); } }
.st-key-lesson-matrices .stTable table { min-width: 0; }
.st-key-lesson-matrices .stTable td:nth-child(2) { min-width: 0; }
.st-key-lesson-matrices .stTable td { font-variant-numeric: tabular-nums; white-space: nowrap; }
.st-key-lesson-predictions .stTable td:last-child { white-space: normal; min-width: 18rem; }
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

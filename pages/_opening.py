"""The way from another page to Compare, with a comparison that is shown there."""

import streamlit as st

from initcore.experiment import Experiment


def compare_link(
    label: str, experiment: Experiment | None, *, icon: str, help_text: str | None = None
) -> None:
    """A link that opens the comparison; without one it is there and cannot be followed."""
    query = {}
    if experiment is not None:
        # The course's own address is bare, and a bare address means whatever was there before.
        names = " ".join(choice.word for choice in experiment.choices)
        query = {"init": names, **experiment.to_query()}
    st.page_link(
        "pages/compare.py",
        label=label,
        icon=icon,
        query_params=query,
        disabled=experiment is None,
        help=help_text,
    )

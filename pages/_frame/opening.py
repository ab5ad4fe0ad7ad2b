"""The way from another page to Compare, with a comparison that is shown there."""

import streamlit as st

from initcore.experiment.experiment import Experiment
from pages._frame.places import COMPARE


def compare_link(label: str, experiment: Experiment | None) -> None:
    """A link that opens the comparison; without one, a button that does nothing in the same place."""
    if experiment is None:
        st.button(label, icon=COMPARE.icon, type="tertiary", disabled=True)
        return
    # The course's own address is bare, and a bare address means whatever was there before.
    names = " ".join(choice.word for choice in experiment.choices)
    query = {"init": names, **experiment.to_query()}
    st.page_link(COMPARE.file, label=label, icon=COMPARE.icon, query_params=query)

"""What many seeds say: a line for each initialization and for each two of them, and digits that are real."""

from collections.abc import Sequence

import streamlit as st

from initcore import Trajectory
from initcore.experiment.experiment import Experiment, Group
from initcore.experiment.naming import label
from initcore.export.pairs import pairs
from initcore.export.rows import ACCURATE
from initcore.statistics.twins import twins_sentence
from initcore.words.numbers import percent_set
from pages._compare.table import show_table
from pages._frame.engine import engine
from pages._frame.words import plain

Groups = Sequence[Group[Trajectory]]
ACCURACIES = (0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def wanted_accuracy(experiment: Experiment) -> float:
    """The train accuracy of which is said when it is reached: of many seeds the reader may choose it."""
    return float(st.session_state.get("accuracy", ACCURATE)) if experiment.seeds > 1 else ACCURATE


def accuracy_reached() -> None:
    """Asks for the train accuracy of which the table says how many runs reach it, and when."""
    st.select_slider(
        "Train accuracy to be reached",
        ACCURACIES,
        value=ACCURATE,
        key="accuracy",
        format_func=percent_set,
        width=320,
    )


def between_pairs(groups: Groups, errors: Sequence[Group[str | None]]) -> None:
    """Every two initializations beside each other, seed by seed, a line a pair."""
    engine().measure([run for group in groups for run in group.items])
    table = pairs([label(group.items[0].config) for group in groups], groups, errors)
    if table is None:
        return
    st.markdown("**Between two initializations**")
    show_table(table)
    st.caption(table.caption)


def digits_kept(groups: Groups) -> None:
    """How many digits of each initialization's costs are real, a sentence each."""
    st.markdown("**How many digits are real?**")
    for group in groups:
        said = twins_sentence(label(group.items[0].config), group.items, group.twins)
        st.markdown(f"- {plain(said)}")
    st.caption(
        "Each run's twin starts with every weight that is not 0 one unit in the last place larger. Where "
        "their costs part, so do those of two machines that round differently: published figures of such "
        "runs cannot agree."
    )

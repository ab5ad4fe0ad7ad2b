"""What many seeds say: a line for each initialization, a duel of two, and digits that are real."""

from collections.abc import Sequence

import streamlit as st

from initcore import Trajectory
from initcore.experiment.experiment import Group
from initcore.experiment.naming import label
from initcore.export.results import results
from initcore.statistics.seeds import paired, paired_sentence
from initcore.statistics.twins import twins_sentence
from initcore.words.numbers import percent_set
from pages._compare.table import show_table
from pages._frame.words import plain

Groups = Sequence[Group[Trajectory]]
ACCURACIES = (0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def seeds_table(groups: Groups, errors: Sequence[Group[str | None]]) -> None:
    """One line an initialization: medians and quartiles over its seeds, and how many failed."""
    accuracy = st.select_slider(
        "Train accuracy to be reached",
        ACCURACIES,
        value=0.9,
        key="accuracy",
        format_func=percent_set,
        width=320,
    )
    names = [label(group.items[0].config) for group in groups]
    table = results(names, groups, errors, accuracy=accuracy)
    show_table(table)
    st.caption(
        f"{table.caption} A run that diverged has an infinite cost and has got nothing right; one that never "
        "reaches the accuracy counts as never."
    )


def between_two(groups: Groups) -> None:
    """The paired difference of any two initializations, in a sentence."""
    if len(groups) < 2:
        return
    names = [label(group.items[0].config) for group in groups]
    places = range(len(groups))
    st.markdown("**Between two initializations**")
    first, second = st.columns(2)
    one = first.selectbox(
        "One", places, index=len(groups) - 1, format_func=names.__getitem__, key=f"one-{len(groups)}"
    )
    other = second.selectbox(
        "The other", places, index=len(groups) - 2, format_func=names.__getitem__, key=f"other-{len(groups)}"
    )
    if one == other:
        st.write("These are the same; choose two.")
        return
    result = paired(groups[one].items, groups[other].items)
    st.write(plain(paired_sentence(result, names[one], names[other])))


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

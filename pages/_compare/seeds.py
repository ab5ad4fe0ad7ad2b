"""What many seeds say: a line for each initialization, a duel of two, and digits that are real."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from initcore import Trajectory
from initcore.experiment.experiment import Group
from initcore.experiment.naming import label
from initcore.statistics.seeds import Summary, paired, paired_sentence, spread_text, summarize
from initcore.statistics.twins import twins_sentence
from initcore.words.numbers import spaced
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
        format_func=lambda share: f"{100 * share:g} %",
        width=320,
    )
    lines = [
        _line(label(group.items[0].config), summarize(group.items, accuracy, failed.items))
        for group, failed in zip(groups, errors, strict=True)
    ]
    st.table(pd.DataFrame(lines), border="horizontal", hide_index=True)
    st.caption(
        f"Median [quartiles] over {len(groups[0].items)} weights seeds. A run that diverged has an infinite "
        "cost and has got nothing right; one that never reaches the accuracy counts as never."
    )


def _line(name: str, summary: Summary) -> dict[str, str]:
    """One row as the reader sees it, in markdown."""
    failed = sum(summary.failures.values())
    fates = ", ".join(f"{count} × {title.lower()}" for title, count in summary.fates.items())
    failures = f":red[**✕ {failed} of {summary.runs}**]" if failed else "none"
    if summary.worked:  # what has not failed has not worked for that
        failures = ":green[**✓ none**]"
    if fates:
        failures += f"  \n:gray[{fates}]"
    at = "never" if summary.reached_at is None else spaced(round(summary.reached_at))
    return {
        "Initialization": f"**{plain(name)}**",
        "Failed": failures,
        "Train accuracy": _two_lines(*spread_text(summary.train_accuracy, percent=True)),
        "Test accuracy": _two_lines(*spread_text(summary.test_accuracy, percent=True)),
        "First cost": _two_lines(*spread_text(summary.first_cost, percent=False)),
        "Final cost": _two_lines(*spread_text(summary.final_cost, percent=False)),
        "Reached at": _two_lines(at, f"{summary.reached} of {summary.runs} runs"),
    }


def _two_lines(first: str, second: str) -> str:
    """Two lines of one cell, neither of which breaks."""
    inner = second.replace(" ", "\N{NO-BREAK SPACE}").replace("[", r"\[").replace("]", r"\]")
    return f"{first}  \n:gray[{inner}]"


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

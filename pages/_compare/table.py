"""The results table."""

import math

import pandas as pd
import streamlit as st

from initcore.export.rows import Row, row
from initcore.figures.palette import ICONS
from initcore.lab.watches import View
from initcore.words.numbers import figure, percent, seconds_text, spaced
from pages._frame.words import plain

TEXTS = {"bad": ":red", "warn": ":orange", "good": ":green", "info": ":gray"}
TONES = {tone: (text, ICONS[tone]) for tone, text in TEXTS.items()}


def results_table(view: View, count: int) -> None:
    """One line for each of the first `count` runs: what happened and why, accuracies, costs, time."""
    runs = zip(view.runs[:count], view.cached[:count], view.errors[:count], strict=True)
    rows = [row(*each) for each in runs]
    st.table(pd.DataFrame([_line(line) for line in rows]), border="horizontal", hide_index=True)
    if any(line.overflows for line in rows):
        st.caption(
            "First cost: the textbook formula takes the logarithm of a sigmoid that has rounded to exactly 0 "
            "or 1 and answers inf. Computed from the logits, the same cost is finite, and that is what is "
            "trained and drawn here."
        )


def _line(line: Row) -> dict[str, str]:
    """One row as the reader sees it, in markdown."""
    naive = f" :gray[(naive: {line.naive_first_cost:g})]" if line.overflows else ""
    return {
        "Initialization": f"**{plain(line.label)}**",
        "Problem / comment": _comment(line),
        "Train accuracy": percent(line.train_accuracy),
        "Test accuracy": percent(line.test_accuracy),
        "First cost": f"{_cost(line.first_cost)}{naive}",
        "Final cost": _cost(line.final_cost) if math.isfinite(line.final_cost) else "– (diverged)",
        "90 % train at": _at(line),
        "Time": "from cache"
        if line.cached
        else seconds_text(line.seconds).replace(" ", "\N{NO-BREAK SPACE}"),
    }


def _at(line: Row) -> str:
    """When the train accuracy came to 90 %; a dash before there was anything to come."""
    if line.accurate_at is None:
        return "never" if line.iterations else "–"
    return spaced(line.accurate_at)


def _comment(line: Row) -> str:
    """The leading verdict, what it is seen by, what else holds, and what would fix it."""
    color, icon = TONES[line.verdict.tone]
    seen, *fix = line.remarks
    return "  \n".join((f"{color}[**{icon} {line.verdict.title}**]", f":gray[{seen}]", *fix))


def _cost(value: float) -> str:
    if not math.isfinite(value) or value >= 1e6:
        return figure(value)
    return f"{value:.3f}" if value >= 100 else f"{value:.4f}"

"""The results table, as markdown in the page."""

from typing import Any

import pandas as pd
import streamlit as st

from initcore.experiment.experiment import Group
from initcore.experiment.naming import label
from initcore.export.columns import Cell, Column
from initcore.export.results import Table, results
from initcore.figures.palette import ICONS
from initcore.lab.watches import View
from pages._frame.words import plain

TEXTS = {"bad": ":red", "warn": ":orange", "good": ":green", "info": ":gray"}
TONES = {tone: (text, ICONS[tone]) for tone, text in TEXTS.items()}


def results_table(view: View, count: int) -> None:
    """One line for each of the first `count` runs: what happened and why, accuracies, costs, time."""
    runs, errors = view.runs[:count], view.errors[:count]
    groups, failed = [Group((run,), ()) for run in runs], [Group((error,), ()) for error in errors]
    table = results([label(run.config) for run in runs], groups, failed, view.cached[:count])
    show_table(table)
    if any(cell.aside for row in table.rows for cell in row):
        st.caption(
            "First cost: the textbook formula takes the logarithm of a sigmoid that has rounded to exactly 0 "
            "or 1 and answers inf. Computed from the logits, the same cost is finite, and that is what is "
            "trained and drawn here."
        )


def show_table(table: Table) -> None:
    """A table of results; the first column names its rows."""
    lines = []
    for first, *rest in table.rows:
        texts = ["  \n".join((f"**{plain(first.text)}**", *map(_gray, first.below)))]
        texts += [in_markdown(cell, column) for cell, column in zip(rest, table.columns[1:], strict=True)]
        lines.append(dict(zip((column.head for column in table.columns), texts, strict=True)))
    st.table(pd.DataFrame(lines), border="horizontal", hide_index=True)


def in_markdown(cell: Cell, column: Column[Any]) -> str:
    """One cell; numbers and what belongs to them are not broken at their spaces."""
    text = plain(cell.text)
    if cell.tone:
        color, icon = TONES[cell.tone]
        text = f"{color}[**{icon} {text}**]"
    aside = f" {_gray(cell.aside)}" if cell.aside else ""
    lines = [text + aside, *map(_gray, cell.below)]
    if not column.prose:
        lines = [line.replace(" ", "\N{NO-BREAK SPACE}") for line in lines]
    return "  \n".join([*lines, plain(cell.advice)] if cell.advice else lines)


def _gray(text: str) -> str:
    inner = plain(text).replace("[", r"\[").replace("]", r"\]")
    return f":gray[{inner}]"

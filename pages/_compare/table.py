"""Tables of what came of runs, as markdown in the page."""

from typing import Any

import pandas as pd
import streamlit as st

from initcore.export.columns import Cell, Column
from initcore.export.results import Table
from initcore.figures.palette import ICONS
from pages._frame.words import plain

TEXTS = {"bad": ":red", "warn": ":orange", "good": ":green", "info": ":gray"}
TONES = {tone: (text, ICONS[tone]) for tone, text in TEXTS.items()}


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

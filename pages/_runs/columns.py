"""The columns of the Runs page: what each is called, and how its numbers are written and sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from initcore.words.numbers import NONE, figure, percent, seconds_text, setting, short_number, spaced
from pages._frame.words import LABELS

MOST_WRITTEN = 1000
"""Rows whose numbers are written here: pandas takes 20 µs a cell, at every click. Those of more rows the
browser writes, as nearly so as it can."""


@dataclass(frozen=True)
class Kind:
    """What a column holds: Streamlit's column, how a number is written here, and how by the browser."""

    column: Any
    write: Callable[[float], str] | None = None
    format: str = ""


def _numbers(write: Callable[[float], str], browser: str) -> Kind:
    return Kind(st.column_config.NumberColumn(), write, browser)


COST, SHARE = _numbers(figure, "%.3f"), _numbers(percent, "percent")
COUNT, SEED = _numbers(lambda count: spaced(round(count)), "localized"), _numbers(short_number, "%d")
RATE, TIME = _numbers(setting, "%g"), _numbers(seconds_text, "%.2f s")
TEXT = Kind(st.column_config.TextColumn())
VERDICT = Kind(
    st.column_config.TextColumn(
        help="As it was judged when the run was stored; opened in Compare, it is judged anew."
    )
)

COLUMNS: dict[str, tuple[str, Kind]] = {
    "initialization": (LABELS["initialization"], TEXT),
    "seeds": (LABELS["seeds"], COUNT),
    "failures": ("Failed", COUNT),
    "verdict": ("Verdict", VERDICT),
    "final_cost": ("Final cost", COST),
    "best_cost": ("Best cost", COST),
    "best_cost_at": ("Best cost at", COUNT),
    "final_cost_mean": ("Final cost, mean", COST),
    "final_cost_sd": ("Final cost, sd", COST),
    "final_cost_median": ("Final cost, median", COST),
    "test_accuracy": ("Test accuracy", SHARE),
    "best_test_accuracy": ("Best test accuracy", SHARE),
    "best_test_accuracy_at": ("Best test at", COUNT),
    "test_accuracy_mean": ("Test accuracy, mean", SHARE),
    "test_accuracy_sd": ("Test accuracy, sd", SHARE),
    "test_accuracy_median": ("Test accuracy, median", SHARE),
    "train_accuracy": ("Train accuracy", SHARE),
    "dataset": (LABELS["dataset"], TEXT),
    "network": ("Network", TEXT),
    "activation": (LABELS["activation"], TEXT),
    "optimizer": (LABELS["optimizer"], TEXT),
    "learning_rate": (LABELS["learning_rate"], RATE),
    "batch_size": (LABELS["batch_size"], COUNT),
    "iterations": (LABELS["iterations"], COUNT),
    "weights_seed": (LABELS["weights_seed"], SEED),
    "twin": ("Twin", Kind(st.column_config.CheckboxColumn())),
    "seconds": ("Time", TIME),
    "bytes": ("Size", Kind(st.column_config.NumberColumn(format="bytes"))),
    "created": ("Stored", Kind(st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm", timezone="UTC"))),
    "key": ("Key", TEXT),
}
"""Every column there may be, in order: what it is called, and how it is shown."""


OVER_SEEDS = (
    *("seeds", "failures"),
    *(f"{name}_{what}" for name in ("final_cost", "test_accuracy") for what in ("mean", "sd", "median")),
)
SETTINGS = (
    *("dataset", "network", "activation", "optimizer"),
    *("learning_rate", "batch_size", "iterations", "twin"),
)
COLUMNS_OF_RUNS = [name for name in COLUMNS if name not in OVER_SEEDS]
COLUMNS_OVER_SEEDS = ["initialization", *OVER_SEEDS, *SETTINGS]


def written(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """The rows as data that are sorted as numbers and read as everywhere else."""
    data = pd.DataFrame([[row[name] for name in columns] for row in rows], columns=list(columns))
    if not 0 < len(rows) <= MOST_WRITTEN:
        return data
    kinds = {name: COLUMNS[name][1] for name in columns}
    return data.style.format({name: kind.write for name, kind in kinds.items() if kind.write}, na_rep=NONE)


def config(name: str, rows: int) -> Any:
    """How a column is shown; a format of its own would be put before what was written here."""
    title, kind = COLUMNS[name]
    column = {**kind.column, "label": title}
    if kind.write and rows > MOST_WRITTEN:
        column["type_config"] = {**column["type_config"], "format": kind.format}
    return column

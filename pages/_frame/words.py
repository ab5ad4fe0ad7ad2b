"""What each setting is called on the page, and complaints in those words."""

import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from initcore import ConfigError

LABELS = {
    "initialization": "Initialization",
    "gain": "Gain",
    "formula": "Standard deviation",
    "bias": "Biases",
    "bias_value": "Bias value",
    "zero_last": "Last layer zero",
    "layer_gains": "Gain of each layer",
    "dataset": "Data",
    "table": "CSV",
    "samples": "Training examples",
    "test_samples": "Test examples",
    "noise": "Noise",
    "balance": "Class balance",
    "label_noise": "Label noise",
    "classes": "Classes",
    "standardize": "Standardise inputs",
    "data_seed": "Data seed",
    "hidden": "Hidden layers",
    "activation": "Activation",
    "optimizer": "Optimizer",
    "learning_rate": "Learning rate",
    "momentum": "Momentum",
    "batch_size": "Batch size",
    "batch_seed": "Batch seed",
    "l2": "L2 penalty",
    "iterations": "Iterations",
    "record_every": "Record every",
    "weights_seed": "Weights seed",
    "seeds": "Seeds",
    "twins": "How many digits are real?",
}


_MARKS = re.compile(r"([\\`*_$~<]|(?<=\])\()")


def plain(text: str) -> str:
    """Text that markdown shows as it is, such as a formula with stars in it."""
    return _MARKS.sub(r"\\\1", text)


def typed(text: str) -> str:
    """What anybody may have typed, as markdown that shows just that, whatever markdown they know."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def in_words(problem: str) -> str:
    """A complaint about a setting, with the setting called as on the page."""
    for name, label in LABELS.items():
        problem = problem.replace(f"`{name}`", label)
    return problem[0].upper() + problem[1:]


def complain(make: Callable[[], Any]) -> Any:
    """What `make` returns, or None after saying under the widget what is wrong."""
    try:
        return make()
    except ConfigError as error:
        st.error(f"{plain(in_words(str(error)))}. The last allowed value stays in use.")
        return None

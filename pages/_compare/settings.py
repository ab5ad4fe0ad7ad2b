"""The sidebar's settings that all runs of a comparison share: data, network, training."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from initcore import RunConfig
from initcore.data.datasets import DATASETS
from initcore.experiment.config import STANDARDIZE, parse_field
from initcore.experiment.settings import LIMITS, MAX_LAYERS, MAX_WIDTH, text_of
from initcore.model.activations import ACTIVATIONS
from initcore.model.optimizers import OPTIMIZERS
from initcore.words.numbers import spaced
from pages._class.room import shown
from pages._compare.csv import uploaded_table
from pages._compare.state import Controls
from pages._frame.comparison import Comparison
from pages._frame.internals import Place
from pages._frame.state import state_of
from pages._frame.words import LABELS, complain

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
LENGTHS = (100, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 50_000, 100_000)
STANDARDIZE_WORDS = {"auto": "real data yes, made data no", "yes": "yes", "no": "no"}

MORE_DATA = ("samples", "test_samples", "classes", "balance", "label_noise", "standardize", "data_seed")
MORE_TRAINING = ("optimizer", "momentum", "batch_size", "batch_seed", "l2", "record_every")

SHOWN = (*("dataset", "noise", *MORE_DATA, "activation", "learning_rate", "iterations", *MORE_TRAINING),)
"""The fields with a widget of their own whose key is the field's name and whose value is the field's."""


def show_settings(base: RunConfig) -> None:
    """Makes the widgets show these settings from the next run on."""
    settings = {name: getattr(base, name) for name in SHOWN}
    state_of(Controls).settings = settings
    st.session_state.update(settings)
    st.session_state.hidden = text_of(base.hidden).replace("-", ", ")


def setting(draw: Callable[..., Any], name: str, *arguments: Any, **options: Any) -> Any:
    """What a setting's widget says, under its label and key; its present value where the room hides it."""
    if shown(name):
        return draw(LABELS[name], *arguments, key=name, **options)
    experiment = state_of(Comparison).experiment
    return getattr(experiment if name in ("seeds", "twins") else experiment.base, name)


def shared_settings(base: RunConfig) -> RunConfig:
    """Draws the settings and returns the config they make; what is not allowed keeps its last value."""
    state, controls = st.session_state, state_of(Controls)
    for name, value in controls.settings.items():  # a widget that was not drawn has lost its value
        state.setdefault(name, value)
    if shown("dataset", "noise", *MORE_DATA):
        st.markdown("**Data**")
    made = _data(base)
    if shown("hidden", "activation"):
        st.markdown("**Network**")
    made["hidden"] = _hidden(base)
    made["activation"] = setting(
        st.selectbox,
        "activation",
        ACTIVATIONS.names,
        format_func=lambda name: ACTIVATIONS[name].label,
        help="What every hidden unit does to its input. The output is a sigmoid for two classes, a softmax "
        "for more.",
    )
    made |= _training()
    controls.settings |= {name: state[name] for name in SHOWN}
    return complain(lambda: RunConfig.from_dict({**base.to_dict(), **made})) or base


def _data(base: RunConfig) -> dict[str, Any]:
    """Which data, and how they are made."""
    name = setting(
        st.selectbox,
        "dataset",
        DATASETS.names,
        format_func=lambda name: DATASETS[name].label,
        label_visibility="collapsed",
    )
    record = DATASETS[name]
    made: dict[str, Any] = {"dataset": name}
    if shown("dataset"):
        st.caption(record.description)
    if name == "csv" and shown("dataset"):
        table = uploaded_table()
        made = {"dataset": base.dataset} if table is None else {**made, "table": table.id}
    if not record.real:
        made["noise"] = setting(
            st.slider,
            "noise",
            0.0,
            max(0.5, st.session_state.noise),
            step=0.01,
            help="Standard deviation of the noise added to each point, in units of the data.",
        )
    with _more("More about the data", MORE_DATA):
        if not record.real:
            made |= _made_data(record.most_classes)
        made["label_noise"] = _number(
            "label_noise", 0.05, "Share of the training labels that are replaced by another class."
        )
        made["standardize"] = setting(
            st.selectbox,
            "standardize",
            STANDARDIZE,
            format_func=STANDARDIZE_WORDS.__getitem__,
            help="Brings every input to mean 0 and standard deviation 1, measured on the training examples.",
        )
        made["data_seed"] = _number("data_seed", 1, "Seed of the data, or of how real data are split.")
    return made


def _made_data(most_classes: int) -> dict[str, Any]:
    """What can be said of data that are made, not found."""
    made: dict[str, Any] = {}
    made["samples"] = _number("samples", 50, "How many examples the networks are trained on.")
    made["test_samples"] = _number("test_samples", 50, "How many examples they are tested on.")
    if most_classes > 2:
        made["classes"] = setting(st.number_input, "classes", 2, most_classes)
    balance = "How many times as many examples class 0 has as each other class; at 2, even zeros learn the "
    made["balance"] = _number("balance", 0.5, f"{balance}output bias.")
    return made


def _more(title: str, names: tuple[str, ...]) -> Place:
    """A place that opens for settings that are seldom wanted; an empty one where the room hides them all."""
    return st.expander(title) if shown(*names) else st.container()


def _hidden(base: RunConfig) -> tuple[int, ...]:
    """The widths of the hidden layers, typed as numbers with commas."""
    if not shown("hidden"):
        return base.hidden
    text = st.text_input(
        LABELS["hidden"],
        key="hidden",
        placeholder="10, 5",
        help=f"Units of each hidden layer: 1 to {MAX_LAYERS} numbers from 1 to {MAX_WIDTH}, with commas; "
        "30x128 is 30 layers of 128.",
    )
    made: Callable[[], RunConfig] = lambda: RunConfig.from_dict(  # noqa: E731  (for `complain` alone)
        {**base.to_dict(), "hidden": parse_field("hidden", text)}
    )
    tried = complain(made)
    return tried.hidden if tried else base.hidden


def _training() -> dict[str, Any]:
    """How the networks are trained."""
    state = st.session_state
    if shown("learning_rate", "iterations", *MORE_TRAINING):
        st.markdown("**Training**")
    made: dict[str, Any] = {}
    made["learning_rate"] = setting(
        st.select_slider,
        "learning_rate",
        sorted({*RATES, state.learning_rate}),
        format_func=lambda rate: f"{rate:g}",
        help="Step size, on a logarithmic scale.",
    )
    made["iterations"] = setting(
        st.select_slider,
        "iterations",
        sorted({*LENGTHS, state.iterations}),
        format_func=spaced,
        help="Updates of the parameters. More than was trained goes on from there.",
    )
    with _more("More about the training", MORE_TRAINING):
        made["optimizer"] = setting(
            st.selectbox,
            "optimizer",
            OPTIMIZERS.names,
            format_func=lambda name: OPTIMIZERS[name].label,
            help="  \n".join(f"**{record.label}**: {record.description}" for record in OPTIMIZERS),
        )
        if OPTIMIZERS[made["optimizer"]].takes_momentum:
            made["momentum"] = setting(st.slider, "momentum", 0.0, max(0.99, state.momentum), step=0.01)
        help_text = (
            "Examples an update looks at; 0 is all of them. Smaller ones are drawn without replacement."
        )
        made["batch_size"] = _number("batch_size", 16, help_text)
        if made["batch_size"]:
            made["batch_seed"] = _number("batch_seed", 1, "Seed of the order in which examples are drawn.")
        help_text = "λ in λ/2m times the sum of squared weights. The costs shown are without it."
        made["l2"] = _number("l2", 0.1, help_text)
        made["record_every"] = _number("record_every", 10, "Iterations between two points of a curve.")
    return made


def _number(name: str, step: float, help_text: str) -> Any:
    """A number between the field's limits."""
    limit, kind = LIMITS[name], type(getattr(RunConfig, name))
    return setting(
        st.number_input,
        name,
        kind(limit.low),
        kind(limit.high),
        step=kind(step),
        format="%d" if kind is int else "%g",
        help=help_text,
    )

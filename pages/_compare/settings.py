"""The sidebar's settings that all runs of a comparison share: data, network, training."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from initcore import RunConfig
from initcore.data.datasets import DATASETS
from initcore.data.extras import PLANE_INPUTS
from initcore.experiment.experiment import Experiment
from initcore.experiment.settings import (
    BY_NAME,
    OF_A_COMPARISON,
    SETTINGS,
    of_group,
)
from initcore.experiment.values import MAX_LAYERS, MAX_WIDTH, text_of
from initcore.model.activations import ACTIVATIONS
from initcore.model.losses import LOSSES
from initcore.model.optimizers import OPTIMIZERS
from initcore.words.numbers import spaced
from pages._board import layers
from pages._class.room import shown
from pages._compare.csv import uploaded_table
from pages._frame.comparison import Comparison
from pages._frame.internals import Place
from pages._frame.state import state_of
from pages._frame.words import complain

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
LENGTHS = (100, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 50_000, 100_000)
SHOWN = tuple(
    row.name
    for row in SETTINGS
    if row.group in ("data", "network", "training") and row.hideable and not row.kind.typed
)
"""The fields with a widget of their own whose key is the field's name and whose value is the field's."""


def show_settings(experiment: Experiment) -> None:
    """Makes the widgets show these settings from the next run on."""
    base = experiment.base
    said = {name: _as_drawn(getattr(base, name)) for name in SHOWN}
    said["hidden"] = text_of(base.hidden).replace("-", ", ")
    said |= {"weights_seed": base.weights_seed, "seeds": experiment.seeds, "twins": experiment.twins}
    state_of(Comparison).settings = said
    st.session_state.update(said)


def _as_drawn(value: Any) -> Any:
    """A setting's value as its widget has it."""
    return list(value) if isinstance(value, tuple) else value


def setting(draw: Callable[..., Any], name: str, *arguments: Any, **options: Any) -> Any:
    """What a setting's widget says, drawn from its row; its present value where it is hidden or folded."""
    row = BY_NAME[name]
    if shown(name) and not (row.more and not unfolded(row.group)):
        return draw(row.label, *arguments, key=name, **{"help": row.help, **options})
    experiment = state_of(Comparison).experiment
    return getattr(experiment if row in OF_A_COMPARISON else experiment.base, name)


def unfolded(group: str) -> bool:
    """Whether a group's settings that are seldom wanted are on the page: a closed place draws nothing."""
    return bool(st.session_state.get(f"more-{group}"))


def shared_settings(base: RunConfig) -> RunConfig:
    """Draws the settings and returns the config they make; what is not allowed keeps its last value."""
    for name, value in state_of(Comparison).settings.items():  # one not drawn lost its value
        st.session_state.setdefault(name, value)
    if shown(*of_group("data")):
        st.markdown("**Data**")
    made = _data(base)
    if shown(*of_group("network")):
        st.markdown("**Network**")
    made["hidden"] = _hidden(base)
    made["activation"] = _name("activation", help=_activations())
    made |= _training()
    return complain(lambda: RunConfig.from_dict({**base.to_dict(), **made})) or base


def _activations() -> str:
    """What the activations are, and what comes after the last layer, each with its formula."""
    hidden = "  \n".join(f"**{record.label}**: ${record.formula}$" for record in ACTIVATIONS)
    output = "  \n".join(f"**{record.label}**: ${record.formula}$" for record in LOSSES)
    return (
        f"What every hidden unit does to its input z.\n\n{hidden}\n\n"
        "The output is a sigmoid for two classes, a softmax for more. What an example of class y costs, "
        f"at logits z:\n\n{output}"
    )


def _optimizers() -> str:
    """What each optimizer does in a step, in words and as a formula, and where it is from."""
    steps = "\n\n".join(
        f"**{record.label}**: {record.description} ({record.source})  \n${record.formula}$"
        for record in OPTIMIZERS
    )
    return f"{steps}\n\nθ are the parameters, g is their gradient, η the learning rate and μ the momentum."


def _data(base: RunConfig) -> dict[str, Any]:
    """Which data, and how they are made."""
    name = _name("dataset", label_visibility="collapsed", help=None)
    record = DATASETS[name]
    made: dict[str, Any] = {"dataset": name}
    if shown("dataset"):
        st.caption(record.description)
    features = base.features if record.uploaded else record.features
    if record.uploaded and shown("dataset"):
        table = uploaded_table()
        made = {"dataset": base.dataset} if table is None else {**made, "table": table.id}
        features = 0 if table is None else len(table.feature_names)
    if not record.real:
        made["noise"] = _slider("noise", 0.5)
    with _more("data"):
        if not record.real:
            made |= _made_data(record.most_classes)
        if features == PLANE_INPUTS:
            made["extra_inputs"] = _names("extra_inputs")
        made["label_noise"] = _number("label_noise")
        made["standardize"] = _name("standardize")
        made["data_seed"] = _number("data_seed")
    return made


def _made_data(most_classes: int) -> dict[str, Any]:
    """What can be said of data that are made, not found."""
    made: dict[str, Any] = {}
    made["samples"] = _number("samples")
    made["test_samples"] = _number("test_samples")
    if most_classes > 2:
        made["classes"] = setting(st.number_input, "classes", 2, most_classes, help=None)
    made["balance"] = _number("balance")
    return made


def _more(group: str) -> Place:
    """A place that opens for settings that are seldom wanted; an empty one where the room hides them all."""
    folded = of_group(group, more=True)
    if not shown(*folded):
        return st.container()
    return st.expander(f"More about the {group}", key=f"more-{group}", on_change="rerun")


def _hidden(base: RunConfig) -> tuple[int, ...]:
    """The widths of the hidden layers, typed as numbers with commas."""
    if not shown("hidden"):
        return base.hidden
    row = BY_NAME["hidden"]
    text = st.text_input(
        row.label,
        key="hidden",
        placeholder=", ".join(map(str, row.default)),
        help=row.help,
    )
    made: Callable[[], RunConfig] = lambda: RunConfig.from_dict(  # noqa: E731  (for `complain` alone)
        {**base.to_dict(), "hidden": row.read(text)}
    )
    tried = complain(made)
    widths = tried.hidden if tried else base.hidden
    layers(key="layers", hidden=widths, most=MAX_LAYERS, widest=MAX_WIDTH, on_wish=_take_layers)
    return widths


def _take_layers() -> None:
    """Has the widget say the layers that were asked for by button."""
    wish = st.session_state.get("layers", {}).get("wish")
    if isinstance(wish, list) and all(isinstance(width, int) for width in wish):
        st.session_state["hidden"] = ", ".join(map(str, wish))


def _training() -> dict[str, Any]:
    """How the networks are trained."""
    state = st.session_state
    if shown(*of_group("training")):
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
    )
    with _more("training"):
        made["optimizer"] = _name("optimizer", help=_optimizers())
        if OPTIMIZERS[made["optimizer"]].takes_momentum:
            made["momentum"] = _slider("momentum", 0.99, help=None)
        made["batch_size"] = _number("batch_size")
        if made["batch_size"]:
            made["batch_seed"] = _number("batch_seed")
        made["l2"] = _number("l2")
        made["record_every"] = _number("record_every")
    return made


def _name(name: str, **options: Any) -> Any:
    """One of the names that a setting may have, under what they are called."""
    row = BY_NAME[name]
    return setting(st.selectbox, name, row.names, format_func=row.choices.__getitem__, **options)


def _names(name: str) -> Any:
    """Some of the names that a setting may hold, under what they are called."""
    row = BY_NAME[name]
    called = row.choices.__getitem__
    return setting(st.multiselect, name, row.names, format_func=called, placeholder="None")


def _slider(name: str, most: float, **options: Any) -> Any:
    """A number from 0 to the most that is usual, or to what it is where that is more."""
    high = max(most, st.session_state[name])
    return setting(st.slider, name, 0.0, high, step=BY_NAME[name].step, **options)


def _number(name: str) -> Any:
    """A number between the setting's limits."""
    row = BY_NAME[name]
    kind = type(row.default)
    return setting(
        st.number_input,
        name,
        kind(row.limit.low),
        kind(row.limit.high),
        step=kind(row.step),
        format="%d" if kind is int else "%g",
    )

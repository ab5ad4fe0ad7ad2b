"""The rows of the sidebar that say where the runs start: initialization, gain, and what overrides them."""

from typing import Any

import streamlit as st

from initcore import RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.choices import Choice
from initcore.experiment.config import START
from initcore.experiment.experiment import MOST
from initcore.experiment.settings import BY_NAME, LIMITS, of_group
from initcore.words.numbers import short_number
from pages._class.room import shown
from pages._compare.state import Controls
from pages._frame.comparison import Comparison
from pages._frame.internals import Place
from pages._frame.state import state_of
from pages._frame.words import LABELS, complain


def show_choices(choices: tuple[Choice, ...]) -> None:
    """Makes the rows show these choices from the next run on."""
    state_of(Controls).rows = []
    for choice in choices:
        _append(choice)


def choice_rows(base: RunConfig) -> tuple[Choice, ...]:
    """Draws the rows and returns what they say; what is not allowed keeps its last value."""
    rows = state_of(Controls).rows
    if not shown("initialization"):
        return state_of(Comparison).experiment.choices
    st.markdown(f"**Initializations** :gray[· {len(rows)} of {MOST}]")
    with st.container(gap="xsmall"):
        choices = tuple(_row(row, base, alone=len(rows) == 1) for row in rows)
    full = len(rows) >= MOST
    st.button(
        "Add",
        key="add",
        icon=":material/add:",
        on_click=_add,
        args=(choices,),
        disabled=full,
        type="tertiary",
    )
    return choices


def _append(choice: Choice) -> None:
    """Adds a row to the list, with widgets of its own."""
    state, controls = st.session_state, state_of(Controls)
    controls.last_row += 1
    row = controls.last_row
    controls.rows = [*controls.rows, row]
    controls.choices = {**{other: controls.choices[other] for other in controls.rows[:-1]}, row: choice}
    state[f"name-{row}"] = choice.initialization
    state[f"gain-{row}"] = choice.gain
    state[f"formula-{row}"] = choice.formula
    state[f"bias-{row}"] = choice.bias
    state[f"bias_value-{row}"] = choice.bias_value
    state[f"zero_last-{row}"] = choice.zero_last
    state[f"layer_gains-{row}"] = ", ".join(map(short_number, choice.layer_gains))


def _remove(row: int) -> None:
    controls = state_of(Controls)
    controls.rows = [other for other in controls.rows if other != row]


def _add(there: tuple[Choice, ...]) -> None:
    """Adds the first initialization that is not there yet, or the last one with another gain."""
    free = [Choice(name) for name in INITIALIZATIONS.names if Choice(name) not in there]
    last = there[-1].initialization
    gains = (Choice(last, 2.0**power) for power in range(1, MOST + 1))
    _append(free[0] if free else next(choice for choice in gains if choice not in there))


def _row(row: int, base: RunConfig, alone: bool) -> Choice:
    """One initialization, its gain, its overrides, and the button that removes it."""
    name, gain, more, remove = st.columns([15, 8, 2, 2], gap="xsmall", vertical_alignment="center")
    chosen = name.selectbox(
        LABELS["initialization"],
        INITIALIZATIONS.names,
        key=f"name-{row}",
        format_func=lambda choice: INITIALIZATIONS[choice].label,
        label_visibility="collapsed",
    )
    made: dict[str, Any] = {"initialization": chosen}
    if shown("gain"):
        made["gain"] = _gain(gain, row)
    remove.button(
        "",
        key=f"remove-{row}",
        icon=":material/close:",
        type="tertiary",
        on_click=_remove,
        args=(row,),
        disabled=alone,
        help="Remove this initialization",
    )
    if INITIALIZATIONS[chosen].takes_formula and shown("formula"):
        made["formula"] = _formula(row)
    if shown(*of_group("start", more=True)):
        options = more.popover(
            "",
            icon=":material/tune:",
            type="tertiary",
            help="Biases, last layer, gain of each layer",
            key=f"options-{row}",
            on_change="rerun",
        )
        if options.open:  # a closed one draws nothing
            with options:
                made |= _overrides(row, base)
    return _allowed(row, base, made)


def _gain(place: Place, row: int) -> float:
    gain = BY_NAME["gain"]
    factor = place.number_input(
        gain.label,
        float(gain.limit.low),
        float(gain.limit.high),
        key=f"gain-{row}",
        step=gain.step,
        format="%g",
        label_visibility="collapsed",
        icon=":material/close_small:",
        help=f"{gain.label}: {gain.help[0].lower()}{gain.help[1:]}",  # which is all that names it
    )
    return float(factor)


def _formula(row: int) -> str:
    formula = BY_NAME["formula"]
    return st.text_input(
        formula.label, key=_kept(row, "formula"), placeholder=formula.default, help=formula.help
    )


OPTIONS = ("bias", "bias_value", "zero_last", "layer_gains")
"""What overrides an initialization, and is not drawn where it is folded away."""


def _overrides(row: int, base: RunConfig) -> dict[str, Any]:
    """What overrides the initialization: biases, last layer, gain of each layer."""
    made: dict[str, Any] = {"bias": state_of(Controls).choices[row].bias}
    if shown("bias"):
        bias = BY_NAME["bias"]
        made["bias"] = st.selectbox(
            bias.label, bias.names, key=_kept(row, "bias"), format_func=bias.choices.__getitem__
        )
    if made["bias"] == "constant" and shown("bias_value"):
        limit = LIMITS["bias_value"]
        made["bias_value"] = st.number_input(
            LABELS["bias_value"],
            float(limit.low),
            float(limit.high),
            key=_kept(row, "bias_value"),
            format="%g",
        )
    if shown("zero_last"):
        made["zero_last"] = st.checkbox(
            LABELS["zero_last"],
            key=_kept(row, "zero_last"),
            help=BY_NAME["zero_last"].help,
        )
    if shown("layer_gains"):
        made["layer_gains"] = _layer_gains(row, base)
    return made


def _layer_gains(row: int, base: RunConfig) -> tuple[float, ...]:
    count, gains = len(base.hidden) + 1, BY_NAME["layer_gains"]
    text = st.text_input(
        gains.label,
        key=_kept(row, "layer_gains"),
        placeholder=", ".join(["1"] * min(count, 4)),
        help=gains.help.replace("numbers", f"{count} numbers"),
    )
    read = complain(lambda: gains.read(text))
    return state_of(Controls).choices[row].layer_gains if read is None else read


def _kept(row: int, name: str) -> str:
    """The key of a widget that is not always drawn, filled again where it was dropped meanwhile."""
    key = f"{name}-{row}"
    value = getattr(state_of(Controls).choices[row], name)
    st.session_state.setdefault(key, ", ".join(map(short_number, value)) if name == "layer_gains" else value)
    return key


def _allowed(row: int, base: RunConfig, made: dict[str, Any]) -> Choice:
    """The choice that was made, or the row's last allowed one after saying what is wrong."""
    choices = state_of(Controls).choices
    folded = not st.session_state.get(f"options-{row}")
    unsaid = {
        name: choices[row] if not shown(name) or (folded and name in OPTIONS) else Choice("he")
        for name in START
    }
    fields = {name: made.get(name, getattr(unsaid[name], name)) for name in START}
    tried = complain(lambda: Choice.of(Choice(**fields).on(base)))
    if tried is not None:
        choices[row] = tried
    return choices[row]

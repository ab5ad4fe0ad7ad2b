"""The sidebar's controls: they show the experiment, change it, and keep the address in step.

The experiment in the session is the truth. Widgets are filled from it when a page is entered or the
address changes under it, and read back into it on every run; the address always says what it is.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from initcore import ConfigError, RunConfig
from initcore.config import LIMITS, MAX_LAYERS, MAX_WIDTH, URL_NAMES, parse_field
from initcore.experiment import MOST, Experiment
from initcore.registry import ACTIVATIONS, DATASETS, INITIALIZATIONS
from initcore.wording import spaced

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
LABELS = {
    "dataset": "Data",
    "noise": "Noise",
    "hidden": "Hidden layers",
    "activation": "Activation",
    "learning_rate": "Learning rate",
    "iterations": "Iterations",
    "weights_seed": "Weights seed",
    "initialization": "Initialization",
    "gain": "Gain",
}
"""What each setting is called on the page."""

LENGTHS = (100, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 50_000, 100_000)


def experiment_from_controls() -> Experiment:
    """Draws the controls in the sidebar and returns the experiment they describe."""
    state = st.session_state
    _enter()
    with st.sidebar:
        st.button(
            "Course notebook",
            key="course",
            icon=":material/restart_alt:",
            on_click=lambda: show(Experiment()),
            disabled=state.experiment == Experiment(),
            width="stretch",
            help="Back to the course's experiment: zeros, large random and He on two noisy circles.",
        )
        if state.problems:
            listed = "".join(f"\n- {_in_words(problem)}" for problem in state.problems)
            st.warning(f"The address was not followed everywhere:\n{listed}", icon=":material/link_off:")
        choices = _initializations()
        base = _shared(state.experiment.base)
    try:
        state.experiment = Experiment(choices, base)
    except ConfigError as error:
        st.sidebar.error(f"{_in_words(str(error))}.")
    _write_address(state.experiment)
    return state.experiment


def show(experiment: Experiment) -> None:
    """Makes the controls show this experiment from the next run on."""
    state = st.session_state
    state.experiment, state.problems = experiment, []
    state.rows = []
    for name, gain in experiment.choices:
        _append(name, gain)
    base = experiment.base
    state.dataset, state.noise = base.dataset, base.noise
    state.hidden = ", ".join(map(str, base.hidden))
    state.activation = base.activation
    state.learning_rate, state.iterations = base.learning_rate, base.iterations
    state.weights_seed = base.weights_seed


def _enter() -> None:
    """Takes the experiment from the address when it is new, from the session when we come back."""
    state = st.session_state
    here = {name: st.query_params[name] for name in URL_NAMES.values() if name in st.query_params}
    came_back = state.get("page") != "compare" and "experiment" in state
    state.page = "compare"
    if came_back and (not here or here == state.get("address")):
        show(state.experiment)  # whose widgets were dropped while the other page was shown
    elif here != state.get("address"):
        experiment, problems = Experiment.from_query(here)
        show(experiment)
        state.problems = problems
        state.address = here


def _write_address(experiment: Experiment) -> None:
    """Puts the experiment into the address, and leaves it alone when it is there already."""
    address = experiment.to_query()
    if address != st.session_state.get("address") or st.query_params.to_dict() != address:
        st.session_state.address = address
        st.query_params.from_dict(address)


def _append(name: str, gain: float) -> None:
    """Adds a row to the list of initializations, with widgets of its own."""
    state = st.session_state
    state.next_row = state.get("next_row", 0) + 1
    state.rows = [*state.rows, state.next_row]
    state[f"name-{state.next_row}"], state[f"gain-{state.next_row}"] = name, gain


def _remove(row: int) -> None:
    st.session_state.rows = [other for other in st.session_state.rows if other != row]


def _add() -> None:
    """Adds the first initialization that is not there yet, or the last one with another gain."""
    state = st.session_state
    there = [(state[f"name-{row}"], state[f"gain-{row}"]) for row in state.rows]
    free = [(name, 1.0) for name in INITIALIZATIONS.names if (name, 1.0) not in there]
    gains = (2.0**power for power in range(1, MOST + 1))
    _append(*(free[0] if free else (there[-1][0], next(g for g in gains if (there[-1][0], g) not in there))))


def _initializations() -> tuple[tuple[str, float], ...]:
    """The rows of initializations, each with its gain."""
    state = st.session_state
    st.markdown(f"**Initializations** :gray[· {len(state.rows)} of {MOST}]")
    with st.container(gap="xsmall"):
        choices = tuple(_row(row, alone=len(state.rows) == 1) for row in state.rows)
    full = len(state.rows) >= MOST
    st.button("Add", key="add", icon=":material/add:", on_click=_add, disabled=full, type="tertiary")
    return choices


def _row(row: int, alone: bool) -> tuple[str, float]:
    """One initialization, its gain, and the button that removes it."""
    name, gain, remove = st.columns([13, 9, 2], gap="xsmall", vertical_alignment="center")
    chosen = name.selectbox(
        LABELS["initialization"],
        INITIALIZATIONS.names,
        key=f"name-{row}",
        format_func=lambda choice: INITIALIZATIONS[choice].label,
        label_visibility="collapsed",
    )
    factor = gain.number_input(
        LABELS["gain"],
        float(LIMITS["gain"].low),
        float(LIMITS["gain"].high),
        key=f"gain-{row}",
        step=0.1,
        format="%g",
        label_visibility="collapsed",
        icon=":material/close_small:",
        help="Gain: multiplies every initial weight of this initialization.",
    )
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
    return chosen, float(factor)


def _shared(base: RunConfig) -> RunConfig:
    """Everything the initializations share; a setting that is not allowed keeps its last value."""
    state = st.session_state
    made = {
        "dataset": st.selectbox(
            LABELS["dataset"],
            DATASETS.names,
            key="dataset",
            format_func=lambda name: DATASETS[name].label,
            help="  \n".join(f"**{record.label}**: {record.description}" for record in DATASETS),
        ),
        "noise": st.slider(
            LABELS["noise"],
            0.0,
            max(0.5, state.noise),
            step=0.01,
            key="noise",
            help="Standard deviation of the noise added to each point, in units of the data.",
        ),
        "hidden": _hidden(base),
        "activation": st.selectbox(
            LABELS["activation"],
            ACTIVATIONS.names,
            key="activation",
            format_func=lambda name: ACTIVATIONS[name].label,
            help="What every hidden unit does to its input. The output is always a sigmoid.",
        ),
        "learning_rate": st.select_slider(
            LABELS["learning_rate"],
            sorted({*RATES, state.learning_rate}),
            key="learning_rate",
            format_func=lambda rate: f"{rate:g}",
            help="Step size of gradient descent, on a logarithmic scale.",
        ),
        "iterations": st.select_slider(
            LABELS["iterations"],
            sorted({*LENGTHS, state.iterations}),
            key="iterations",
            format_func=spaced,
            help="Steps of full-batch gradient descent. More than was trained goes on from there.",
        ),
        "weights_seed": st.number_input(
            LABELS["weights_seed"],
            int(LIMITS["weights_seed"].low),
            int(LIMITS["weights_seed"].high),
            key="weights_seed",
            help="Seed of the random initial weights; the course uses 3. Initializations that differ "
            "only in scale use the same underlying draws for the same seed.",
        ),
    }
    for name, value in made.items():
        base = _changed(base, name, value)
    return base


def _hidden(base: RunConfig) -> tuple[int, ...]:
    """The widths of the hidden layers, typed as numbers with commas."""
    text = st.text_input(
        LABELS["hidden"],
        key="hidden",
        placeholder="10, 5",
        help=f"Units of each hidden layer: 1 to {MAX_LAYERS} numbers from 1 to {MAX_WIDTH}, with commas.",
    )
    tried = _complain(lambda: _changed(base, "hidden", parse_field("hidden", text)).hidden)
    return tried or base.hidden


def _changed(base: RunConfig, name: str, value: Any) -> RunConfig:
    """The config with one field changed; ConfigError when that is not allowed."""
    return RunConfig.from_dict({**base.to_dict(), name: value})


def _complain(make: Callable[[], Any]) -> Any:
    """What `make` returns, or None after saying under the widget what is wrong."""
    try:
        return make()
    except ConfigError as error:
        st.error(f"{_in_words(str(error))}. The last allowed value stays in use.")
        return None


def _in_words(problem: str) -> str:
    """A complaint about a setting, with the setting called as on the page."""
    for name, label in LABELS.items():
        problem = problem.replace(f"`{name}`", label)
    return problem[0].upper() + problem[1:]

"""The sidebar's controls: they show the experiment, change it, and keep the address in step.

The experiment in the session is the truth. Widgets are filled from it when a page is entered or the
address changes under it, and read back into it on every run; the address always says what it is.
"""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from initcore import ConfigError, RunConfig
from initcore.experiment.experiment import QUERY_NAMES, Experiment
from initcore.experiment.settings import BY_NAME, of_group
from pages._class.room import followed, locked, room_bar, shown
from pages._compare.choices import choice_rows, show_choices
from pages._compare.csv import recall_table
from pages._compare.settings import setting, shared_settings, show_settings
from pages._frame.words import in_words, plain

PASSED_ON = ("room", "present")
"""What else an address may say, which stays as it is."""


def experiment_from_controls() -> Experiment:
    """Draws the controls in the sidebar and returns the experiment they describe."""
    state = st.session_state
    before = state.get("experiment")
    _enter()
    if (wanted := followed(before)) is not None:
        show(wanted)
    top = st.container()
    if locked():
        st.sidebar.info("Your teacher has locked the settings of this experiment.", icon=":material/lock:")
    else:
        _controls()
    with top:
        room_bar()
    _write_address(state.experiment)
    return state.experiment


def _controls() -> None:
    """Draws the controls and reads the experiment back from them."""
    state = st.session_state
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
            listed = "".join(f"\n- {plain(in_words(problem))}" for problem in state.problems)
            st.warning(f"The address was not followed everywhere:\n{listed}", icon=":material/link_off:")
        choices = choice_rows(state.experiment.base)
        base = shared_settings(state.experiment.base)
        base, seeds, twins = _seeds(base)
    try:
        state.experiment = Experiment(choices, base, seeds, twins)
    except ConfigError as error:
        st.sidebar.error(f"{plain(in_words(str(error)))}. The last allowed comparison stays in use.")


def show(experiment: Experiment) -> None:
    """Makes the controls show this experiment from the next run on."""
    state = st.session_state
    state.experiment, state.problems = experiment, []
    show_choices(experiment.choices)
    show_settings(experiment.base)
    state.weights_seed = experiment.base.weights_seed
    state.seeds, state.twins = experiment.seeds, experiment.twins


def _enter() -> None:
    """Takes the experiment from the address when it is new, from the session when we come back."""
    state = st.session_state
    here = {name: st.query_params[name] for name in QUERY_NAMES if name in st.query_params}
    came_back = state.get("page") != "compare" and "experiment" in state
    state.page = "compare"
    if came_back and (not here or here == state.get("address")):
        show(state.experiment)  # whose widgets were dropped while the other page was shown
    elif here != state.get("address"):
        experiment, problems = Experiment.from_query(here)
        experiment, problems = _with_data(experiment, problems)
        show(experiment)
        state.problems = problems
        state.address = here


def _with_data(experiment: Experiment, problems: list[str]) -> tuple[Experiment, list[str]]:
    """The experiment if its data are at hand; on the course's data otherwise, with a complaint."""
    if not experiment.base.uploaded or recall_table(experiment.base.table):
        return experiment, problems
    elsewhere = replace(experiment.base, dataset=RunConfig.dataset)
    return replace(experiment, base=elsewhere), [*problems, "its CSV is not in this session; upload it again"]


def _write_address(experiment: Experiment) -> None:
    """Puts the experiment into the address, and leaves it alone when it is there already."""
    address, query = experiment.to_query(), st.query_params.to_dict()
    there = {**address, **{name: query[name] for name in PASSED_ON if name in query}}
    if address != st.session_state.get("address") or query != there:
        st.session_state.address = address
        st.query_params.from_dict(there)


def _seeds(base: RunConfig) -> tuple[RunConfig, int, bool]:
    """Which weights seeds are trained, and whether each run's twin is."""
    if shown(*of_group("seeds")):
        st.markdown("**Seeds**")
    first, count = st.columns(2)
    seed = _whole(first, "weights_seed")
    many = _whole(count, "seeds")
    twins = setting(st.toggle, "twins")
    return replace(base, weights_seed=seed), many, bool(twins)


def _whole(place: DeltaGenerator, name: str) -> int:
    """A whole number between the setting's limits."""
    limit = BY_NAME[name].limit
    return int(setting(place.number_input, name, int(limit.low), int(limit.high)))

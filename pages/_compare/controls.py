"""The sidebar's controls: they show the experiment, change it, and keep the address in step.

The experiment in the session is the truth. Widgets are filled from it when a page is entered or the
address changes under it, and read back into it on every run; the address always says what it is.
"""

from dataclasses import replace

import streamlit as st

from initcore import ConfigError, RunConfig
from initcore.experiment.experiment import QUERY_NAMES, Experiment, idle_in
from initcore.experiment.settings import BY_NAME, of_group
from pages._class.room import followed, locked, room_bar, shown
from pages._compare.choices import choice_rows, show_choices
from pages._compare.csv import recall_table
from pages._compare.settings import setting, shared_settings, show_settings
from pages._compare.state import Controls
from pages._frame.comparison import Comparison
from pages._frame.internals import Place
from pages._frame.said import note_settings
from pages._frame.state import state_of
from pages._frame.visit import arrive
from pages._frame.words import in_words, plain

PASSED_ON = ("room", "present", "at")
"""What else an address may say, which stays as it is."""


def experiment_from_controls() -> Experiment:
    """Draws the controls in the sidebar and returns the experiment they describe."""
    comparison = state_of(Comparison)
    before = comparison.known
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
    _write_address(comparison.experiment)
    return comparison.experiment


def _controls() -> None:
    """Draws the controls and reads the experiment back from them."""
    comparison, problems = state_of(Comparison), state_of(Controls).problems
    with st.sidebar:
        st.button(
            "Course notebook",
            key="course",
            icon=":material/restart_alt:",
            on_click=lambda: show(Experiment()),
            disabled=comparison.experiment == Experiment(),
            width="stretch",
            help="Back to the course's experiment: zeros, large random and He on two noisy circles.",
        )
        if problems:
            listed = "".join(f"\n- {plain(in_words(problem))}" for problem in problems)
            st.warning(f"The address was not followed everywhere:\n{listed}", icon=":material/link_off:")
        choices = choice_rows(comparison.experiment.base)
        base = shared_settings(comparison.experiment.base)
        base, seeds, twins = _seeds(base)
        note_settings()
    try:
        comparison.experiment = Experiment(choices, base, seeds, twins)
    except ConfigError as error:
        st.sidebar.error(f"{plain(in_words(str(error)))}. The last allowed comparison stays in use.")


def show(experiment: Experiment) -> None:
    """Makes the controls show this experiment from the next run on."""
    state_of(Comparison).experiment, state_of(Controls).problems = experiment, []
    show_choices(experiment.choices)
    show_settings(experiment)


def _enter() -> None:
    """Takes the experiment from the address when it is new, from the session when we come back."""
    comparison = state_of(Comparison)
    here = {name: st.query_params[name] for name in QUERY_NAMES if name in st.query_params}
    came_back = arrive("compare") and comparison.known is not None
    if came_back and (not here or here == comparison.address):
        show(comparison.experiment)  # whose widgets were dropped while the other page was shown
    elif here != comparison.address:
        experiment, problems = Experiment.from_query(here)
        problems += idle_in(here, experiment.base)
        experiment, problems = _with_data(experiment, problems)
        show(experiment)
        state_of(Controls).problems = problems
        comparison.address = here


def _with_data(experiment: Experiment, problems: list[str]) -> tuple[Experiment, list[str]]:
    """The experiment if its data are at hand; on the course's data otherwise, with a complaint."""
    if not experiment.base.uploaded or recall_table(experiment.base.table):
        return experiment, problems
    elsewhere = replace(experiment.base, dataset=RunConfig.dataset)
    return replace(experiment, base=elsewhere), [*problems, "its CSV is not in this session; upload it again"]


def _write_address(experiment: Experiment) -> None:
    """Puts the experiment into the address, and leaves it alone when it is there already."""
    comparison, address, query = state_of(Comparison), experiment.to_query(), st.query_params.to_dict()
    there = {**address, **{name: query[name] for name in PASSED_ON if name in query}}
    if address != comparison.address or query != there:
        comparison.address = address
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


def _whole(place: Place, name: str) -> int:
    """A whole number between the setting's limits."""
    limit = BY_NAME[name].limit
    return int(setting(place.number_input, name, int(limit.low), int(limit.high)))

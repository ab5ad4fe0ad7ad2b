"""The Compare page: train initializations side by side and see what happens to each."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import describe
from initcore.export.filled import filled, heads
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.training.trajectory import Trajectory
from pages._board import board
from pages._compare.actions import action_bar, headline, too_large, watch_of, went_on
from pages._compare.controls import experiment_from_controls
from pages._compare.fixes import Room, offer, try_fix
from pages._compare.seeds import accuracy_reached, between_pairs, digits_kept, wanted_accuracy
from pages._compare.state import Looking
from pages._frame.comparison import Comparison
from pages._frame.engine import engine, engine_or_stop, rooms
from pages._frame.state import state_of
from pages._frame.style import apply_style, embedded
from pages._stream.here import address_of
from pages._stream.plan import Plan, name_of

BOARD = "board"
"""The key of the board; what the reader does on it is in the session under that."""


def plan_of(watch: Handle, watched: Experiment) -> Plan:
    """How the stream speaks of this comparison."""
    accuracy = wanted_accuracy(watched)
    return Plan(
        name=name_of(watched, accuracy),
        groups=tuple(watched.groups(range(len(watched.configs)))),
        headline=partial(headline, watch=watch),
        columns=heads(watched.seeds),
        rows=filled if watched.seeds > 1 else None,
        accuracy=accuracy,
        fixes=True,
        offer=partial(offer, watched, Room.now()),
    )


def held() -> int | None:
    """The iteration that the address names, None where it names none."""
    text = st.query_params.get("at", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def fix_asked(watched: Experiment, name: str, runs: Sequence[Trajectory]) -> None:
    """Tries the fix of the card that asks for it, if the board has not moved on since."""
    asked = st.session_state.get(BOARD, {}).get("fix")
    if asked and asked.get("experiment") == name and 0 <= asked.get("place", -1) < len(runs):
        try_fix(watched, asked["place"], runs[asked["place"]])


def go_on_asked(watch: Handle, name: str) -> None:
    """Trains on what went on in this browser until the server was gone, and says so."""
    asked = st.session_state.get(BOARD, {}).get("goon")
    if asked and asked.get("experiment") == name:
        state_of(Looking).went_on = went_on(watch, float(asked.get("silent") or 0.0))
        watch.train()


def draw(watch: Handle, view: View, edited: bool) -> None:
    """The bar, the board, and under it what only many seeds have."""
    comparison, looking = state_of(Comparison), state_of(Looking)
    watched = comparison.watched
    plan = plan_of(watch, watched)
    comparison.stream, address = address_of(comparison, comparison.stream, watch, plan)
    if not embedded() or view.status != "done":  # a board that stands alone plays by its own button
        action_bar(view, watch, edited, address)
    if edited and too_large(comparison.experiment) is None:
        st.info(
            "The settings have changed. The board shows the run they were changed under; "
            "press **Train** to give that up and train the new ones.",
            icon=":material/edit:",
        )
    shown = [view.runs[at] for at in plan.shown(0)]
    board(
        key=BOARD,
        address=address,
        status=view.status,
        at=held(),
        replay=looking.replays,
        on_changed=lambda: None,
        on_fix=lambda: fix_asked(watched, plan.name, shown),
        on_go_on=lambda: go_on_asked(watch, plan.name),
    )
    if watched.seeds > 1:
        accuracy_reached()
        if not view.live:
            between_pairs(watched.groups(view.runs), watched.groups(view.errors))
    if watched.twins and not view.live:
        digits_kept(watched.groups(view.runs))


apply_style()
engine_or_stop()
experiment = experiment_from_controls()
watch = watch_of(experiment)
watched = state_of(Comparison).watched
if not embedded():
    with st.container(horizontal=True, vertical_alignment="center", key="top", gap="small"):
        st.title("Compare", anchor=False, width="content")
        st.caption("" if watch is None else describe(watched.base, watched.seeds), width="stretch")
if watch is None:
    st.warning(too_large(experiment), icon=":material/memory:")
    st.stop()
told = state_of(Looking).told
for said in (engine().store.problem, engine().store.notice, rooms().notice):
    if said is not None and said not in told:
        told.add(said)
        st.toast(said, icon=":material/database_off:", duration="long")
if state_of(Looking).went_on:
    st.toast(state_of(Looking).went_on, icon=":material/restart_alt:", duration="long")
    state_of(Looking).went_on = ""
draw(watch, watch.look(), edited=experiment != watched)

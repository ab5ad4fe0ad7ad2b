"""The Compare page: train initializations side by side and see what happens to each."""

import math
import time
from collections.abc import Sequence

import streamlit as st

from initcore.experiment.experiment import Experiment
from initcore.experiment.naming import describe
from initcore.figures.board import board_data
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.training.trajectory import Trajectory
from pages._board import board
from pages._compare.actions import action_bar, too_large, watch_of
from pages._compare.controls import experiment_from_controls
from pages._compare.fixes import offers, try_fix
from pages._compare.seeds import between_pairs, digits_kept, seeds_table
from pages._compare.share import share
from pages._compare.state import Looking
from pages._compare.table import results_table
from pages._frame.comparison import Comparison
from pages._frame.engine import engine, engine_or_stop
from pages._frame.live import live, timer
from pages._frame.said import draw_page_anew
from pages._frame.state import state_of
from pages._frame.style import apply_style

BOARD = "board"
"""The key of the board; what the reader does on it is in the session under that."""

TICK_SECONDS, SLOWEST_TICK_SECONDS = 0.18, 6.0
"""How often a live board is drawn anew; less often where drawing takes long."""

DRAWING = 0.25
"""The share of one core's time that drawing one person's board may take: the workers need the rest."""


def tick_of(view: View, now: float | None) -> float | None:
    """How long to wait between two drawings of this comparison; None at rest, when there is no need.

    By what the last two drawings took, the quicker of them, since a first look measures more. `now`
    is what it is, and stays unless it is off by a factor of two: a change draws the whole page anew.
    """
    if not view.live:
        return None
    wanted = min(state_of(Looking).drawings) / DRAWING
    if now is not None and now / 4 < wanted <= now:
        return now
    steps = math.ceil(math.log2(max(1.0, wanted / TICK_SECONDS)))
    return min(SLOWEST_TICK_SECONDS, TICK_SECONDS * 2**steps)


def scrubbed(experiment: str) -> int | None:
    """The iteration the reader holds on this experiment's board, None to follow the newest."""
    at = st.session_state.get(BOARD, {}).get("at")
    return at["iteration"] if at and at.get("experiment") == experiment else None


def explained() -> list[str]:
    """The labels of the runs on whose cards "Why?" is open, also after a visit to another page."""
    looking = state_of(Looking)
    opened = st.session_state.get(BOARD, {}).get("why")
    if opened is not None:  # as it is until the reader opens or closes one of this board
        looking.explained = opened
    return looking.explained


def live_part(watch: Handle, tick: float | None, edited: bool) -> None:
    """All that changes while a run is live; `tick` is what it was when the page was drawn, None at rest."""
    begun, view, looking = time.thread_time(), watch.look(), state_of(Looking)
    if state_of(Comparison).watch is not watch or tick_of(view, tick) != tick:
        draw_page_anew()  # the timer and the controls belong to the whole page
    _draw(view, watch, edited)
    looking.drawings = (looking.drawings[1], time.thread_time() - begun)


def _draw(view: View, watch: Handle, edited: bool) -> None:
    """The bar, the board, the results."""
    comparison = state_of(Comparison)
    action_bar(view, watch, edited)
    if edited and too_large(comparison.experiment) is None:
        st.info(
            "The settings have changed. The board shows the run they were changed under; "
            "press **Train** to give that up and train the new ones.",
            icon=":material/edit:",
        )
    watched = comparison.watched
    groups = watched.groups(view.runs)
    place, singles = seed_shown(watched)
    shown = [at * watched.seeds + place for at in range(len(groups))]
    name = f"{view.runs[0].config.iterations}-{place}-" + "-".join(view.runs[at].config.key for at in shown)
    board(
        board_data(
            groups=groups,
            tags=[_tag(view, at, watched.seeds) for at in shown],
            errors=[view.errors[at] for at in shown],
            status=view.status,
            experiment=name,
            at=scrubbed(name),
            with_packs=bool(st.session_state.get(BOARD, {}).get("want")),
            seed_place=place,
            singles=singles,
            explained=explained(),
            offers=offers(watched, [view.runs[at] for at in shown], [view.errors[at] for at in shown])
            if not view.live
            else (),
        ),
        key=BOARD,
        on_change=lambda: None,
        on_fix=lambda: _fix_asked(name, watched, [view.runs[at] for at in shown]),
    )
    _results(view, watched)


def _results(view: View, watched: Experiment) -> None:
    """What came of it, as a table, and the ways to share it."""
    groups = watched.groups(view.runs)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="results-head"
    ):
        st.subheader("Results", anchor=False)
        share(view, watched)
    if watched.seeds == 1:
        results_table(view, len(groups))
    else:
        seeds_table(groups, watched.groups(view.errors))
        between_pairs(groups, watched.groups(view.errors))
    if watched.twins:
        digits_kept(groups)


def _fix_asked(name: str, watched: Experiment, runs: Sequence[Trajectory]) -> None:
    """Tries the fix of the card that asks for it, if the board has not moved on since."""
    asked = st.session_state.get(BOARD, {}).get("fix")
    if asked and asked.get("experiment") == name and 0 <= asked.get("place", -1) < len(runs):
        try_fix(watched, asked["place"], runs[asked["place"]])


def seed_shown(watched: Experiment) -> tuple[int, bool]:
    """Which seed's networks the cards show, and whether single runs are drawn beside the medians."""
    if watched.seeds == 1:
        return 0, False
    first = watched.base.weights_seed
    with st.container(horizontal=True, vertical_alignment="center"):
        seed = st.slider(
            "Weights seed on the cards",
            first,
            first + watched.seeds - 1,
            key=f"seed-shown-{first}-{watched.seeds}",
            width=320,
        )
        singles = st.toggle("Single runs", key="singles", help="Draws every run faintly beside the medians.")
    return int(seed) - first, bool(singles)


def _tag(view: View, at: int, seeds: int) -> str:
    """The short words beside a card's name."""
    seed = f"seed {view.runs[at].config.weights_seed}" if seeds > 1 else ""
    return " · ".join(part for part in (seed, "from cache" if view.cached[at] else "") if part)


apply_style()
engine_or_stop()
experiment = experiment_from_controls()
watch = watch_of(experiment)
st.title("Compare initializations", anchor=False)
if watch is None:
    st.warning(too_large(experiment), icon=":material/memory:")
    st.stop()
watched = state_of(Comparison).watched
st.caption(describe(watched.base, watched.seeds))
told = state_of(Looking).told
for said in (engine().store.problem, engine().store.notice):
    if said is not None and said not in told:
        told.add(said)
        st.toast(said, icon=":material/database_off:", duration="long")
tick = tick_of(watch.look(), timer())
edited = experiment != watched
live(live_part, tick, watch, tick, edited)

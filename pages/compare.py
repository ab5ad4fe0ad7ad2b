"""The Compare page: train initializations side by side and see what happens to each."""

import streamlit as st

from initcore.experiment import Experiment
from initcore.figures.board import board_data
from initcore.lab.watch import View, Watch
from initcore.report import describe, to_csv, to_json_text
from initcore.wording import seconds_text, spaced
from pages._board import board
from pages._controls import experiment_from_controls, show
from pages._engine import engine, engine_or_stop
from pages._style import apply_style
from pages._table import results_table

TICK_SECONDS, SLOWEST_TICK_SECONDS = 0.18, 2.0
"""How often a live board is drawn anew; less often for large networks, which take longer to draw."""

PARAMETERS_A_SECOND = 500_000
"""How many parameters, over all runs, a server has time to draw beside its other work."""


def watch_of(experiment: Experiment) -> Watch:
    """The comparison on the board: this experiment, unless another one is still under way."""
    state = st.session_state
    if "watch" in state and experiment != state.watched and state.watch.status not in ("running", "paused"):
        del state.watch
    if "watch" not in state:
        state.watch, state.watched = engine().open(experiment.configs), experiment
    return state.watch


def train() -> None:
    """Trains what the controls say; whatever else was under way is given up, and keeps what it has."""
    state = st.session_state
    if state.watched != state.experiment:
        state.watch.stop()
        state.watch, state.watched = engine().open(state.experiment.configs), state.experiment
    state.watch.train()


def train_longer(more: int) -> None:
    """Asks for more iterations of what is on the board, and trains on."""
    experiment = st.session_state.watched
    show(experiment.with_iterations(experiment.base.iterations + more))
    train()


def tick_seconds(watch: Watch) -> float:
    """How long to wait between two drawings of this comparison."""
    parameters = sum(run.shape.size for run in watch.look().runs)
    return min(SLOWEST_TICK_SECONDS, max(TICK_SECONDS, parameters / PARAMETERS_A_SECOND))


def action_bar(view: View, watch: Watch, edited: bool) -> None:
    """The buttons, always the same ones in the same place."""
    status = view.status
    more = st.session_state.watched.base.iterations
    going = status in ("running", "paused")
    with st.container(horizontal=True, gap="small", key="actions"):
        goes_on = status in ("paused", "stopped") and not edited
        st.button(
            "Resume" if goes_on else "Train",
            key="train",
            icon=":material/play_arrow:",
            type="primary",
            on_click=train,
            disabled=(status == "running" or status == "done") and not edited,
            help="Train every initialization from the same data, side by side.",
        )
        st.button(
            "Pause",
            key="pause",
            icon=":material/pause:",
            on_click=watch.pause,
            disabled=status != "running",
        )
        st.button(
            "Step",
            key="step",
            icon=":material/skip_next:",
            on_click=watch.step,
            disabled=status in ("running", "done", "failed") or edited,
            help=f"Train to the next recorded iteration, {view.runs[0].config.record_every} further on.",
        )
        st.button(
            "Stop",
            key="stop",
            icon=":material/stop:",
            on_click=watch.stop,
            disabled=not going,
            help="End it here. What was trained is kept, and can be gone on with.",
        )
        st.button(
            f"+{spaced(more)}",
            key="longer",
            icon=":material/fast_forward:",
            on_click=train_longer,
            args=(more,),
            disabled=going or status in ("new", "failed") or edited or 2 * more > 1_000_000,
            help="Train longer: as many iterations again.",
        )


def progress(view: View) -> None:
    """One bar and one line of words, in every state."""
    st.progress(view.done / view.total if view.total else 1.0, text=headline(view))


def headline(view: View) -> str:
    """Where the comparison stands, in words."""
    length = max(run.config.iterations for run in view.runs)
    furthest = max((run.iteration for run in view.runs if not run.done), default=length)
    reached = f"iteration {spaced(furthest)} of {spaced(length)}"
    if view.status == "new":
        ready = sum(view.cached)
        known = f" {ready} of {len(view.runs)} are here from cache." if ready else ""
        return f"Ready. Press **Train** to watch these networks learn from different starting weights.{known}"
    if view.status == "running":
        if view.rate is None or view.left is None:
            return f"Training · {reached}"
        return (
            f"Training · {reached} · {spaced(round(view.rate))} iterations/s · {seconds_text(view.left)} left"
        )
    if view.status == "done":
        if all(view.cached):
            return f"Done · {spaced(length)} iterations · from cache, nothing had to be trained"
        took = seconds_text(sum(run.seconds for run in view.runs))
        return f"Done · {spaced(length)} iterations · trained in {took}"
    if view.status == "failed":
        return "Some runs failed. Press **Train** to try them again."
    return f"{view.status.capitalize()} at {reached}"


def scrubbed(experiment: str) -> int | None:
    """The iteration the reader holds on this experiment's board, None to follow the newest."""
    at = st.session_state.get("board", {}).get("at")
    return at["iteration"] if at and at.get("experiment") == experiment else None


def downloads(view: View) -> None:
    """The results as files; drawn in every state so that nothing below moves."""
    resting = not view.live and view.status != "new"
    name = "-".join(dict.fromkeys(run.config.initialization for run in view.runs))
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "CSV",
            lambda: to_csv(view.runs, view.cached),
            f"init-lab-{name}.csv",
            "text/csv",
            key="csv",
            icon=":material/download:",
            on_click="ignore",
            disabled=not resting,
            help="The table with every digit and each run's config.",
        )
        st.download_button(
            "JSON",
            lambda: to_json_text(view.runs, view.cached),
            f"init-lab-{name}.json",
            "application/json",
            key="json",
            icon=":material/download:",
            on_click="ignore",
            disabled=not resting,
            help="Every recorded cost of every run.",
        )


def live_part(watch: Watch, live: bool, edited: bool) -> None:
    """All that changes while a run is live; `live` says whether it was when the page was drawn."""
    if st.session_state.watch is not watch or (watch.status == "running") != live:
        st.rerun()  # the timer and the controls belong to the whole page
    view = watch.look()
    action_bar(view, watch, edited)
    progress(view)
    if edited:
        st.info(
            "The settings have changed. The board shows the run they were changed under; "
            "press **Train** to give that up and train the new ones.",
            icon=":material/edit:",
        )
    experiment = "-".join(run.config.key[:12] for run in view.runs) + f"-{view.runs[0].config.iterations}"
    board(
        board_data(
            runs=view.runs,
            tags=["from cache" if cached else "" for cached in view.cached],
            errors=view.errors,
            status=view.status,
            experiment=experiment,
            at=scrubbed(experiment),
            with_packs=bool(st.session_state.get("board", {}).get("want")),
        ),
        key="board",
        on_change=lambda: None,
    )
    st.subheader("Results", anchor=False)
    results_table(view)
    downloads(view)


apply_style()
engine_or_stop()
experiment = experiment_from_controls()
watch = watch_of(experiment)
st.title("Compare initializations", anchor=False)
st.caption(describe(st.session_state.watched.base))
if (problem := engine().store.problem) and not st.session_state.get("told"):
    st.session_state.told = True
    st.toast(problem, icon=":material/database_off:", duration="long")
live = watch.status == "running"
edited = experiment != st.session_state.watched
st.fragment(live_part, run_every=tick_seconds(watch) if live else None)(watch, live, edited)

"""What can be done with the comparison on the board: the bar of buttons, and where it stands in words."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from initcore.experiment.experiment import Experiment
from initcore.experiment.settings import LIMITS
from initcore.lab.handle import Handle
from initcore.lab.line import Place
from initcore.lab.watches import View
from initcore.words.numbers import seconds_text, short_figure, spaced
from pages._board import progress
from pages._class.room import shown
from pages._compare.controls import show
from pages._compare.share import share
from pages._compare.state import Looking
from pages._frame.comparison import Comparison
from pages._frame.engine import engine, engine_age, opened
from pages._frame.state import state_of

WORTH_SAYING_SECONDS = 5.0
"""From how long on a comparison's time is announced before it is trained."""


def too_large(experiment: Experiment) -> str | None:
    """Why a comparison takes too much memory even to be opened; None where it does not."""
    return engine().refusal(experiment.configs)


def watch_of(experiment: Experiment) -> Handle | None:
    """The comparison on the board: this experiment, unless another one is still under way.

    One that is too large is not opened: then it is the one before, or None where there was none.
    """
    comparison = state_of(Comparison)
    other = comparison.watch is None or experiment != comparison.watched
    if other and not comparison.under_way and too_large(experiment) is None:
        comparison.watch, comparison.watched = opened(experiment.configs), experiment
    return comparison.watch


def train() -> None:
    """Trains what the controls say; whatever else was under way is given up, and keeps what it has."""
    comparison = state_of(Comparison)
    watch, wanted = comparison.watch, comparison.experiment
    if watch is not None and comparison.watched != wanted:
        watch.stop()
    if watch is None or comparison.watched != wanted:
        watch = opened(wanted.configs)
        comparison.watch, comparison.watched = watch, wanted
    watch.train()


def train_longer(more: int) -> None:
    """Asks for more iterations of what is on the board, and trains on."""
    experiment = state_of(Comparison).watched
    show(experiment.with_iterations(experiment.base.iterations + more))
    train()


def again() -> None:
    """Plays the runs on the board from their start."""
    state_of(Looking).replays += 1


def train_anew() -> None:
    """Trains what is on the board from its start, as if nothing of it were known."""
    comparison = state_of(Comparison)
    comparison.watch = opened(comparison.watched.configs, anew=True)
    comparison.watch.train()


def action_bar(view: View, watch: Handle, edited: bool, address: str) -> None:
    """The buttons, always the same ones in the same place, beside them how far it has come, and sharing."""
    comparison, status = state_of(Comparison), view.status
    more = comparison.watched.base.iterations
    going = status in ("running", "paused")
    excess = too_large(comparison.experiment) if edited else None
    resumes = status in ("paused", "stopped") and not edited
    refused = not edited and watch.refusal is not None
    replays = status == "done" and not edited
    may_train = excess is None if edited else status != "running" and not refused
    may_step = not (edited or refused or status in ("running", "done", "failed"))
    may_go_on = not (edited or going or refused or status in ("new", "failed"))
    may_go_on = may_go_on and 2 * more <= LIMITS["iterations"].high and shown("iterations")
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="actions"):
        help_text = "Train every initialization from the same data, side by side."
        if replays:
            help_text = "These runs are trained: plays them from their start."
        do = again if replays else train
        _button("Resume" if resumes else "Train", "train", "play_arrow", do, may_train, help_text)
        _button("Pause", "pause", "pause", watch.pause, status == "running", "Hold every run where it is.")
        help_text = f"Train to the next recorded iteration, {view.runs[0].config.record_every} further on."
        _button("Step", "step", "skip_next", watch.step, may_step, help_text)
        help_text = "End it here. What was trained is kept, and can be gone on with."
        _button("Stop", "stop", "stop", watch.stop, going, help_text)
        help_text = "Train longer: as many iterations again."
        _button(f"+{spaced(more)}", "longer", "fast_forward", train_longer, may_go_on, help_text, more)
        help_text = "Train all of it once more from its start, though its runs are here already."
        may_anew = not (edited or going or refused) and status != "new"
        _button("Train anew", "anew", "restart_alt", train_anew, may_anew, help_text)
        progress(key="progress", address=address)
        share(view, comparison.watched)
    if excess:
        st.warning(f"{excess} The board stays on the comparison before.", icon=":material/memory:")
    elif refused:
        st.warning(watch.refusal, icon=":material/timer_off:")


def _button(
    label: str, key: str, icon: str, do: Callable[..., None], allowed: bool, help_text: str, *arguments: Any
) -> None:
    st.button(
        label,
        key=key,
        icon=f":material/{icon}:",
        type="primary" if key == "train" else "secondary",
        on_click=do,
        args=arguments,
        disabled=not allowed,
        help=help_text,
    )


def went_on(watch: Handle, silent: float) -> str:
    """What happened to training that a browser has heard nothing of for so long (s)."""
    what = "The server was restarted" if engine_age() <= silent else "The connection was lost"
    return f"{what}; training goes on from iteration {spaced(watch.watch.rear())}."


def waits(place: Place) -> str:
    """A comparison's place in line, in words."""
    if place.own:
        return "Waiting: as many of yours are trained as this server takes on at once"
    if place.before == 0:
        return "Waiting: yours is the next that this server takes on"
    are = "comparisons are" if place.before > 1 else "comparison is"
    return f"Waiting: {place.before} {are} before yours"


def not_answered(seconds: float) -> str:
    """That a worker hangs, as it seems, in words."""
    return f"A worker has not answered for {round(seconds)} s; it is being replaced"


def headline(view: View, watch: Handle) -> str:
    """Where the comparison stands, in words."""
    length = max(run.config.iterations for run in view.runs)
    furthest = max((run.iteration for run in view.runs if not run.done), default=length)
    reached = f"iteration {spaced(furthest)} of {spaced(length)}"
    if view.status == "new" and watch.refusal is not None:
        return "This is more than this server takes on at once."
    if view.status == "new":
        ready = sum(view.cached)
        known = f" {ready} of {len(view.runs)} are here from cache." if ready else ""
        takes = watch.need.clock
        about = f" It will take about {seconds_text(takes)}." if takes >= WORTH_SAYING_SECONDS else ""
        return (
            f"Ready. Press Train to watch these networks learn from different starting weights.{known}{about}"
        )
    if view.waiting is not None:
        return waits(view.waiting)
    if view.silent is not None:
        return f"{not_answered(view.silent)} · {reached}"
    if view.status == "running":
        if view.rate is None or view.left is None:
            return f"Training · {reached}"
        rate = view.rate / max(1, sum(not run.done for run in view.runs))
        pace = spaced(round(rate)) if rate >= 10 else short_figure(rate)
        return f"Training · {reached} · {pace} iterations/s · about {seconds_text(view.left)} left"
    if view.status == "done":
        if all(view.cached):
            return f"Done · {spaced(length)} iterations · from cache, nothing had to be trained"
        took = seconds_text(sum(run.seconds for run in view.runs))
        return f"Done · {spaced(length)} iterations · trained in {took}"
    if view.status == "failed":
        return "Some runs failed. Press Train to try them again."
    complete = sum(run.done for run in view.runs)
    rest = f" · {complete} of {len(view.runs)} runs are complete" if complete else ""
    return f"{view.status.capitalize()} at {reached}{rest}"

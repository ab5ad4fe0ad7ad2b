"""The gallery's thumbnails: drawn from runs in the store, or trained for it one after the other.

A picture that was drawn once is kept for everybody, as long as the server runs.
"""

import time
from dataclasses import dataclass

import streamlit as st

from initcore.experiment.presets import PRESETS, Preset
from initcore.figures.palette import CAPTION, PAPER
from initcore.figures.thumbnail import HEIGHT, WIDTH, pictured
from initcore.lab.handle import Handle
from pages._frame.engine import engine, opened
from pages._frame.state import state_of
from pages._gallery.state import Gallery

DRAWING_SECONDS = 0.3
"""How long one update of the page may take to draw pictures whose runs are there."""


@dataclass(frozen=True)
class Picture:
    """An SVG, and in words what it shows."""

    svg: str
    alt: str


@st.cache_resource(show_spinner=False)
def drawn() -> dict[str, Picture]:
    """Pictures of presets by name, as far as they have been drawn."""
    return {}


def waiting() -> list[Preset]:
    """The presets that may still get a picture."""
    given_up = state_of(Gallery).given_up
    return [preset for preset in PRESETS if preset.name not in drawn() and preset.name not in given_up]


def go_on() -> None:
    """Draws what can be drawn at once, and has the next preset trained if there is one to be."""
    started = time.monotonic()
    for preset in waiting():
        if not _draw(preset, _watch(preset)) or time.monotonic() - started > DRAWING_SECONDS:
            return


def _watch(preset: Preset) -> Handle:
    """This session's watch on a preset's runs, which train from when it is first asked for."""
    gallery = state_of(Gallery)
    if gallery.watch is None or gallery.watched != preset.name:
        gallery.watched, gallery.watch = preset.name, opened(preset.experiment.configs)
        gallery.watch.train()
    return gallery.watch


def _draw(preset: Preset, watch: Handle) -> bool:
    """Draws a preset if its runs have ended; whether there is nothing more to be done for it."""
    view = watch.look()
    if view.status == "done":
        asked = engine().ask(pictured, view.runs, preset.experiment, soon=True)
        drawn()[preset.name] = Picture(*asked.result())
        return True
    if view.status == "failed" or watch.refusal is not None:
        why = "training failed" if watch.refusal is None else "more than this server takes on"
        state_of(Gallery).given_up[preset.name] = f"No picture: {why}"
        return True
    if view.status != "running":  # it ended because nobody looked for a while
        watch.train()
    return False


def picture_of(preset: Preset) -> Picture:
    """The preset's picture, or a calm one of the same size until there is one."""
    known = drawn().get(preset.name)
    if known is not None:
        return known
    next_up = [other.name for other in waiting()[:1]]
    said = "Being trained…" if preset.name in next_up else "Will be trained here"
    return _placeholder(state_of(Gallery).given_up.get(preset.name, said))


def _placeholder(said: str) -> Picture:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{PAPER}"/>'
        f'<text x="{WIDTH // 2}" y="{HEIGHT // 2}" text-anchor="middle" fill="{CAPTION}" font-size="14" '
        f'font-family="system-ui, Arial, sans-serif">{said}</text></svg>'
    )
    return Picture(svg, said)

"""The Gallery page: experiments known to go well or badly, each with a sentence and a picture of its runs."""

import streamlit as st

from initcore.experiment.presets import PRESETS, Preset
from pages._class.calls import class_calls
from pages._frame.engine import engine_or_stop
from pages._frame.opening import compare_link
from pages._frame.style import apply_style
from pages._frame.visit import arrive
from pages._frame.watching import keep_watching
from pages._gallery.pictures import go_on, picture_of, waiting

LOOK_SECONDS = 0.5
A_ROW = 3
KINDS = {"good": ":green[✓] Known good", "bad": ":red[✕] Known bad"}


def gallery(unfinished: bool) -> None:
    """All presets by kind; `unfinished` says whether pictures were missing when the page was drawn."""
    for kind, title in KINDS.items():
        st.header(title, anchor=False)
        presets = [preset for preset in PRESETS if preset.kind == kind]
        for start in range(0, len(presets), A_ROW):
            for column, preset in zip(st.columns(A_ROW), presets[start : start + A_ROW], strict=False):
                with column, st.container(border=True, height="stretch"):
                    card(preset)
    if unfinished:
        go_on()  # last, so that the page is there before the first picture is
        if not waiting():
            st.rerun()  # the timer belongs to the whole page


def card(preset: Preset) -> None:
    """One preset."""
    picture = picture_of(preset)
    st.image(picture.svg, width="stretch", alt=picture.alt)
    st.subheader(preset.title, anchor=False)
    st.write(preset.sentence)
    compare_link(f"Open: {preset.title}", preset.experiment)


apply_style()
keep_watching()
engine_or_stop()
arrive("gallery")
st.title("Gallery", anchor=False)
st.caption(
    "Each of these can be trained in seconds. A picture is drawn from the runs themselves: the decision "
    "boundary of each initialization, or of each seed, at its end, and the cost curves in the same colours."
)
unfinished = bool(waiting())
st.fragment(gallery, run_every=LOOK_SECONDS if unfinished else None)(unfinished)
class_calls()

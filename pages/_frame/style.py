"""The few rules of style that themes have no setting for."""

import streamlit as st

from pages._frame.present import presenter_switch

CSS = """
<style>
.stMainBlockContainer { padding-top: 2.2rem; padding-bottom: 3rem; max-width: 110rem; }
/* Streamlit's own "Running… Stop" would stand beside ours; that the connection is lost still shows. */
.stStatusWidget:not(:has(.stConnectionStatus)) { display: none; }
/* Streamlit fades what it is about to replace; a live board is never out of date for long. */
[data-stale="true"] { opacity: 1 !important; }
/* The popover's sliders icon says enough; its chevron takes the room of an initialization's name. */
.stSidebar [data-testid="stPopoverButton"] > div > div[aria-hidden="true"] { display: none; }
/* Streamlit would name its own limit there, which only says when it takes over from ours. */
.stSidebar [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
/* A root's bar reaches a hair beyond the box KaTeX makes for it, which would make that a scroll area. */
.katex-display { padding: 4px 3px; }
.stTable { overflow-x: auto; }
.stTable table { min-width: 40rem; }
.stTable td:nth-child(2) { min-width: 13rem; }
.stTable td:last-child { white-space: nowrap; }
.room-qr { width: 100%; max-width: 20rem; border-radius: 0.5rem; display: block; }
/* Below Streamlit's own header, which would cover it. */
.stVerticalBlock:has(> div > .st-key-room) { margin-top: 1.8rem; }
/* Over the page, which does not move when the class is called. */
.st-key-calls {
  position: fixed; bottom: 1rem; left: 50%; transform: translateX(-50%); z-index: 30;
  width: max-content; max-width: calc(100vw - 2rem); padding: 0.6rem 1rem; border-radius: 0.5rem;
  background: var(--st-secondary-background-color, Canvas);
  border: 1px solid var(--st-primary-color, currentcolor);
  box-shadow: 0 2px 12px rgb(0 0 0 / 25%);
}
.stMainBlockContainer:has(.st-key-calls) { padding-bottom: 8rem; }
.st-key-options button { min-height: 3.6rem; }
.st-key-options button p { font-size: 1.15rem; }
.st-key-student { max-width: 44rem; }
.st-key-bars p { font-size: 1.05rem; }
.st-key-bars [data-testid="stProgressBarTrack"] { height: 1rem; }
@media (max-width: 640px) {
  .stProgress p { min-height: 2lh; }
  .stMainBlockContainer { padding: 3.6rem 1rem 3rem; }
  div:has(> .st-key-actions) {
    position: sticky; top: 3.4rem; z-index: 20; padding: 0.4rem 0;
    background: var(--st-background-color, Canvas);
  }
  .st-key-actions { gap: 0.4rem; }
  .st-key-actions button { padding-left: 0.6rem; padding-right: 0.6rem; }
  .st-key-actions button span:has(> [data-testid="stIconMaterial"]) { display: none; }
}
@media (min-width: 641px) {
  .stSidebar[data-collapsed="false"] { min-width: 22.5rem; }
}
</style>
"""


def apply_style() -> None:
    """Adds the rules to the page, and the way into presenter mode."""
    st.html(CSS)
    presenter_switch()

"""The few rules of style that themes have no setting for; a browser has them before anything is drawn."""

import streamlit as st

from pages._frame.present import presenter_switch

CSS = """
.stMainBlockContainer { padding: 0.6rem 1.1rem 3rem; max-width: 130rem; }
/* Streamlit's header lies over the page, whose title stands beside its buttons. */
.stAppHeader { background: transparent; pointer-events: none; height: 2.9rem; min-height: 2.9rem; }
.stAppHeader :is(button, a, [data-testid="stStatusWidget"]) { pointer-events: auto; }
.stApp:has([data-testid="stExpandSidebarButton"]) .st-key-top { padding-left: 2.6rem; }
.st-key-top {
  min-height: 2rem; max-height: 2rem; align-items: center; padding-right: 3rem; flex-wrap: nowrap !important;
}
.st-key-top h1 { font-size: 1.35rem; padding: 0; white-space: nowrap; }
.st-key-top [data-testid="stCaptionContainer"] { margin: 0; }
.st-key-top [data-testid="stCaptionContainer"] p {
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; margin: 0;
}
/* One screen: bar, board and what is said of it stand close together. */
.stVerticalBlock:has(> .stElementContainer.st-key-board) { gap: 0.4rem; }
.st-key-board { min-height: calc(100dvh - 7.2rem); }
.stMainBlockContainer:has(.st-key-board) { padding-bottom: 0.4rem; }
div:has(> .st-key-actions) {
  position: sticky; top: 0; z-index: 20; background: var(--st-background-color, Canvas);
}
.st-key-actions {
  min-height: 2rem; max-height: 2rem; align-items: center; gap: 0.4rem; flex-wrap: nowrap !important;
}
.st-key-actions button { min-height: 2rem; padding: 0 0.6rem; white-space: nowrap; }
.st-key-actions > .st-key-progress { flex: 1 1 6rem; min-width: 5rem; }
/* Streamlit's own "Running… Stop" would stand beside ours; that the connection is lost still shows. */
.stStatusWidget:not(:has(.stConnectionStatus)) { display: none; }
/* Streamlit fades what it is about to replace; a live board is never out of date for long. */
[data-stale="true"] { opacity: 1 !important; }
/* The popover's sliders icon says enough; its chevron takes the room of an initialization's name. */
.stSidebar [data-testid="stPopoverButton"] > div > div[aria-hidden="true"] { display: none; }
/* Streamlit would name its own limit there, which only says when it takes over from ours. */
.stSidebar [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
.il-layers { display: flex; flex-wrap: wrap; gap: 0.3rem; align-items: center; font-size: 0.85rem; }
.il-layer {
  display: inline-flex; align-items: center; border: 1px solid var(--st-border-color); border-radius: 0.45rem;
}
.il-layer b { min-width: 1.7em; text-align: center; font-variant-numeric: tabular-nums; }
.il-layers button {
  font: inherit; color: inherit; background: transparent; border: 1px solid var(--st-border-color);
  border-radius: 0.45rem; padding: 0.15rem 0.5rem; line-height: 1.4; cursor: pointer;
}
.il-layer button { border: 0; }
.il-layers button:hover:not(:disabled) { color: var(--st-primary-color); }
.il-layers button:disabled { opacity: 0.4; cursor: default; }
.il-layers button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
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
@media (max-width: 1240px) {
  .st-key-actions button span:has(> [data-testid="stIconMaterial"]) { display: none; }
}
/* Where the page scrolls, Streamlit's buttons in the corners lie beside what stays at the top. */
@media (min-width: 641px) and (max-width: 1000px) {
  .st-key-actions { padding: 0 2.6rem; }
}
@media (max-width: 640px) {
  div:has(> .st-key-top) {
    position: sticky; top: 0; z-index: 21; background: var(--st-background-color, Canvas);
  }
  .st-key-top { min-height: 2.9rem; max-height: 2.9rem; }
  div:has(> .st-key-actions) { top: 2.9rem; }
  .stProgress p { min-height: 2lh; }
  .stMainBlockContainer { padding: 0.5rem 0.7rem 3rem; }
  .stMainBlockContainer:not(:has(.st-key-top)) { padding-top: 2.6rem; }
  .stMainBlockContainer:has(.st-key-top) { padding-top: 0; }
  .st-key-actions { flex-wrap: wrap !important; gap: 0.3rem; max-height: none; min-height: 4.2rem; }
  .st-key-actions:has([data-testid="stSkeleton"]) { max-height: 4.2rem; overflow: hidden; }
  .st-key-actions button { padding: 0 0.4rem; min-height: 1.9rem; }
  .st-key-actions button p { font-size: 0.82rem; }
  .st-key-actions > .st-key-progress { flex-basis: 9rem; }
}
/* Presenter mode: from the first moment where the address asks for it, until its button is there again. */
html:is(.il-presented, :has(.st-key-leave_presenting)):not(:has(.st-key-enter_presenting)) {
  font-size: max(21px, 1.4vw) !important;
  & .stMainBlockContainer { max-width: none; }
  & .st-key-top { padding-right: 17rem; }
  /* Small enough that the code and the link below it stand on the same screen. */
  & .room-qr { max-width: min(20rem, 35vh); }
}
.stElementContainer.st-key-leave_presenting {
  position: fixed; top: 0.4rem; right: 3.5rem; width: auto; z-index: 999991;
}
.st-key-leave_presenting button { min-height: 0; padding: 0.2rem 0.6rem; }
@media (min-width: 641px) {
  .stSidebar[data-collapsed="false"] { min-width: 21rem; }
}
/* What comes late finds its place kept for it, or is waited for: nothing moves that was seen. */
.il-page .stSidebar:not(:has([data-testid="stSidebarNav"])) [data-testid="stSidebarUserContent"],
.st-key-actions:has([data-testid="stSkeleton"]) { visibility: hidden; }
@media (min-width: 769px) {
  .il-page:not(.il-presented) .stAppViewContainer:not(:has(> .stSidebar)) {
    padding-left: 315px; /* 21rem, before the page has its size of type */
  }
}
/* Within another page a board stands alone. */
.il-embedded :is(.stSidebar, .stAppHeader) { display: none !important; }
.il-embedded .stMainBlockContainer { padding: 0.3rem 0.4rem; }
.il-embedded .st-key-board { min-height: 0; }
.il-embedded div:has(> .st-key-actions) { top: 0; }
"""

KIND = """
const asked = new URLSearchParams(location.search)
const { classList } = document.documentElement
classList.add(asked.get('embed') === 'true' ? 'il-embedded' : 'il-page')
if (asked.get('present') === '1') classList.add('il-presented')
"""
"""Says to the rules what is asked for, as the address does, in a browser that has no more than that."""


def embedded() -> bool:
    """Whether another page shows this one within itself: then a board stands alone."""
    return bool(st.context.is_embedded)


def apply_style() -> None:
    """The way into presenter mode, where there is one."""
    if not embedded():
        presenter_switch()

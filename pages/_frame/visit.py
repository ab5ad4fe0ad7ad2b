"""What every page knows of the session it is shown in."""

from dataclasses import dataclass

from pages._frame.state import state_of


@dataclass
class Visit:
    """`page` is the one shown last; `timer` how often (s) its live part was drawn anew, None for never."""

    page: str | None = None
    timer: float | None = None
    presenting: bool = False


def arrive(page: str) -> bool:
    """Notes that this page is shown; whether another one was before it, or none."""
    visit = state_of(Visit)
    arrived, visit.page = visit.page != page, page
    return arrived

"""What a chapter of the lesson is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from initcore import RunConfig, Trajectory
from initcore.catalogue.initializations import INITIALIZATIONS

Runs = Sequence[Trajectory]
Places = Sequence[tuple[int, ...]]
"""Which runs the board shows: a card each, and in it the places of its seeds among the runs."""

LABELS = {record.name: record.label for record in INITIALIZATIONS}


def _no_more(runs: Runs) -> None:
    """For a chapter that draws nothing of its own there."""


@dataclass(frozen=True)
class Chapter:
    """One chapter: what is read, what is predicted, what is trained, what is said of it.

    `configs` takes the reader's formula and gives the runs; `places` says which of them are on the
    board, by default each on a card. `happened` gives the place of the option that came true, None
    where none did. `after` and `moral` are sentences made from the finished runs, at length and in
    one; `rule` is what holds beyond them. `tells` says whether the formulas of what will be trained may be
    shown before it is. `above`, `lead` and `below` draw what only this chapter has:
    between its text and everything else, and before and after the board (`lead` once a prediction is
    made, `below` once the runs are done).
    """

    name: str
    title: str
    text: str
    question: str = ""
    options: tuple[str, ...] = ()
    configs: Callable[[str], tuple[RunConfig, ...]] = lambda formula: ()
    happened: Callable[[Runs], int | None] = lambda runs: None
    after: Callable[[Runs], list[str]] = lambda runs: []
    moral: Callable[[Runs], str] = lambda runs: ""
    rule: str = ""
    places: Callable[[int], Places] = lambda count: [(place,) for place in range(count)]
    tells: Callable[[], bool] = lambda: True
    above: Callable[[], None] | None = None
    lead: Callable[[Runs, bool], None] = lambda runs, done: None
    below: Callable[[Runs], None] = _no_more

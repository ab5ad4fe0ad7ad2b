"""What a report says, as records of plain texts and numbers; `templates/report.html.j2` sets them."""

from dataclasses import dataclass
from datetime import datetime

from initcore.export.results import Table


@dataclass(frozen=True)
class Card:
    """A run on the board. `cells` is its map's address, `points` are SVG on a square of 100 by 100."""

    name: str
    color: str
    symbol: str
    formula: str
    alt: str
    cells: str
    points: str
    verdict: str
    tone: str
    remarks: tuple[str, ...]
    figures: dict[str, str]


@dataclass(frozen=True)
class Entry:
    """A line of the legend, with a sign before it in its colour, if it has one."""

    text: str
    sign: str = ""
    color: str = ""


@dataclass(frozen=True)
class Plot:
    """A figure's place: `name` is the figure, `alt` says it in words, `cut` what leaves its view."""

    name: str
    title: str
    alt: str
    cut: str = ""
    log: bool = False


@dataclass(frozen=True)
class Config:
    """The config of one run as JSON, with what the run is called and its key."""

    name: str
    key: str
    text: str


@dataclass(frozen=True)
class Page:
    """The whole report; what is empty is left out.

    `unfinished` is where the run furthest behind stands, `seed` the weights seed that the board shows of
    several, `uneven` whether the classes are, so that what each got is shown at once, `not_repeatable` why
    there is no command.
    """

    title: str
    described: str
    unfinished: str
    made: datetime
    seed: int | None
    cards: list[Card]
    legend: list[Entry]
    plots: list[Plot]
    digits: tuple[str, ...]
    results: Table
    pairs: Table | None
    by_class: Table
    uneven: bool
    every_run: Table | None
    not_repeatable: str
    command: str
    python: str
    link: str
    made_with: str
    configs: list[Config]

"""One session's comparison, as the browser that shows it is told of it."""

import logging
import time
from dataclasses import dataclass, field

from initcore.figures import pictures, telling
from initcore.figures.board import board_of
from initcore.figures.growth import Sent, band, cursors, growth, time_of
from initcore.figures.payload import Band, Board, Growth, Moment, Picture, Rows, Told
from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.training.trajectory import Trajectory
from pages._stream.asks import Asks
from pages._stream.plan import Plan

log = logging.getLogger(__name__)

RESTING = ("new", "stopped", "done", "failed")
"""Where frames ahead are worth their time: a paused run is about to change at the next step."""

TOLD_SECONDS = 0.25
"""How often verdicts on a live run are found anew."""


LOOK_SECONDS = 1.0
"""How often somebody looks where nothing has happened: runs that nobody looks at are stopped."""


@dataclass
class Reader:
    """What one browser has been sent, and what it wants: the seed on the cards, and single runs."""

    place: int = 0
    singles: bool = False
    runs: list[Sent] = field(default_factory=list)
    bands: list[Sent] = field(default_factory=list)
    said: tuple[str, float, str] | None = None
    rows: Rows | None = None
    stamp: object = None
    looked: float = 0.0


class Feed:
    """A comparison on a board: `watch` has its runs, `plan`, which a page may change, how to speak of it."""

    def __init__(self, watch: Handle, plan: Plan, asks: Asks) -> None:
        self.watch, self.plan, self.asks = watch, plan, asks
        self.open, self.complained = True, False
        self._asked: dict[object, float] = {}
        self._rows: Rows | None = None

    def reader(self, place: int, singles: bool) -> Reader:
        """Somebody who has been told nothing yet."""
        place = max(0, min(place, self.plan.seeds - 1))
        count = len(self.plan.groups)
        self.watch.show(self.plan.shown(place))
        return Reader(place, singles, list(cursors(count)), list(cursors(count)))

    def complain(self) -> None:
        """Says in the log, once, that the browser asks since no stream comes through to it."""
        if not self.complained:
            self.complained = True
            log.warning(
                "something between server and browser holds the stream back: a board asks every second"
            )

    def board(self, reader: Reader) -> Board:
        """What stays the same."""
        view, plan = self.watch.look(), self.plan
        return board_of(
            plan.of(view.runs),
            experiment=plan.name,
            columns=plan.columns,
            place=reader.place,
            accuracy=plan.accuracy,
        )

    def moment(self, reader: Reader) -> Moment | None:
        """What has changed since that reader was told last; None where nothing has."""
        stamp, now = (self.plan, self.asks.answered, self.watch.stamp), time.monotonic()
        if stamp == reader.stamp and now - reader.looked < LOOK_SECONDS:
            return None  # others' news
        reader.stamp, reader.looked = stamp, now
        view = self.watch.look()
        said = (view.status, round(view.share, 4), self.plan.headline(view))
        runs = [
            self._grown(view, place, at, reader) for place, at in enumerate(self.plan.shown(reader.place))
        ]
        grown = self._bands(view, reader) if self.plan.seeds > 1 or self.plan.groups[0].twins else None
        rows = self._filled(view, reader)
        if said == reader.said and rows is None and not any(runs) and not any(grown or ()):
            return None
        reader.said = said
        status, share, headline = said
        return Moment(
            status=status,
            live=status == "running",
            rests=status in RESTING,
            share=share,
            headline=headline,
            runs=runs,
            bands=grown,
            rows=rows,
        )

    def _grown(self, view: View, place: int, at: int, reader: Reader) -> Growth | None:
        run = view.runs[at]
        return growth(
            run,
            reader.runs[place],
            time=time_of(run, view.cached[at]),
            accuracy=self.plan.accuracy,
            picture=self._picture(run),
            told=self._told(run, place, view.errors[at], view.live),
        )

    def _bands(self, view: View, reader: Reader) -> list[Band | None]:
        groups = self.plan.of(view.runs)
        return [band(group, sent, reader.singles) for group, sent in zip(groups, reader.bands, strict=True)]

    def _picture(self, run: Trajectory) -> Picture | None:
        """The newest picture of a run, where it has been drawn; else it is asked for."""
        there = pictures.newest(run)
        if there is None:
            name = ("picture", run.config.key, run.iteration)
            self.asks.once(name, pictures.drawn_of, (run,), then=lambda drawn: pictures.learn(run, drawn))
        return there

    def _told(self, run: Trajectory, place: int, error: str | None, live: bool) -> Told | None:
        """What is said of a run as it stands, where that has been found; else it is asked for."""
        found = telling.known(run)
        if found is None and error is None:
            found_name = ("found", run.config.key, run.config.iterations, run.iteration)
            if not live or self._due(run.config.key):
                self.asks.once(
                    found_name, telling.found_of, (run,), then=lambda what: telling.learn(run, what)
                )
            return None
        plan = self.plan
        if found is not None and error is None and (live or not plan.fixes):
            return telling.told_at(run, found)
        offers = (lambda remedy: plan.offer(place, remedy)) if plan.fixes and not live else None
        told = telling.told(run, found or ((), ()), error, offers)
        if told.trying:
            name = ("advice", run.config.key, run.iteration)
            self.asks.once(
                name, telling.advice_of, (run,), then=lambda what: telling.learn_of_advice(run, what)
            )
        return told

    def _filled(self, view: View, reader: Reader) -> Rows | None:
        """The table's rows, where the server fills them and they are new to the reader."""
        if self.plan.rows is None:
            return None
        runs, name = (
            view.runs,
            ("rows", self.plan.name, tuple(run.iteration for run in view.runs), view.status),
        )
        if self._asked.get("rows-of") != hash(name) and (not view.live or self._due("rows", len(runs))):
            self._asked["rows-of"] = hash(name)
            arguments = (self.plan.groups, view.errors, self.plan.accuracy)
            self.asks.once(name, self.plan.rows, runs, *arguments, then=self._take_rows)
        rows = self._rows if self._rows is not reader.rows else None
        reader.rows = self._rows
        return rows

    def _take_rows(self, rows: Rows) -> None:
        self._rows = rows

    def _due(self, what: object, runs: int = 1) -> bool:
        """Whether it is time to ask anew about something live; the more runs it takes, the less often."""
        now = time.monotonic()
        if now - self._asked.get(what, 0.0) < TOLD_SECONDS * max(1, runs / 8):
            return False
        self._asked[what] = now
        return True

"""One session's comparison, as the browser that shows it is told of it."""

import logging
import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from initcore.diagnosis import found
from initcore.figures import pictures, telling
from initcore.figures.board import board_of
from initcore.figures.growth import band, cursors, growth, time_of
from initcore.figures.moments import Band, Growth, Moment, Picture, Rows, Told
from initcore.figures.payload import Board
from initcore.lab.starting import measures
from initcore.lab.watches import View
from initcore.measures import curves
from initcore.measures.curves import Measured
from initcore.training.trajectory import Trajectory
from pages._stream.asks import Asks
from pages._stream.plan import Plan
from pages._stream.reader import Reader, Watched

log = logging.getLogger(__name__)

RESTING = ("new", "stopped", "done", "failed")
"""Where frames ahead are worth their time: a paused run is about to change at the next step."""

LIVE = ("running", "paused")

LOOK_SECONDS = 1.0
"""How often somebody looks where nothing has happened: at what is missing, and at runs that would stop."""


@dataclass(frozen=True)
class _Filled:
    """A table's rows, those of a plan whose runs had come so far together."""

    name: Hashable
    plan: Plan
    trained: int
    rows: Rows | None = None


class Feed:
    """A comparison on a board: `watch` has its runs, `plan`, which a page may change, how to speak of it."""

    def __init__(self, watch: Watched, plan: Plan, asks: Asks) -> None:
        self.watch, self.plan, self.asks = watch, plan, asks
        self.open, self.complained = True, False
        self.answered = 0
        self._rows: _Filled | None = None

    def reader(self, place: int, singles: bool) -> Reader:
        """Somebody who has been told nothing yet."""
        plan = self.plan
        place = max(0, min(place, plan.seeds - 1))
        count = len(plan.groups)
        self.watch.show(plan.shown(place))
        return Reader(plan, place, singles, list(cursors(count)), list(cursors(count)))

    def turned(self, reader: Reader) -> bool:
        """Whether the page has other runs shown by now than that reader was told of."""
        return reader.plan.name != self.plan.name

    def has_news(self, reader: Reader) -> bool:
        """Whether something has changed since that reader looked last."""
        return not self.open or self._stamp() != reader.stamp

    def _stamp(self) -> object:
        """Changes when there may be something new to tell."""
        return self.plan, self.answered, self.watch.stamp

    def complain(self) -> None:
        """Says in the log, once, that the browser asks since no stream comes through to it."""
        if not self.complained:
            self.complained = True
            log.warning(
                "something between server and browser holds the stream back: a board asks every second"
            )

    def board(self, reader: Reader) -> Board:
        """What stays the same."""
        view, plan = self.watch.look(), reader.plan
        return board_of(
            plan.of(view.runs),
            experiment=plan.name,
            columns=plan.columns,
            place=reader.place,
            accuracy=plan.accuracy,
        )

    def moment(self, reader: Reader) -> Moment | None:
        """What has changed since that reader was told last; None where nothing has, or others are shown."""
        plan = self.plan  # another thread, which draws a page, may change it at any moment
        if plan.name != reader.plan.name:
            return None
        stamp, now = self._stamp(), time.monotonic()
        rests = reader.whole and self.watch.status not in LIVE
        if stamp == reader.stamp and (rests or now - reader.looked < LOOK_SECONDS):
            return None  # others' news
        reader.stamp, reader.looked = stamp, now
        view = self.watch.look()
        said = (view.status, round(view.share, 4), plan.headline(view))
        shown = enumerate(plan.shown(reader.place))
        runs = [self._grown(plan, view, place, at, reader) for place, at in shown]
        grown = self._bands(plan, view, reader) if plan.seeds > 1 or plan.groups[0].twins else None
        rows = self._filled(plan, view, reader)
        reader.whole = self._is_whole(plan, view, reader)
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

    def _grown(self, plan: Plan, view: View, place: int, at: int, reader: Reader) -> Growth | None:
        run, sent = view.runs[at], reader.runs[place]
        grown = growth(
            run,
            sent,
            time=time_of(run, view.cached[at]),
            accuracy=plan.accuracy,
            picture=self._picture(run, view.live and view.waiting is None),
            told=self._told(plan, view, place, at),
        )
        if not sent.measured:
            self._measure(run, view.live)
        return grown

    def _is_whole(self, plan: Plan, view: View, reader: Reader) -> bool:
        """Whether nothing is missing that may have to be asked for again."""
        shown = [(view.runs[at], view.errors[at]) for at in plan.shown(reader.place)]
        whole = all(pictures.newest(run) and (error or found.known(run)) for run, error in shown)
        return whole and (plan.rows is None or reader.rows is not None)

    def _bands(self, plan: Plan, view: View, reader: Reader) -> list[Band | None]:
        groups = plan.of(view.runs)
        return [band(group, sent, reader.singles) for group, sent in zip(groups, reader.bands, strict=True)]

    def _measure(self, run: Trajectory, live: bool) -> None:
        """Asks for what has not been measured of a run on the test examples."""
        what = "measured", run.config.key

        def then(measured: Sequence[Measured]) -> None:
            curves.learn(run, *measured)
            self.asks.pacing.answered(what)

        if not live or self.asks.pacing.due(what):
            name = (*what, run.config.iterations, run.iteration)
            self.asks.once(name, measures, (run,), then=then, who=self)

    def _picture(self, run: Trajectory, trained: bool) -> Picture | None:
        """The newest picture of a run, where it was drawn; else it is asked for, or comes with training."""
        there = pictures.newest(run)
        if there is None and (run.done or not trained):
            name = ("picture", run.config.key, run.iteration)
            self.asks.once(name, pictures.drawn_of, (run,), then=partial(pictures.learn, run), who=self)
        return there

    def _told(self, plan: Plan, view: View, place: int, at: int) -> Told | None:
        """What is said of a run as it stands, where that has been found; else it is asked for.

        A live run has gone on by the time that is found: of it the newest is said that is known. One that has
        come to rest is judged by who stores it.
        """
        run, error, live = view.runs[at], view.errors[at], view.live
        what, reached = found.known(run), run.iteration
        if what is None and error is None:
            if not (run.done or not live) or not view.settling[at]:
                self._find(run, live)
            latest = found.latest(run) if live or view.settling[at] else None
            if latest is None:
                return None
            reached, what = latest
        if what is not None and error is None and (live or not plan.fixes or reached != run.iteration):
            return telling.told_at(run, what, reached)
        offers = (lambda remedy: plan.offer(place, remedy)) if plan.fixes and not live else None
        told = telling.told(run, what or found.Found(), error, offers)
        if told.trying and what is not None:
            question = ("advice", run.config.key, run.iteration)
            then = partial(telling.learn_of_advice, run)
            self.asks.once(question, telling.advice_of, (run,), what.verdicts, then=then, who=self)
        return told

    def _find(self, run: Trajectory, live: bool) -> None:
        """Asks what is to be said of a run."""
        key, length, reached = found.name_of(run)
        if not live or self.asks.pacing.due(("found", key, length)):
            name = ("found", key, length, reached)
            self.asks.once(name, found.found_of, (run,), then=partial(self._learn, run), who=self)

    def _learn(self, run: Trajectory, what: found.Found) -> None:
        found.learn(run, what)
        self.asks.pacing.answered(("found", *found.name_of(run)[:2]))

    def _filled(self, plan: Plan, view: View, reader: Reader) -> Rows | None:
        """The table's rows, where the server fills them and they are new to the reader."""
        runs = view.runs
        if plan.rows is None:
            return None
        iterations = tuple(run.iteration for run in runs)
        name = ("rows", plan.name, plan.accuracy, iterations, view.status)
        if (self._rows is None or self._rows.name != name) and (
            not view.live or self.asks.pacing.due(("rows", id(self)), len(runs) / 8)
        ):
            of = _Filled(name, plan, sum(iterations))
            arguments = (plan.groups, view.errors, plan.accuracy)
            self.asks.once(
                name, plan.rows, runs, *arguments, then=lambda rows: self._take(of, rows), who=self
            )
        there = self._rows.rows if self._rows is not None and self._rows.plan.name == plan.name else None
        rows = there if there is not reader.rows else None
        reader.rows = there
        return rows

    def _take(self, filled: "_Filled", rows: Rows) -> None:
        """Takes rows in, unless what runs had come to later was answered earlier."""
        before = self._rows
        if before is None or before.plan.name != filled.plan.name or before.trained <= filled.trained:
            self._rows = replace(filled, rows=rows)
        self.asks.pacing.answered(("rows", id(self)))

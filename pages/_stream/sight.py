"""A finished comparison at first sight: what its address names, before Streamlit has drawn a page.

A browser has the board's files long before it has started Streamlit, so it shows there what is known
already (`pages/_board/first.js`); the page's own board takes that over as it is.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from initcore.experiment.experiment import QUERY_NAMES, Experiment
from initcore.export.filled import filled, heads
from initcore.export.rows import ACCURATE
from initcore.figures.moments import Moment
from initcore.figures.palette import PALETTE
from initcore.figures.payload import Board, Mount
from initcore.lab.watches import View
from initcore.training.trajectory import Trajectory
from pages._assets.files import assets
from pages._frame.engine import engine
from pages._stream.feed import Feed
from pages._stream.here import hub, streams
from pages._stream.plan import Plan, name_of

PATIENCE_SECONDS = 0.5
"""How long pictures and verdicts are waited for: then the page itself has come."""


@dataclass(frozen=True)
class Sight:
    """What a board needs at first."""

    mount: Mount
    board: Board
    moment: Moment


@dataclass(frozen=True)
class Finished:
    """Runs at their end, as they are seen: nothing is opened for them, and nobody has to let them go."""

    runs: tuple[Trajectory, ...]

    @property
    def stamp(self) -> object:
        """Always the same."""
        return self.runs

    @property
    def status(self) -> str:
        """That all is done."""
        return "done"

    def look(self) -> View:
        """All of them, from cache."""
        done, every = sum(run.iteration for run in self.runs), len(self.runs)
        return View(
            self.status, self.runs, (True,) * every, (False,) * every, (None,) * every, done, done, None, None
        )

    def show(self, places: Collection[int]) -> None:
        """There is nothing to be drawn as it grows."""


async def sight(query: Mapping[str, str]) -> Sight | None:
    """What an address shows, where all of it is known already and is for everybody; else None."""
    if "room" in query:  # there the teacher says when something is shown
        return None
    given = {name: query[name] for name in QUERY_NAMES if name in query}
    experiment, problems = Experiment.from_query(given)
    if problems or experiment.base.uploaded:
        return None
    runs = await asyncio.to_thread(engine().finished, experiment.configs)
    if runs is None:
        return None
    feed = Feed(Finished(tuple(runs)), plan_of(experiment), streams().asks)
    moment = await _whole(feed)
    if moment is None:
        return None
    mount = Mount("", "done", None, 0, True, assets(), PALETTE)
    return Sight(mount, feed.board(feed.reader(0, False)), moment)


def plan_of(experiment: Experiment) -> Plan:
    """How it is spoken of where nobody can press anything yet."""
    return Plan(
        name=name_of(experiment, ACCURATE),
        groups=tuple(experiment.groups(range(len(experiment.configs)))),
        headline=lambda _view: "",
        columns=heads(experiment.seeds),
        rows=filled if experiment.seeds > 1 else None,
        accuracy=ACCURATE,
    )


async def _whole(feed: Feed) -> Moment | None:
    """All of it at once, when every run's picture and verdict have been found; None where that takes long."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE_SECONDS
    while True:
        reader = feed.reader(0, False)
        moment = feed.moment(reader)
        assert moment is not None  # to a new reader everything is new
        drawn = all(run is not None and run.picture and run.told for run in moment.runs)
        if drawn and (feed.plan.rows is None or moment.rows is not None):
            return moment
        if not await hub.until(partial(feed.has_news, reader), max(0.0, until - loop.time())):
            return None

"""What a board asks of the server beside its stream, and gets once."""

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np

from initcore.figures.ahead import FRAMES_AHEAD, Story, seen_at, story_of
from initcore.figures.moments import Ahead, Instant, Pack, Rows
from initcore.figures.probing import Probed, at_of, probed_of
from initcore.figures.telling import told_at
from initcore.figures.why import why_of
from initcore.figures.wire import ints, text
from initcore.memory import Memory
from initcore.training.trajectory import Trajectory
from pages._frame.engine import engine
from pages._stream.feed import Feed

MOST_POINTS = 24
"""Points of the plane asked about at once."""

ROWS_AHEAD = 13
"""Iterations at which the rows of many seeds are filled ahead: each takes every run's verdict."""

_stories: Memory[tuple[str, int, int, int], Story] = Memory(32)
"""What was worked out of a run of that length at an iteration, for the next person who looks at it."""


def _shown(feed: Feed, seed: int) -> list[Trajectory]:
    view = feed.watch.look()
    return [view.runs[at] for at in feed.plan.shown(seed)]


async def _asked(function: Any, runs: Sequence[Trajectory], *arguments: Any, soon: bool = False) -> Any:
    return await asyncio.wrap_future(engine().ask(function, runs, *arguments, soon=soon))


async def ahead(feed: Feed, seed: int) -> Ahead:
    """Maps of every run on the cards, and what is said of it, all along."""
    runs = _shown(feed, seed)
    stories = await asyncio.gather(*(_story(run, FRAMES_AHEAD // len(runs)) for run in runs))
    packs = [_pack(run, story) for run, story in zip(runs, stories, strict=True)]
    return Ahead(packs, await _rows_ahead(feed))


async def _story(run: Trajectory, most: int) -> Story:
    name = (run.config.key, run.config.iterations, run.iteration, most)
    known = _stories.get(name)
    if known is None:
        known = await _asked(story_of, (run,), most)
        _stories.put(name, known)
    return known


def _pack(run: Trajectory, story: Story) -> Pack:
    pairs = zip(story.iterations, story.found, strict=True)
    said = [told_at(run, found, iteration) for iteration, found in pairs]
    return Pack(run.iteration, ints(story.maps.iterations), text(story.maps.frames), said)


async def _rows_ahead(feed: Feed) -> list[Rows]:
    if feed.plan.rows is None:
        return []
    last = max(run.iteration for run in feed.watch.look().runs)
    at = np.unique(np.linspace(0, last, ROWS_AHEAD).astype(int)).tolist()
    return list(await asyncio.gather(*(_rows(feed, iteration) for iteration in at)))


async def _rows(feed: Feed, iteration: int) -> Rows:
    view, plan = feed.watch.look(), feed.plan
    assert plan.rows is not None
    rows: Rows = await _asked(plan.rows, view.runs, plan.groups, view.errors, plan.accuracy, iteration)
    return rows


async def instant(feed: Feed, seed: int, iteration: int) -> Instant:
    """The comparison as it was at the last kept iterations up to that one."""
    runs = _shown(feed, seed)
    seen = await _asked(seen_at, runs, iteration, soon=True)
    each = zip(runs, seen.found, seen.iterations, strict=True)
    said = [told_at(run, found, reached) for run, found, reached in each]
    rows = None if feed.plan.rows is None else await _rows(feed, iteration)
    return Instant(seen.pictures, said, rows)


async def why(feed: Feed, seed: int, place: int, iteration: int, with_ahead: bool) -> Any:
    """The evidence on the run of the card at that place."""
    run = _shown(feed, seed)[place]
    return await _asked(why_of, (run,), iteration, with_ahead, soon=True)


async def probed(feed: Feed, seed: int, iteration: int, points: str) -> list[Probed]:
    """What every network on the cards answers at points of the plane, given as x,y;x,y;..."""
    at = [_point(text) for text in points.split(";")[:MOST_POINTS] if text]
    shown = _shown(feed, seed)
    there: list[Probed] = await _asked(probed_of, [at_of(run, iteration) for run in shown], at, soon=True)
    return there


def _point(text: str) -> tuple[float, float]:
    """A point of the plane; ValueError where it is none."""
    x, y = (float(part) for part in text.split(","))
    if not (abs(x) < 1e6 and abs(y) < 1e6):
        raise ValueError("a point of the plane has two finite coordinates")
    return x, y

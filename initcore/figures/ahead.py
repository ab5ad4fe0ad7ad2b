"""What a board is sent so that it can be scrubbed and played without asking; worked out by a worker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from initcore.diagnosis.found import Found, found, found_at
from initcore.figures.maps import Pack, pack
from initcore.figures.moments import Picture
from initcore.figures.pictures import drawn
from initcore.training.trajectory import Trajectory

FRAMES_AHEAD = 480
"""Maps sent ahead over all runs of a comparison: smooth at any number of runs."""

TOLD_AHEAD = 60
"""Iterations of a run at which its verdicts are found ahead: one takes about a millisecond."""


@dataclass(frozen=True)
class Story:
    """Maps of a run, and what held of it at some iterations."""

    maps: Pack
    iterations: tuple[int, ...]
    found: tuple[Found, ...]


def story_of(runs: Sequence[Trajectory], most: int) -> Story:
    """The one run's story, of at most that many maps."""
    [run] = runs
    kept, _ = run.drawable
    some = np.unique(np.linspace(0, len(kept) - 1, min(len(kept), TOLD_AHEAD)).round().astype(int))
    iterations = tuple(kept[some].tolist())
    return Story(pack(run, most), iterations, tuple(found_at(run, iterations)))


@dataclass(frozen=True)
class Seen:
    """Runs as they were at one iteration: a map of each, what held of each, and which that was."""

    pictures: tuple[Picture | None, ...]
    found: tuple[Found, ...]
    iterations: tuple[int, ...]


def seen_at(runs: Sequence[Trajectory], iteration: int) -> Seen:
    """The runs as they were at the last kept iteration up to that one."""
    parts = [run.until(iteration) for run in runs]
    return Seen(
        tuple(drawn(run, iteration) for run in runs),
        tuple(found(part) for part in parts),
        tuple(part.iteration for part in parts),
    )

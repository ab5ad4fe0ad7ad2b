"""The live board's data: a comparison at one moment, as the browser draws it.

Arrays travel as base64 of little-endian bytes, int32 or float32: a third of their size as JSON, and
ready to use where they arrive. They are for drawing; the table and the downloads have every digit.
"""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from initcore.config import RunConfig
from initcore.datasets import load
from initcore.figures.curves import Curve, cost_figure
from initcore.figures.maps import cells_of, extent, map_at, pack
from initcore.measures import accuracy_curves
from initcore.registry import INITIALIZATIONS
from initcore.report import label, verdict_on
from initcore.trajectory import Trajectory

FRAMES_AHEAD = 480
"""Maps sent ahead over all runs of a comparison: about 1.5 MB, and smooth at any number of runs."""

RESTING = ("new", "stopped", "done", "failed")
"""Where frames ahead are worth their time: a paused run is about to change at the next step."""

NEWEST = 10**12


def board_data(
    *,
    runs: Sequence[Trajectory],
    tags: Sequence[str],
    errors: Sequence[str | None],
    status: str,
    experiment: str,
    at: int | None,
    with_packs: bool,
) -> dict[str, Any]:
    """What the board shows of these runs, ready for JSON.

    `experiment` changes when the comparison does; `at` is the iteration to draw maps for, None for
    the newest; `tags` are short words beside each name. With `with_packs`, frames ahead as well.
    """
    drawn = []
    for run, tag, error in zip(runs, tags, errors, strict=True):
        drawn.append(_run(run, tag, error, NEWEST if at is None else at))
        if with_packs and status in RESTING:
            ahead = pack(run, FRAMES_AHEAD // len(runs))
            drawn[-1]["pack"] = {"iterations": _ints(ahead.iterations), "frames": _text(ahead.frames)}
    return {
        "experiment": experiment,
        "status": status,
        "live": status == "running",
        "rests": status in RESTING,
        "runs": drawn,
        "points": _points(runs[0].config),
        "figure": _figure(runs),
    }


def _run(run: Trajectory, tag: str, error: str | None, at: int) -> dict[str, Any]:
    """One card."""
    record = INITIALIZATIONS[run.config.initialization]
    verdict = verdict_on(run, error)
    curves = accuracy_curves(run)
    shown, cells = map_at(run, at)
    # A kept iteration between two records has the cost of the one before it.
    records = np.searchsorted(run.iterations, curves.iterations, side="right") - 1
    return {
        "key": run.config.key,
        "label": label(run.config),
        "color": record.color,
        "formula": record.plain,
        "tag": tag,
        "tone": verdict.tone,
        "verdict": verdict.title,
        "evidence": verdict.evidence,
        "kept": _ints(curves.iterations),
        "costs": _floats(run.costs[records]),
        "train": _floats(curves.train),
        "test": _floats(curves.test),
        "shown": shown,
        "cells": cells_of(run.shape),
        "map": _text(cells.tobytes()),
        "pack_id": f"{run.config.key[:16]}-{run.iteration}",
    }


def _points(config: RunConfig) -> dict[str, Any]:
    """The training examples, and the square of the plane that the maps cover."""
    data = load(config)
    x, y = data.train_inputs
    return {
        "id": f"{config.dataset}-{config.samples}-{config.noise!r}-{config.data_seed}",
        "x": _floats(x),
        "y": _floats(y),
        "labels": _text(data.train_labels.astype(np.uint8).tobytes()),
        "extent": list(extent(data)),
    }


def _figure(runs: Sequence[Trajectory]) -> dict[str, Any]:
    """The cost curves as plotly's JSON."""
    names = [run.config.initialization for run in runs]
    curves = [
        Curve(
            name=label(run.config),
            color=INITIALIZATIONS[run.config.initialization].color,
            iterations=run.iterations,
            costs=run.costs,
            place=place,
            again=names[:place].count(names[place]),
        )
        for place, run in enumerate(runs)
    ]
    return cost_figure(curves=curves, iterations=max(run.config.iterations for run in runs)).to_dict()


def _ints(values: ArrayLike) -> str:
    return _text(np.asarray(values, "<i4").tobytes())


def _floats(values: ArrayLike) -> str:
    with np.errstate(over="ignore"):
        return _text(np.asarray(values).astype("<f4").tobytes())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

"""The evidence on one run: what its layers did at every measured iteration, and all of one iteration.

A frame is all that is drawn of one iteration: the layers' measurements and distributions, the units'
maps and weights, and the sentences. The board gets the frame that is looked at and, of a run at rest,
frames ahead at the measured iterations, so that it can be played.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.figures.units import Part, part_of, units_of
from initcore.figures.why_payload import Parcel, TooLarge, Why, Words
from initcore.figures.why_words import (
    SIZES,
    class_words,
    distribution_words,
    network_words,
    size_words,
    symmetry_words,
)
from initcore.figures.wire import parcel
from initcore.measures.classes import ByClass, class_names, counts, said_of
from initcore.measures.curves import ACCURACY_BLOCK
from initcore.measures.histograms import distributions
from initcore.measures.signals import MOST_FRAMES, Signals, signals, signals_at
from initcore.memory import remembered
from initcore.model.base import Array
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import spaced

MOST_AHEAD = 48
"""Frames sent ahead, or a few more: the measured iterations of a run on a grid about that fine."""

MOST_ROWS = 8
"""Layers whose distributions are shown."""

PRODUCTS_A_SECOND = 1.5e9
"""Parameters times examples that a core measures in a second, all it takes included."""

LIVE_SECONDS, REST_SECONDS, MOST_SECONDS = 0.3, 1.2, 1.5
"""How long measuring a run may take where it is live, and at rest; a network of which one iteration
takes longer than the last is too large for it."""


def why_seconds(run: Trajectory) -> float:
    """About how long it takes to measure one iteration of a run."""
    return run.shape.size * run.data.train_labels.size / PRODUCTS_A_SECOND


def why_data(run: Trajectory, *, at: int, ahead: bool = False) -> Why | TooLarge:
    """The evidence on a run and the frame of its last kept iteration up to `at`.

    With `ahead`, for a run at rest, frames ahead as well.
    """
    seconds = why_seconds(run)
    if seconds > MOST_SECONDS:
        size, examples = spaced(run.shape.size), spaced(run.data.train_labels.size)
        return TooLarge(
            f"{size} parameters on {examples} examples are too many to be measured while you wait."
        )
    most = max(2, int((REST_SECONDS if ahead else LIVE_SECONDS) / seconds))
    measured, part, data = signals(run, min(MOST_FRAMES, most)), part_of(run.shape), run.data
    return Why(
        widths=run.shape.widths,
        drawn=part.widths,
        inputs=_inputs(run, part),
        outputs=data.class_names if len(data.class_names) > 2 else [],
        classes=class_names(data),
        examples=counts(data.test_labels, data.classes).tolist(),
        rows=_rows(run),
        length=max(run.config.iterations, run.iteration),
        note=_note(run, part),
        measured=parcel(_arrays(measured)),
        frame=_frames(run, signals_at(run, at)),
        ahead_id=f"{run.config.key[:16]}-{run.iteration}",
        ahead=_ahead(run, min(MOST_AHEAD, most)) if ahead else None,
    )


def why_of(runs: Sequence[Trajectory], at: int, ahead: bool) -> Why | TooLarge:
    """The evidence on the one run: what a worker is asked for."""
    [run] = runs
    return why_data(run, at=at, ahead=ahead)


def _inputs(run: Trajectory, part: Part) -> list[str]:
    """What the inputs that are drawn are called."""
    return list(run.data.input_names[: part.widths[0]])


def _rows(run: Trajectory) -> list[int]:
    """The weight layers whose distributions are shown: evenly chosen, the first and the last among them."""
    layers = len(run.shape.widths) - 1
    rows = np.unique(np.linspace(0, layers - 1, min(layers, MOST_ROWS)).round().astype(int))
    return [int(row) for row in rows]


def _note(run: Trajectory, part: Part) -> str:
    """What is left out of the picture of the network; empty where nothing is."""
    hidden, drawn = run.shape.widths[1:-1], part.widths[1:]
    parts = []
    if len(drawn) < len(hidden):
        parts.append(f"the first {len(drawn)} of {len(hidden)} hidden layers are drawn")
    left_out = sum(hidden) - sum(drawn[: len(hidden)])
    if left_out:
        parts.append(f"{spaced(left_out)} of {spaced(sum(hidden))} hidden units are left out")
    inputs, all_inputs = part.widths[0], run.shape.widths[0]
    if inputs < all_inputs:
        parts.append(f"the first {inputs} of {all_inputs} inputs are drawn")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _arrays(measured: Signals) -> dict[str, NDArray[Any]]:
    return {field.name: getattr(measured, field.name) for field in fields(measured)}


@remembered(8)
def _ahead(run: Trajectory, most: int) -> Parcel:
    """Frames at measured iterations; remembered, for the next person who looks at the same run."""
    return _frames(run, signals(run, most), deflated=True)


def _frames(run: Trajectory, measured: Signals, *, deflated: bool = False) -> Parcel:
    """All that is drawn at those kept iterations, with the sentences of each."""
    kept, frames = run.drawable
    theta = frames[np.searchsorted(kept, measured.iterations)]
    arrays = {**_arrays(measured), **units_of(part_of(run.shape), theta, run.data)}
    known, arrays["answers"] = (_answers(run, theta, *each) for each in _examples(run.data))
    spread = distributions(run, theta, _rows(run))
    for field in fields(spread):
        of_kind = getattr(spread, field.name)
        arrays |= {f"{field.name}_{one.name}": getattr(of_kind, one.name) for one in fields(of_kind)}
    words = [
        _words(run, measured[at : at + 1], {name: array[at] for name, array in arrays.items()}, known[at])
        for at in range(len(theta))
    ]
    return parcel(arrays, words=words, deflated=deflated)


def _examples(data: Data) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Inputs (n_in, m) and labels (m,) of the training examples, and of the test examples."""
    return (data.train_inputs, data.train_labels), (data.test_inputs, data.test_labels)


def _answers(run: Trajectory, theta: Array, inputs: Array, labels: Array) -> NDArray[np.int64]:
    """What parameters theta (F, P) answer (F, C, C), in blocks of iterations."""
    blocks = [theta[at : at + ACCURACY_BLOCK] for at in range(0, len(theta), ACCURACY_BLOCK)]
    return np.concatenate([said_of(run.shape, each, inputs, labels, run.data.classes) for each in blocks])


def _by_class(run: Trajectory, said: NDArray[np.int64], labels: Array) -> ByClass:
    return ByClass(said, counts(labels, run.data.classes))


def _words(run: Trajectory, now: Signals, frame: dict[str, NDArray[Any]], known: NDArray[np.int64]) -> Words:
    """The sentences of one frame; `known` (C, C) are the answers to training examples."""
    config, part = run.config, part_of(run.shape)
    hidden = [layer for layer in _rows(run) if layer < len(config.hidden)]
    return Words(
        symmetry=symmetry_words(now, config.hidden),
        **{which: size_words(now, which) for which in SIZES},
        distributions=distribution_words(
            now, config.activation, config.hidden, hidden, frame["outputs_zero"][: len(hidden)]
        ),
        network=network_words(
            frame["edges"], part.widths, len(run.shape.widths) - 1, frame["alike"], _inputs(run, part)
        ),
        classes=class_words(
            _by_class(run, known, run.data.train_labels),
            _by_class(run, frame["answers"], run.data.test_labels),
            class_names(run.data),
        ),
    )

"""What the layers of a run do while it trains: symmetry, dead and saturated units, and how large signals,
gradients, weights and steps are.

Everything is measured from the trajectory's own parameters on all training examples, at kept
iterations on an even grid, and remembered, so that a growing run is measured only where it grew.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from initcore.measures.sizes import layer_rms, rms
from initcore.measures.units import dead, distinct_units, saturated
from initcore.memory import Memory
from initcore.model.activations import ACTIVATIONS
from initcore.model.base import Array
from initcore.model.network import Stack
from initcore.model.optimizers import OPTIMIZERS
from initcore.training.descent import Descent
from initcore.training.trajectory import Trajectory

MOST_FRAMES = 64
"""Iterations measured of one run: more than a heat map on a card has columns."""

MOST_KNOWN = 128 * MOST_FRAMES
"""Iterations remembered, of all runs: about 1 kB each."""

BLOCK_NUMBERS = 2**21
"""Activations computed at once: 16 MB, whatever the network."""


@dataclass(frozen=True)
class Signals:
    """Measurements at iterations (F,) of hidden layers (F, H) and of weight layers (F, L).

    `distinct` counts the units of a hidden layer that no other unit equals, `dead` those that are 0,
    or at another floor without a slope, for every example, `saturated` those that are in a flat part
    of a bounded activation for most. Root mean squares: `activation` of each layer's output over
    units and examples (the logits last), `gradient` of the cost's derivative by its weights, `weight`
    of its weights. `step` is the root mean square of the next update of its weights over that of the
    weights, the update-to-weight ratio; nan where all weights are 0.
    """

    iterations: NDArray[np.int64]
    distinct: NDArray[np.int64]
    dead: NDArray[np.int64]
    saturated: NDArray[np.int64]
    activation: Array
    gradient: Array
    weight: Array
    step: Array

    def __getitem__(self, places: NDArray[np.int64] | slice) -> "Signals":
        """The measurements at some of the iterations."""
        return Signals(*(getattr(self, field.name)[places] for field in fields(self)))


def signals(run: Trajectory, most: int = MOST_FRAMES) -> Signals:
    """Measurements at no more than about `most` evenly spaced kept iterations, first and last included."""
    kept = run.drawable[0]
    stride = max(1, run.config.record_every)
    while kept[-1] // stride + 1 > most:
        stride *= 2  # doubled, so that what was measured of a shorter run is of use
    places = np.flatnonzero(kept % stride == 0)
    return _at(run, np.union1d(places, [0, kept.size - 1]))


def signals_at(run: Trajectory, iteration: int) -> Signals:
    """Measurements (1, ...) at the last kept iteration up to that one."""
    place = int(np.searchsorted(run.drawable[0], iteration, side="right")) - 1
    return _at(run, np.array([max(0, place)]))


_known: Memory[tuple[str, int, float], Signals] = Memory(MOST_KNOWN)
"""Measurements (1, ...) by the run's key, the iteration, and a mark of its parameters there."""


def _at(run: Trajectory, places: NDArray[np.int64]) -> Signals:
    """Measurements at those places among the drawable iterations, known ones from memory."""
    kept, frames = run.drawable
    key = run.config.key
    with np.errstate(all="ignore"):
        marks = (frames[places] * np.arange(1.0, frames.shape[1] + 1)).sum(axis=1)
    names = [(key, int(kept[place]), float(mark)) for place, mark in zip(places, marks, strict=True)]
    parts = [_known.get(name) for name in names]
    missing = np.flatnonzero([part is None for part in parts])
    if missing.size:
        new = _measure(run, places[missing])
        for row, at in enumerate(missing.tolist()):
            parts[at] = new[row : row + 1]
            _known.put(names[at], new[row : row + 1])
    return _joined([part for part in parts if part is not None])


def _joined(parts: list[Signals]) -> Signals:
    return Signals(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Signals))
    )


def _measure(run: Trajectory, places: NDArray[np.int64]) -> Signals:
    """Measurements at those places, in blocks that bound the memory they take."""
    m = run.data.train_labels.size
    block = max(1, BLOCK_NUMBERS // (m * sum(run.shape.widths[1:])))
    return _joined(
        [_measure_block(run, places[start : start + block]) for start in range(0, len(places), block)]
    )


def _measure_block(run: Trajectory, places: NDArray[np.int64]) -> Signals:
    kept, frames = run.drawable
    theta, data = frames[places], run.data
    stack = Stack(run.shape, theta, data.train_inputs, data.train_labels)
    gradient = stack.true_gradient()
    act, hidden = ACTIVATIONS[run.config.activation], stack.hidden
    with np.errstate(all="ignore"):
        weight = layer_rms(run.shape, theta)
        step = layer_rms(run.shape, _stepped(run, places) - theta) / weight
    return Signals(
        iterations=kept[places],
        distinct=np.array([distinct_units(run.shape, row) for row in theta]),
        dead=np.stack([dead(act, layer).sum(axis=1) for layer in hidden], axis=1),
        saturated=np.stack([saturated(act, layer).sum(axis=1) for layer in hidden], axis=1),
        activation=np.stack([rms(layer, (1, 2)) for layer in (*hidden, stack.logits)], axis=1),
        gradient=layer_rms(run.shape, gradient),
        weight=weight,
        step=np.where(weight > 0, step, np.nan),
    )


def stepped(run: Trajectory) -> Array:
    """The parameters (1, P) one iteration after the last drawable one, by the run's own optimizer."""
    return _stepped(run, np.array([run.drawable[0].size - 1]))


def _stepped(run: Trajectory, places: NDArray[np.int64]) -> Array:
    """The parameters (F, P) one iteration after each of those places, by the run's own optimizer."""
    config, data = run.config, run.data
    theta, slots = run.drawable[1][places], _slots(run, places)
    # Adam's correction and mini-batches depend on the iteration; the rest moves all places at once.
    apart = bool(config.batch_size) or OPTIMIZERS[config.optimizer].counts_updates
    groups = [[at] for at in range(len(places))] if apart else [list(range(len(places)))]
    moved = np.empty_like(theta)
    for group in groups:
        iteration = int(run.drawable[0][places[group[0]]])
        rates = np.full(len(group), config.learning_rate)
        descent = Descent(config, theta[group], slots[:, group], rates, data, iteration)
        with np.errstate(all="ignore"):
            descent.step()
        moved[group] = descent.theta
    return moved


def _slots(run: Trajectory, places: NDArray[np.int64]) -> Array:
    """What the optimizer remembers (S, F, P) at those places among the drawable iterations."""
    at = np.searchsorted(run.kept, run.drawable[0][places])
    return np.stack([run.slot_frames[place] if place < len(run.kept) else run.slots for place in at], axis=1)

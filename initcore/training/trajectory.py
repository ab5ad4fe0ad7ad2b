"""What training leaves behind, and all that is known of a run.

A trajectory holds cost and train accuracy at every recorded iteration and the parameters at as many
of them as a byte budget allows. Every curve, map, verdict and table cell is computed from it. It is also the
whole state of an unfinished run: its last parameters are where training goes on.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.base import Data
from initcore.data.loading import load
from initcore.experiment.config import RunConfig
from initcore.memory import lazy, remembered
from initcore.model.base import Array
from initcore.model.losses import correct, naive_cost
from initcore.model.network import Shape, Stack, logits, matrices
from initcore.training.descent import slot_count

FRAME_BYTES = 4 * 2**20
"""Bytes of parameters one run may keep. The course's network keeps every recorded iteration."""

FEWEST_FRAMES = 4
"""Frames that even the largest run may keep, so that there is something between start and end."""

NEVER = -1

Places = slice | NDArray[np.bool_]


@remembered(256)
def _size(shape: Shape) -> int:
    return shape.size


def frame_bytes(config: RunConfig) -> int:
    """Bytes that one kept iteration takes: the parameters, and as much for every optimizer slot."""
    return 8 * _size(config.shape) * (1 + slot_count(config))


def frame_spacing(config: RunConfig, iteration: int) -> int:
    """Iterations between kept parameters once a run has come to `iteration`.

    The recording stride, doubled until what is kept fits FRAME_BYTES: a function of the iteration
    alone, so that a run cut in slices keeps what an uncut one keeps.
    """
    most = max(FEWEST_FRAMES, FRAME_BYTES // frame_bytes(config))
    spacing = config.record_every
    while iteration // spacing + 1 > most:
        spacing *= 2
    return spacing


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run, finished or not.

    `iterations` (K,) are the recorded ones, `costs` (K,) the cost at each, in nats, and
    `train_accuracies` (K,) the share of training examples on the right side there. `kept` (F,) are
    the iterations whose parameters are in `frames` (F, P), and what the optimizer remembered of them
    in `slot_frames` (F, S, P). `iteration` is how far the run has come, `theta` (P,) its parameters
    and `slots` (S, P) the optimizer's memory there. `diverged_at` is the first iteration at which one
    of these was not finite, NEVER if there is none. `seconds` is this run's share of the time spent
    training. `cost` and `accuracy` are the cost and the train accuracy at `iteration`, also where that is no
    recorded one; nan where they have not been worked out.
    """

    config: RunConfig
    iteration: int
    theta: Array
    iterations: NDArray[np.int64]
    costs: Array
    train_accuracies: Array
    kept: NDArray[np.int64]
    frames: Array
    diverged_at: int = NEVER
    seconds: float = 0.0
    cost: float = math.nan
    accuracy: float = math.nan
    slots: Array = field(default_factory=lambda: np.empty((0, 0)))
    slot_frames: Array = field(default_factory=lambda: np.empty((0, 0, 0)))

    def __post_init__(self) -> None:
        if self.slots.size == 0:  # as most runs are: then both are empty, in the shape they have above
            object.__setattr__(self, "slots", np.empty((0, self.theta.size)))
            object.__setattr__(self, "slot_frames", np.empty((len(self.frames), 0, self.theta.size)))

    @property
    def diverged(self) -> bool:
        """Whether any number of the run has become inf or nan."""
        return self.diverged_at != NEVER

    @property
    def done(self) -> bool:
        """Whether there is nothing left to train."""
        return self.diverged or self.iteration >= self.config.iterations

    @property
    def nbytes(self) -> int:
        """Memory (bytes) of what it holds."""
        arrays = (getattr(self, one.name) for one in fields(self))
        return sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))

    @property
    def standing(self) -> bool:
        """Whether cost and train accuracy are known where the run stands, so that `closed` only looks."""
        recorded = self.diverged or self.iterations[-1:].tolist() == [self.iteration]
        return recorded or not (math.isnan(self.cost) or math.isnan(self.accuracy))

    @property
    def shape(self) -> Shape:
        """The network's shape."""
        return self.config.shape

    @property
    def data(self) -> Data:
        """The examples that the run is trained and tested on."""
        return load(self.config)

    @lazy
    def drawable(self) -> tuple[NDArray[np.int64], Array]:
        """Iterations (F,) whose finite parameters (F, P) are at hand, the present one included."""
        kept, frames = self.kept, self.frames
        if kept.size == 0 or kept[-1] != self.iteration:
            kept = np.append(kept, self.iteration)
            frames = np.vstack([frames, self.theta])
        finite = np.isfinite(frames).all(axis=1)
        return kept[finite], frames[finite]

    def weights(self, k: int) -> list[Array]:
        """Weight matrices (fan_out, fan_in) a layer at the k-th recorded iteration.

        IndexError when there is no such record, ValueError when its parameters were not kept.
        """
        return [matrix[0, :, :-1].copy() for matrix in matrices(self.shape, self._parameters(k)[None])]

    def biases(self, k: int) -> list[Array]:
        """Biases (fan_out, 1) a layer at the k-th recorded iteration. Raises as `weights` does."""
        return [matrix[0, :, -1:].copy() for matrix in matrices(self.shape, self._parameters(k)[None])]

    def _parameters(self, k: int) -> Array:
        iteration = int(self.iterations[k])
        if iteration == self.iteration:
            return self.theta
        at = np.searchsorted(self.kept, iteration)
        if at == self.kept.size or self.kept[at] != iteration:
            spacing = frame_spacing(self.config, self.iteration)
            raise ValueError(
                f"the parameters at iteration {iteration} were not kept: this network is large, "
                f"so they are at multiples of {spacing} and at the last iteration"
            )
        parameters: Array = self.frames[at]
        return parameters

    @lazy
    def train_accuracy(self) -> float:
        """Share of training examples on the right side of 0.5 now; nan for a diverged run."""
        if self.iterations.size and self.iterations[-1] == self.iteration:
            return float(self.train_accuracies[-1])
        if not math.isnan(self.accuracy):
            return self.accuracy
        data = self.data
        return float(accuracies(self.shape, self.theta[None], data.train_inputs, data.train_labels)[0])

    @lazy
    def test_accuracy(self) -> float:
        """Share of test examples on the right side of 0.5 now; nan for a diverged run."""
        data = self.data
        return float(accuracies(self.shape, self.theta[None], data.test_inputs, data.test_labels)[0])

    @lazy
    def naive_first_cost(self) -> float:
        """The first cost as the textbook formula gives it: inf where a sigmoid rounds to 0 or 1."""
        data = self.data
        start = self.frames[:1] if len(self.frames) else self.theta[None]
        return float(naive_cost(logits(self.shape, start, data.train_inputs), data.train_labels)[0])

    def first_at(self, accuracy: float) -> int | None:
        """The first recorded iteration whose train accuracy is at least that; None if there is none."""
        reached = np.flatnonzero(self.train_accuracies >= accuracy)
        return int(self.iterations[reached[0]]) if reached.size else None

    def without_records(self) -> "Trajectory":
        """Only what training needs to go on: small, to be moved between processes."""
        return self._part(slice(0), slice(0))

    def _part(self, records: Places, frames: Places, **changes: Any) -> "Trajectory":
        """The run with just those of its records and of its kept parameters, and with other changes."""
        return replace(
            self,
            iterations=self.iterations[records],
            costs=self.costs[records],
            train_accuracies=self.train_accuracies[records],
            kept=self.kept[frames],
            frames=self.frames[frames],
            slot_frames=self.slot_frames[frames],
            **changes,
        )

    def followed_by(self, slice_: "Trajectory") -> "Trajectory":
        """This run with the records of a later slice of it (begun from `without_records`)."""
        joined = replace(
            slice_,
            config=self.config,
            iterations=np.concatenate([self.iterations, slice_.iterations]),
            costs=np.concatenate([self.costs, slice_.costs]),
            train_accuracies=np.concatenate([self.train_accuracies, slice_.train_accuracies]),
            kept=np.concatenate([self.kept, slice_.kept]),
            frames=np.concatenate([self.frames, slice_.frames]),
            slot_frames=np.concatenate([self.slot_frames, slice_.slot_frames]),
        )
        return joined.tidied()

    def tidied(self) -> "Trajectory":
        """The same run with just the records and frames that a run of its length has.

        That is a record at every stride and at the end, and a frame where `frame_spacing` keeps one. What a
        last record said that goes is still what holds now.
        """
        records = (
            (self.iterations % self.config.record_every == 0)
            | (self.iterations == self.config.iterations)
            | (self.iterations == self.diverged_at)
        )
        on_grid = self.kept % frame_spacing(self.config, self.iteration) == 0
        if records.all() and on_grid.all():
            return self
        if self.iterations.size and self.iterations[-1] == self.iteration:
            cost, accuracy = float(self.costs[-1]), float(self.train_accuracies[-1])
            return self._part(records, on_grid, cost=cost, accuracy=accuracy)
        return self._part(records, on_grid)

    def asked_for(self, iterations: int) -> "Trajectory":
        """This run as it stands when `iterations` are asked for.

        A shorter wish cuts it back to the last kept parameters at or before the wish; a longer one
        drops a last record that only the old end put there. Training on from either gives bit for
        bit what a run of that length gives.
        """
        config = self.config.with_iterations(iterations)
        if self.diverged and self.diverged_at <= iterations:
            return replace(self, config=config)
        if iterations < self.iteration:
            at = bisect_right(self.kept.tolist(), iterations) - 1
            return self._cut(config, at)
        return replace(self, config=config).tidied()

    def closed(self, config: RunConfig) -> "Trajectory":
        """This run as the result of `config`, a run of the same key that ends where this one stands.

        Adds the record of an end that lies between recording strides.
        """
        if self.diverged or self.iterations[-1] == self.iteration:
            return self if config == self.config else replace(self, config=config)
        cost = costs_at(config, self.theta[None]) if math.isnan(self.cost) else self.cost
        return replace(
            self,
            config=config,
            iterations=np.append(self.iterations, self.iteration),
            costs=np.append(self.costs, cost),
            train_accuracies=np.append(self.train_accuracies, self.train_accuracy),
        )

    def until(self, iteration: int) -> "Trajectory":
        """The part of this run that had been trained by `iteration`, at its last kept parameters."""
        if iteration >= self.iteration:
            return self
        at = max(0, bisect_right(self.kept.tolist(), iteration) - 1)
        return self._cut(self.config, at)

    def _cut(self, config: RunConfig, at: int) -> "Trajectory":
        """The run as it was at the kept iteration with place `at`."""
        iteration = int(self.kept[at])
        return self._part(
            self.iterations <= iteration,
            slice(at + 1),
            config=config,
            iteration=iteration,
            theta=self.frames[at].copy(),
            slots=self.slot_frames[at].copy(),
            diverged_at=NEVER,
            seconds=self.seconds * iteration / max(1, self.iteration),
            cost=math.nan,
            accuracy=math.nan,
        )


def costs_at(config: RunConfig, theta: Array) -> Array:
    """The cost (R,) of parameters theta (R, P) on the training examples."""
    data = load(config)
    return Stack(config.shape, theta, data.train_inputs, data.train_labels).costs()


def accuracies(shape: Shape, theta: Array, inputs: Array, labels: Array) -> Array:
    """Share of examples classified right by each of theta (F, P); nan where theta is not finite."""
    right = correct(logits(shape, theta, inputs), labels)
    return np.where(np.isfinite(theta).all(axis=1), right.mean(axis=1), np.nan)

"""What is noted of a block of runs while it trains, and where one of them stopped being finite."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from initcore.data.loading import load
from initcore.experiment.config import RunConfig
from initcore.model.base import Array
from initcore.training.descent import Descent
from initcore.training.trajectory import Trajectory, frame_spacing


class Recorder:
    """Collects costs, accuracies and parameters of a block, and finds where a run stopped being finite."""

    def __init__(self, descent: Descent, rates: Array, config: RunConfig, iteration: int) -> None:
        self.descent, self.rates, self.config = descent, rates, config
        self.iterations: list[int] = []
        self.costs: list[Array] = []
        self.accuracies: list[Array] = []
        self.kept: list[int] = []
        self.frames: list[tuple[Array, Array]] = []
        self.spacing = frame_spacing(config, iteration)
        self.last_finite = (iteration, descent.theta.copy(), descent.slots.copy())
        self.diverged: dict[int, _End] = {}

    def record(self, iteration: int) -> None:
        """Notes costs and accuracies, and the parameters if they are to be kept."""
        self.look_for_divergence(iteration)
        self.iterations.append(iteration)
        self.costs.append(self.descent.costs())
        self.accuracies.append(self.descent.accuracies())
        spacing = frame_spacing(self.config, iteration)
        if spacing != self.spacing:
            on_grid = [at for at, kept in enumerate(self.kept) if kept % spacing == 0]
            self.kept = [self.kept[at] for at in on_grid]
            self.frames = [self.frames[at] for at in on_grid]
            self.spacing = spacing
        if iteration % spacing == 0:
            self.kept.append(iteration)
            self.frames.append(self.last_finite[1:])

    def look_for_divergence(self, iteration: int) -> None:
        """Replays, step by step, any run that stopped being finite since the last look."""
        for place in np.flatnonzero(~self.descent.finite()).tolist():
            if place not in self.diverged:
                self.diverged[place] = self._replay(place)
        self.last_finite = (iteration, self.descent.theta.copy(), self.descent.slots.copy())

    def _replay(self, place: int) -> "_End":
        """Finds the first iteration at which a run is not finite."""
        iteration, theta, slots = self.last_finite
        one = slice(place, place + 1)
        start = theta[one], slots[:, one]
        alone = Descent(self.config, *start, self.rates[one], load(self.config), iteration)
        while alone.finite()[0]:
            alone.step()
            iteration += 1
        return _End(
            iteration, alone.theta[0], alone.slots[:, 0], float(alone.costs()[0]), self._columns(place)
        )

    def _columns(self, place: int) -> dict[str, NDArray[Any]]:
        """What was recorded of one run."""
        size = self.descent.theta.shape[1]
        theta = [theta[place] for theta, _ in self.frames]
        slots = [slots[:, place] for _, slots in self.frames]
        return {
            "iterations": np.array(self.iterations, np.int64),
            "costs": np.array([costs[place] for costs in self.costs]),
            "train_accuracies": np.array([shares[place] for shares in self.accuracies]),
            "kept": np.array(self.kept, np.int64),
            "frames": np.array(theta).reshape(len(theta), size),
            "slot_frames": np.array(slots).reshape(len(slots), len(self.descent.slots), size),
        }

    def finish(self, run: Trajectory, place: int, end: int, seconds: float) -> Trajectory:
        """The run with what was recorded of it."""
        fallen = self.diverged.get(place)
        records: dict[str, Any] = self._columns(place) if fallen is None else fallen.records
        theta, slots = self.descent.theta[place].copy(), self.descent.slots[:, place].copy()
        if fallen is not None:
            end, theta, slots = fallen.iteration, fallen.theta, fallen.slots
            records["iterations"] = np.append(records["iterations"], end)
            records["costs"] = np.append(records["costs"], fallen.cost)
            records["train_accuracies"] = np.append(records["train_accuracies"], np.nan)
        new = replace(
            run.without_records(),
            iteration=end,
            theta=theta,
            slots=slots,
            diverged_at=run.diverged_at if fallen is None else end,
            seconds=run.seconds + seconds,
            **records,
        )
        return run.followed_by(new)


@dataclass(frozen=True)
class _End:
    """Where a run stopped being finite: the iteration, what it was there, the records before."""

    iteration: int
    theta: Array
    slots: Array
    cost: float
    records: dict[str, NDArray[Any]]

"""Runs before their first iteration, made by a worker: drawing the weights of a large network takes a while.

They travel without their first kept parameters, which are those that they stand at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from initcore.experiment.config import RunConfig
from initcore.measures import curves
from initcore.measures.curves import Measured, measure
from initcore.training.begin import begin
from initcore.training.trajectory import Trajectory


@dataclass(frozen=True)
class Begun:
    """A run at its start, on its way, and what was measured of it on the test examples."""

    run: Trajectory
    measured: Measured

    def arrived(self) -> Trajectory:
        """The run as `begin` gives it; what was measured of it is known from now on."""
        run, start = self.run, np.zeros(1, np.int64)
        whole = replace(run, kept=start, frames=run.theta[None], slot_frames=run.slots[None])
        curves.learn(whole, self.measured)
        return whole


def begun(configs: Sequence[RunConfig]) -> tuple[Begun, ...]:
    """These runs at their start: what a worker is asked for."""
    return tuple(Begun(_bare(run), measure(run)) for run in begin(configs).runs)


def _bare(run: Trajectory) -> Trajectory:
    none = slice(0)
    return replace(run, kept=run.kept[none], frames=run.frames[none], slot_frames=run.slot_frames[none])


def standing(runs: Sequence[Trajectory]) -> tuple[float, float]:
    """Cost (nats) and train accuracy of the one run where it stands: what a worker is asked for."""
    [run] = runs
    ended = run.closed(run.config)
    return float(ended.costs[-1]), float(ended.train_accuracies[-1])


def measures(runs: Sequence[Trajectory]) -> list[Measured]:
    """What there is of these runs to be measured on the test examples: what a worker is asked for."""
    return [measure(run) for run in runs]
